/** Order never matters: permuting claims and evidence permutes indexes, and changes nothing of what is found. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, DEFAULT_POLICY, verdictPayload } from '#arbitration';
import { canonicalOrder, examine, isRefusal, type Examination, type Submission } from '#custody';
import { createMarket } from '#inference';
import { native, startVerification } from '#statements';
import { source } from '../reference/random-source.ts';
import { runs } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld } from './world.ts';

function judge(submission: Submission): Examination {
  const examination = examine(submission, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}

/** shuffle gives the places of a list in some order. */
function shuffle(length: number, seed: number): number[] {
  const rng = source(seed);
  const left = Array.from({ length }, (_, i) => i);
  return Array.from({ length }, () => left.splice(rng.int(left.length), 1)[0]!);
}

const permute = <T>(items: readonly T[], seed: number): T[] => shuffle(items.length, seed).map((i) => items[i]!);

function permuted(submission: Submission, seed: number): { submission: Submission; was: number[] } {
  const was = shuffle(submission.claims.length, seed);
  const claims = was.map((i) => {
    const claim = submission.claims[i]!;
    return { ...claim, evidence: permute(claim.evidence, seed + 1) };
  });
  return { submission: { ...submission, claims, evidence: permute(submission.evidence, seed + 2) }, was };
}

const sorted = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);

/** What is established, with claims by the number that they had first and every list as a set. */
function essence(examination: Examination, was: readonly number[]): object {
  const old = (claims: readonly number[]): number[] => claims.map((i) => was[i]!).sort((a, b) => a - b);
  const { outcome, claims, findings, questions, ignored } = examination;
  return {
    outcome,
    claims: sorted(claims.map((claim) => ({ ...claim, index: was[claim.index] }))),
    findings: sorted(
      findings.map(({ code, parties, proof, branches, claims: of, binds, when, identity }) => ({
        code,
        parties: sorted(parties),
        proof: sorted(proof),
        branches: sorted((branches ?? []).map((branch) => ({ next: branch.next, claims: old(branch.claims) }))),
        claims: old(of),
        binds,
        when,
        identity,
      })),
    ),
    questions: sorted(
      questions.map(({ shape, note, issuer, fork, claims: sides, features }) => ({
        shape,
        note,
        issuer,
        fork: fork === null ? null : { holder: fork.holder, next: sorted(fork.next) },
        sides: sorted(sides),
        features,
      })),
    ),
    ignored: sorted(ignored),
    inputs: examination.inputs(),
  };
}

function verdictOf(submission: Submission): string {
  const market = createMarket();
  const decision = decide(judge(canonicalOrder(submission)), market, DEFAULT_POLICY);
  return JSON.stringify(verdictPayload(decision, market, { jti: 'v-1', iat: 1_795_000_000 }));
}

describe('the order of claims and evidence', () => {
  it('changes neither what is found nor what is asked', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(plans(), fc.nat(), (plan, seed) => {
        const { submission } = buildWorld(plan);
        const straight = judge(submission);
        const other = permuted(submission, seed);
        const identity = submission.claims.map((_, i) => i);
        expect(essence(judge(other.submission), other.was)).toEqual(essence(straight, identity));
        for (const { code } of straight.findings) seen.set(code, (seen.get(code) ?? 0) + 1);
      }),
      runs(120),
    );
    expect([...seen.keys()]).toHaveLength(11);
  });

  it('changes no byte of the verdict', () => {
    const outcomes = new Set<string>();
    let moved = 0;
    fc.assert(
      fc.property(plans(), fc.nat(), (plan, seed) => {
        const { submission } = buildWorld(plan);
        const other = permuted(submission, seed);
        const verdict = verdictOf(submission);
        expect(verdictOf(other.submission)).toBe(verdict);
        outcomes.add(judge(submission).outcome);
        if (other.was.some((was, i) => was !== i)) moved += 1;
        // The law says something only if the verdict says something of the case.
        expect(verdict).toContain(submission.claims.length > 0 ? '"awd":[{' : '"awd":[]');
      }),
      runs(80),
    );
    expect(outcomes).toEqual(new Set(['question', 'decided', 'no_conflict']));
    expect(moved).toBeGreaterThan(20);
  });
});
