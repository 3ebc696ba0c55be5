/** Each distinct statement is verified once, however many claims share it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examine, isRefusal, type Examination, type Submission } from '#custody';
import { native, startVerification, type Statement, type Verifier } from '#statements';
import { malleate } from './malleate.ts';
import { runs } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld, submissionOf, type MadeClaim } from './world.ts';

interface Count {
  readonly verifier: Verifier;
  readonly signatures: Map<string, number>;
  readonly keys: Map<string, number>;
}

/** The native verifier with a tally of what it was asked. */
function counting(): Count {
  const [signatures, keys] = [new Map<string, number>(), new Map<string, number>()];
  const tally = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const verifier: Verifier = {
    name: 'native, counted',
    isValidKey(suite, point) {
      tally(keys, `${suite} ${Buffer.from(point).toString('hex')}`);
      return native.isValidKey(suite, point);
    },
    isValidSignature(suite, point, message, signature) {
      tally(signatures, `${Buffer.from(message).toString('latin1')}.${Buffer.from(signature).toString('base64url')}`);
      return native.isValidSignature(suite, point, message, signature);
    },
  };
  return { verifier, signatures, keys };
}

function judge(submission: Submission, count: Count): Examination {
  const examination = examine(submission, startVerification(count.verifier));
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}

const withTexts = (claim: MadeClaim, texts: readonly string[]): MadeClaim => ({
  ...claim,
  chain: texts.map((text) => ({ text }) as Statement),
});

describe('an examination', () => {
  it('verifies every distinct statement of the transcripts once, and every key once', () => {
    let shared = 0;
    fc.assert(
      fc.property(plans({ claims: 8 }), (plan) => {
        const { claims } = buildWorld({ ...plan, handedIn: 0 });
        const count = counting();
        const { verified } = judge(submissionOf(claims), count);
        const texts = claims.flatMap(({ chain }) => chain.map(({ text }) => text));
        expect([...count.signatures.keys()].sort()).toEqual([...new Set(texts)].sort());
        expect([...count.signatures.values(), ...count.keys.values()].filter((n) => n !== 1)).toEqual([]);
        expect(verified.once).toBe(count.signatures.size);
        shared += texts.length - count.signatures.size;
      }),
      runs(50),
    );
    expect(shared).toBeGreaterThan(100);
  });

  it('verifies the same evidence once, in however many places it was handed in', () => {
    let repeated = 0;
    fc.assert(
      fc.property(plans(), fc.integer({ min: 2, max: 4 }), (plan, times) => {
        const { claims, evidence } = buildWorld({ ...plan, handedIn: 0, reissued: 'no', isSpentInEvidence: false });
        const everywhere = claims.map((claim) => ({ ...claim, evidence: [...evidence] }));
        const count = counting();
        judge(submissionOf(everywhere, Array.from({ length: times }, () => evidence).flat()), count);
        expect([...count.signatures.values()].filter((n) => n !== 1)).toEqual([]);
        for (const text of evidence) expect(count.signatures.get(text)).toBe(1);
        repeated += evidence.length;
      }),
      runs(30),
    );
    expect(repeated).toBeGreaterThan(60);
  });

  it('verifies a second signature of a statement as well, and sees one statement', () => {
    let malleated = 0;
    fc.assert(
      fc.property(plans({ claims: 3 }), (plan) => {
        const { claims } = buildWorld({ ...plan, handedIn: 0 });
        const claim = claims.at(-1);
        const texts = claim!.chain.map(({ text }) => text);
        const others = texts.map((text) => malleate(text) ?? text);
        const changed = others.filter((text, i) => text !== texts[i]).length;
        const count = counting();
        const { graph, verified } = judge(submissionOf([claim!, withTexts(claim!, others)]), count);
        expect(verified.once).toBe(texts.length + changed);
        expect([...count.signatures.values()].filter((n) => n !== 1)).toEqual([]);
        expect(graph.steps).toHaveLength(texts.length);
        malleated += changed;
      }),
      runs(40),
    );
    expect(malleated).toBeGreaterThan(30);
  });
});
