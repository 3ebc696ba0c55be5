/** Every proof re-checks alone, with either verifier; what is not quite the proof does not. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkProof, examine, FINDING_CODES, isRefusal, type Finding, type FindingCode, type Proof } from '#custody';
import {
  encodeStatement,
  isFault,
  native,
  parseStatement,
  portable,
  startVerification,
  type Kind,
  type Statement,
  type Verifier,
} from '#statements';
import { keyOf, runs } from './people.ts';
import { plans, type Plan } from './plan.ts';
import { buildWorld } from './world.ts';

const check = (proof: Proof, verifier: Verifier = native): string | null =>
  checkProof(startVerification(verifier), proof);

/** The findings of a plan's world, each with its proof. */
function provedIn(plan: Plan, town?: string): (readonly [Finding, Proof])[] {
  const examination = examine(buildWorld(plan, town).submission, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination.findings.map((finding) => [finding, examination.proofOf(finding)] as const);
}

const read = (text: string): Statement => {
  const statement = parseStatement(text);
  if (isFault(statement)) throw new Error(statement.why);
  return statement;
};
const kindOf = (text: string): Kind => read(text).kind;

/** A holder's proofs begin with what is held; without it nothing says who may go on. */
const HEADED: readonly FindingCode[] = ['fork', 'duplicate', 'identity_revealed', 'ill_made_note'];

/**
 * Where a proof has more than it needs, what is left without one statement proves a smaller finding of the same kind,
 * which is as true. A fork's branches may not all be redemptions: those are a duplicate. A copy needs two claimants.
 */
function survivesWithout({ code, statements }: Proof, at: number): boolean {
  const left = statements.filter((_, i) => i !== at);
  if (HEADED.includes(code) && at === 0) return false;
  const acts = HEADED.includes(code) ? left.slice(1) : left;
  if (acts.length < 2 || code === 'time_inversion') return false;
  if (code === 'copy') return new Set(acts.map((text) => read(text).issuer)).size > 1;
  return code !== 'fork' || acts.some((text) => kindOf(text) !== 'redemption+jwt');
}

/** A replay's or a notice's proof is one statement, whose other half is a bank's word: another's proves as much. */
const ONE_STATEMENT: readonly FindingCode[] = ['replay', 'compromised_key'];

function flipBit(text: string, bit: number): string {
  const dot = text.lastIndexOf('.');
  const signature = Buffer.from(text.slice(dot + 1), 'base64url');
  signature[bit >> 3]! ^= 1 << (bit & 7);
  return `${text.slice(0, dot)}.${signature.toString('base64url')}`;
}

const withStatement = (proof: Proof, at: number, text: string): Proof => ({
  ...proof,
  statements: proof.statements.map((was, i) => (i === at ? text : was)),
});

describe('a proof', () => {
  it('checks alone with each verifier, for every kind of finding', () => {
    const seen = new Map<FindingCode, number>();
    fc.assert(
      fc.property(plans(), (plan) => {
        for (const [{ code, proof: digests }, proof] of provedIn(plan)) {
          expect({ code, native: check(proof), portable: check(proof, portable) }).toEqual({
            code,
            native: null,
            portable: null,
          });
          expect(proof.statements).toHaveLength(digests.length);
          seen.set(code, (seen.get(code) ?? 0) + 1);
        }
      }),
      runs(60),
    );
    expect([...seen.keys()].sort()).toEqual([...FINDING_CODES].sort());
  });

  it('does not check without one of its statements, unless what is left is a smaller finding', () => {
    const survived = new Set<FindingCode>();
    const fell = new Set<FindingCode>();
    fc.assert(
      fc.property(plans({ claims: 7 }), (plan) => {
        for (const [{ code }, proof] of provedIn(plan)) {
          for (const at of proof.statements.keys()) {
            const rest = { ...proof, statements: proof.statements.filter((_, i) => i !== at) };
            const survives = survivesWithout(proof, at);
            expect({ code, at, checks: check(rest) === null }).toEqual({ code, at, checks: survives });
            (survives ? survived : fell).add(code);
          }
        }
      }),
      runs(90),
    );
    expect([...fell].sort()).toEqual([...FINDING_CODES].sort());
    expect(survived.size).toBeGreaterThanOrEqual(5);
  });

  it('does not check with a statement of another world in it', () => {
    // Of each code, proofs of a town where other people live.
    const strangers = new Map<FindingCode, Proof>();
    for (const plan of fc.sample(plans(), { ...runs(1), numRuns: 400 })) {
      if (strangers.size === FINDING_CODES.length) break;
      for (const [{ code }, proof] of provedIn(plan, 'elsewhere')) if (!strangers.has(code)) strangers.set(code, proof);
    }
    const seen = new Set<FindingCode>();
    fc.assert(
      fc.property(plans(), fc.nat(), (plan, pick) => {
        for (const [{ code }, proof] of provedIn(plan)) {
          const stranger = strangers.get(code);
          if (stranger === undefined || ONE_STATEMENT.includes(code)) continue;
          const at = pick % proof.statements.length;
          const kind = kindOf(proof.statements[at]!);
          const other = stranger.statements.find((text) => kindOf(text) === kind);
          if (other === undefined) continue;
          expect({ code, at, why: check(withStatement(proof, at, other)) }).not.toEqual({ code, at, why: null });
          seen.add(code);
        }
      }),
      runs(90),
    );
    expect([...seen].sort()).toEqual(FINDING_CODES.filter((code) => !ONE_STATEMENT.includes(code)).sort());
  });

  it('does not check with a bit of a signature flipped', () => {
    const seen = new Set<FindingCode>();
    fc.assert(
      fc.property(plans(), fc.nat(), fc.nat({ max: 511 }), (plan, pick, bit) => {
        for (const [{ code }, proof] of provedIn(plan)) {
          const at = pick % proof.statements.length;
          const flipped = withStatement(proof, at, flipBit(proof.statements[at]!, bit));
          expect({ code, at, why: check(flipped) }).toEqual({ code, at, why: 'the signature does not verify' });
          seen.add(code);
        }
      }),
      runs(60),
    );
    expect([...seen].sort()).toEqual([...FINDING_CODES].sort());
  });

  it('of a signer who signed twice does not check with what a stranger signed in his place', () => {
    const OF_ONE_SIGNER: readonly FindingCode[] = ['fork', 'duplicate', 'delivery_fork', 'reissue', 'counter_reuse'];
    const stranger = keyOf('stranger');
    const seen = new Set<FindingCode>();
    fc.assert(
      fc.property(plans(), fc.nat(), (plan, pick) => {
        for (const [{ code }, proof] of provedIn(plan)) {
          if (!OF_ONE_SIGNER.includes(code)) continue;
          // What is held stays; one of the acts says the same, in another's name and under his good signature.
          const first = HEADED.includes(code) ? 1 : 0;
          const at = first + (pick % (proof.statements.length - first));
          const { kind, payload } = read(proof.statements[at]!);
          const forged = encodeStatement(kind, { ...payload, iss: stranger.id }, stranger);
          expect({ code, at, why: check(withStatement(proof, at, forged)) }).not.toEqual({ code, at, why: null });
          seen.add(code);
        }
      }),
      runs(60),
    );
    expect([...seen].sort()).toEqual([...OF_ONE_SIGNER].sort());
  });
});
