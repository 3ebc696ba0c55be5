/** What is decided of random worlds under random policies: nobody is named below the standard, and it all adds up. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, DEFAULT_POLICY, parsePolicy, signVerdict, verdictPayload, type Policy } from '#arbitration';
import { canonicalOrder, examine, isRefusal } from '#custody';
import { createMarket } from '#inference';
import { isFault, native, startVerification, type Json } from '#statements';
import { keyOf, runs } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld } from './world.ts';

const STANDARDS = ['compelling', 'clear', 'preponderance'] as const;
const policies: fc.Arbitrary<Policy> = fc
  .record({
    // From standards that nearly every case reaches to the published ones.
    base: fc.constantFrom(500_000, 600_000),
    step: fc.constantFrom(1, 50_000, 150_000),
    answerFrom: fc.constantFrom(...STANDARDS),
    nameFrom: fc.constantFrom(...STANDARDS),
    hold: fc.constantFrom(1, 100_000, 400_000, 1_000_000),
  })
  .map(({ base, step, answerFrom, nameFrom, hold }) => ({
    ...DEFAULT_POLICY,
    standards: { compelling: base + 2 * step, clear: base + step, preponderance: base },
    answerFrom,
    nameFrom,
    costs: { ...DEFAULT_POLICY.costs, hold },
  }));

function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value;
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* numbersIn(part);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

describe('a decision', () => {
  it('names nobody below the standard, answers nothing below it, and signs whole numbers that add up', () => {
    const seen = { named: 0, unnamed: 0, answered: 0, notProven: 0, verdicts: 0 };
    const market = createMarket();
    fc.assert(
      fc.property(plans({ claims: 6 }), policies, (plan, policy) => {
        expect(parsePolicy(JSON.parse(JSON.stringify(policy)) as Json)).toEqual(policy);
        const examination = examine(canonicalOrder(buildWorld(plan).submission), startVerification(native));
        if (isRefusal(examination)) throw new Error(examination.why);
        const decision = decide(examination, market, policy);
        const [toAnswer, toName] = [policy.standards[policy.answerFrom], policy.standards[policy.nameFrom]];

        for (const { ppm, named } of decision.culpability) {
          expect(named).toBe(ppm > toName);
          if (named) seen.named += 1;
          else seen.unnamed += 1;
        }
        for (const { answers, outcome, weights } of decision.questions) {
          const [leading] = answers;
          expect(sum(answers.map(({ ppm }) => ppm))).toBe(1_000_000);
          expect(sum(answers.map(({ bare }) => bare))).toBe(1_000_000);
          const needed = leading!.culprits.length > 0 ? Math.max(toAnswer, toName) : toAnswer;
          expect(outcome).toBe(leading!.ppm > needed ? leading!.id : 'not_proven');
          if (outcome === 'not_proven') seen.notProven += 1;
          else seen.answered += 1;
          const odds = leading!.probability / sum(answers.slice(1).map(({ probability }) => probability));
          expect(sum(weights.map(({ milliban }) => milliban))).toBe(Math.round(1000 * Math.log10(odds)) + 0);
        }

        const payload = verdictPayload(decision, market, { jti: 'v', iat: 1_795_000_000 })!;
        expect([...numbersIn(payload)].filter((n) => !Number.isSafeInteger(n))).toEqual([]);
        const named = decision.culpability.filter((culprit) => culprit.named).map(({ party }) => party);
        expect((payload['clp'] as { party: string }[]).map(({ party }) => party)).toEqual(named);
        const verdict = signVerdict(payload, keyOf('tribunal'));
        if (isFault(verdict)) throw new Error(verdict.why);
        expect(verdict.kind).toBe('verdict+jwt');
        seen.verdicts += 1;
      }),
      runs(120),
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });

  it('gives every redemption one award, and no note away twice', () => {
    const market = createMarket();
    const acts = new Set<string>();
    fc.assert(
      fc.property(plans({ claims: 6 }), policies, (plan, policy) => {
        const examination = examine(canonicalOrder(buildWorld(plan).submission), startVerification(native));
        if (isRefusal(examination)) throw new Error(examination.why);
        const { awards } = decide(examination, market, policy);
        const redemptions = new Set(examination.claims.map(({ digest }) => digest));
        expect(new Set(awards.map(({ claim }) => claim))).toEqual(redemptions);
        expect(awards).toHaveLength(redemptions.size);
        for (const { act } of awards) acts.add(act);
        for (const { terms, claims } of examination.graph.notes.values()) {
          const own = new Set(claims.map(({ redemption }) => redemption.digest as string));
          const paid = sum(awards.filter(({ claim }) => own.has(claim)).map(({ ppm }) => ppm));
          // A payer that a one-show note names pays all payees himself.
          if (terms.noteClass !== 'one-show') expect([0, 1_000_000]).toContain(paid);
        }
      }),
      runs(80),
    );
    expect([...acts].sort()).toEqual(['hold', 'pay', 'reject', 'share']);
  });
});
