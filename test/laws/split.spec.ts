/** Where the two verifiers differ on anything that counts, nothing is decided. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, DEFAULT_POLICY, verdictPayload } from '#arbitration';
import { examine, isRefusal, type Examination, type Submission } from '#custody';
import { createMarket } from '#inference';
import { isFault, native, parseStatement, startVerification, type Verifier } from '#statements';
import { runs } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld } from './world.ts';

/** A second verifier that is of another mind about one statement, and about no other. */
function differingOn(text: string): Verifier {
  const statement = parseStatement(text);
  if (isFault(statement)) throw new Error(statement.why);
  const theOne = Buffer.from(statement.signed).toString('latin1');
  return {
    name: 'of another mind',
    isValidKey: (suite, point) => native.isValidKey(suite, point),
    isValidSignature: (suite, point, message, signature) =>
      native.isValidSignature(suite, point, message, signature) !==
      (Buffer.from(message).toString('latin1') === theOne),
  };
}

function judge(submission: Submission, second: Verifier, budget?: number): Examination {
  const examination = examine(submission, startVerification(native, second, budget));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}

function expectNothingDecided(examination: Examination): void {
  const { outcome, findings, questions } = examination;
  expect({ outcome, findings, questions }).toEqual({ outcome: 'split', findings: [], questions: [] });
  const market = createMarket();
  const decision = decide(examination, market, DEFAULT_POLICY);
  expect({ questions: decision.questions, culpability: decision.culpability, awards: decision.awards }).toEqual({
    questions: [],
    culpability: [],
    awards: [],
  });
  expect(verdictPayload(decision, market, { jti: 'v', iat: 0 })).toBeNull();
}

describe('a difference between the verifiers', () => {
  it('on a statement of a transcript is a split there, with no defect', () => {
    fc.assert(
      fc.property(plans(), fc.nat(), fc.nat(), (plan, which, where) => {
        const { submission } = buildWorld(plan);
        const { transcript } = submission.claims[which % submission.claims.length]!;
        const text = transcript[where % transcript.length] as string;
        const examination = judge(submission, differingOn(text));
        expectNothingDecided(examination);
        for (const { index, sound, fault, at } of examination.claims) {
          const place = submission.claims[index]!.transcript.indexOf(text);
          expect({ sound, fault, at }).toEqual({ sound: place < 0, fault: null, at: place < 0 ? null : place });
        }
      }),
      runs(40),
    );
  });

  it('on a statement that one accepts and the other refuses is a split, whichever it is', () => {
    fc.assert(
      fc.property(plans(), fc.nat(), fc.nat({ max: 511 }), (plan, which, bit) => {
        const { submission } = buildWorld(plan);
        const claim = submission.claims[which % submission.claims.length]!;
        const text = claim.transcript.at(-1) as string;
        const dot = text.lastIndexOf('.');
        const signature = Buffer.from(text.slice(dot + 1), 'base64url');
        signature[bit >> 3]! ^= 1 << (bit & 7);
        const broken = `${text.slice(0, dot)}.${signature.toString('base64url')}`;
        const transcript = [...claim.transcript.slice(0, -1), broken];
        const broke = { ...submission, claims: [{ ...claim, transcript, evidence: [] }] };
        expect(judge(broke, native).claims[0]!.fault?.defect).toBe('bad_signature');
        // Even with no budget: a refusal is always put to the second verifier.
        expectNothingDecided(judge(broke, differingOn(broken), 0));
      }),
      runs(20),
    );
  });

  it('on a piece of evidence is a split', () => {
    let handedIn = 0;
    fc.assert(
      fc.property(plans(), fc.nat(), (plan, which) => {
        const { submission } = buildWorld({ ...plan, talks: true });
        const evidence = [...submission.claims.flatMap((claim) => claim.evidence), ...submission.evidence];
        expectNothingDecided(judge(submission, differingOn(evidence[which % evidence.length]!)));
        handedIn += submission.claims.some((claim) => claim.evidence.length > 0) ? 1 : 0;
      }),
      runs(25),
    );
    expect(handedIn).toBeGreaterThan(5);
  });

  it('shows where the budget has run out only in what a finding rests on', () => {
    const seen = { split: 0, unasked: 0 };
    fc.assert(
      fc.property(plans({ claims: 3 }), (plan) => {
        const { submission } = buildWorld(plan);
        const straight = judge(submission, native);
        const rested = new Set(straight.findings.flatMap(({ statements }) => statements));
        for (const text of new Set(submission.claims.flatMap(({ transcript }) => transcript as string[]))) {
          const examination = judge(submission, differingOn(text), 0);
          if (rested.has(text)) {
            expectNothingDecided(examination);
            seen.split += 1;
          } else {
            expect({ outcome: examination.outcome, findings: examination.findings }).toEqual({
              outcome: straight.outcome,
              findings: straight.findings,
            });
            seen.unasked += 1;
          }
        }
      }),
      runs(30),
    );
    expect(seen.split).toBeGreaterThan(20);
    expect(seen.unasked).toBeGreaterThan(20);
  });

  it('on a key is a split', () => {
    const { submission } = buildWorld(fc.sample(plans(), { numRuns: 1, seed: 5 })[0]!);
    const second: Verifier = { ...native, name: 'knows no keys', isValidKey: () => false };
    expectNothingDecided(judge(submission, second));
  });
});
