import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf, drawStream } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import { CANDOURS } from './grid.ts';
import { closeInstant, createMarket, reputations, retract, type Assessment } from './index.ts';

const FEATURES = ['receipt', 'check', 'timestamp'];
/** Evidence that three features in turn make: 1 where a feature speaks for the claimant, 0 where it does not. */
const shown = (...speaks: readonly number[]): Readonly<Record<string, string>> =>
  Object.fromEntries(FEATURES.map((name, f) => [name, speaks[f] === 1 ? 'yes' : 'no']));
const WORTHLESS = shown(0, 0, 0);
const GOOD = shown(1, 1, 1);

const copy = (n: number, x: string, shownByX: object, y: string, shownByY: object): ConflictFact => ({
  kind: 'conflict',
  id: `c${n}`,
  at: n,
  shape: 'copy',
  issuer: 'bank',
  features: new Map(),
  claims: [plainClaim(`${n}.x`, x, { ...shownByX }), plainClaim(`${n}.y`, y, { ...shownByY })],
});
const resolved = (n: number, hypothesis: string): Fact => ({
  kind: 'resolution',
  conflict: `c${n}`,
  hypothesis,
  at: n + 0.5,
});
const blamed = ({ culpability }: Assessment, name: string): number =>
  culpability.find(({ party }) => party === name)!.probability;
const bareOf = ({ hypotheses }: Assessment, of: string): number => hypotheses.find(({ id }) => id === of)!.bare;
const reputationTerm = ({ hypotheses, terms }: Assessment, name: string, of: string): number =>
  terms.find(({ about, item }) => about === name && item === 'reputation')!.logLikelihood[
    hypotheses.findIndex(({ id }) => id === of)
  ]!;

/** An ordinary market: of three features two speak for the robbed and one for the thief, as a rule. */
const ordinary: readonly Fact[] = Array.from({ length: 240 }, (_, n): Fact[] => {
  const turn = (f: number): number => Number((n + f) % 3 === 0);
  return [
    copy(
      n,
      `thief ${n % 10}`,
      shown(turn(0), turn(1), turn(2)),
      `honest ${n % 70}`,
      shown(1 - turn(2), 1 - turn(0), 1 - turn(1)),
    ),
    resolved(n, `theft:thief ${n % 10}`),
  ];
}).flat();

describe('candour', () => {
  it('does not let somebody be blamed for evidence that never told anything of it', () => {
    // Robbed again and again, always with nothing to show.
    const told = Array.from({ length: 16 }, (_, k): Fact[] => [
      copy(300 + k, 'careless', WORTHLESS, `thief ${k % 10}`, shown(1, 0, 1)),
      resolved(300 + k, `theft:thief ${k % 10}`),
    ]).flat();
    const answerTo = (party: string): Assessment =>
      answersOf([...ordinary, ...told, copy(400, party, WORTHLESS, 'newcomer', shown(1, 0, 1))]).get('c400')!;
    const [careless, anybody] = [answerTo('careless'), answerTo('unknown')];
    expect(blamed(anybody, 'unknown')).toBeGreaterThan(0.5);
    expect(blamed(careless, 'careless')).toBeLessThan(blamed(anybody, 'unknown') / 2);
    // By its face the evidence is as bad for the one as for the other.
    expect(bareOf(careless, 'theft:careless')).toBeCloseTo(bareOf(anybody, 'theft:unknown'), 9);
    const [hers, anybodys] = [careless, anybody].map((answer, n) =>
      reputationTerm(answer, ['careless', 'unknown'][n]!, `theft:${['careless', 'unknown'][n]!}`),
    );
    expect(hers).toBeLessThan(anybodys! - 1);
  });

  it('takes good evidence for less from somebody who was found out with it', () => {
    const found = (evidence: Readonly<Record<string, string>>): number => {
      const frauds = Array.from({ length: 16 }, (_, k): Fact[] => [
        copy(300 + k, 'actor', evidence, `victim ${k}`, shown(1, 0, 1)),
        resolved(300 + k, 'theft:actor'),
      ]).flat();
      return blamed(
        answersOf([...ordinary, ...frauds, copy(400, 'actor', GOOD, 'newcomer', GOOD)]).get('c400')!,
        'actor',
      );
    };
    // Equally often a thief, with evidence as culprits' is and with evidence as honest parties' is.
    expect(1 - found(GOOD)).toBeLessThan((1 - found(shown(0, 1, 0))) / 2);
  });

  it('is at any time the sum of what the conflicts that stand say of it, to the bit', () =>
    fc.assert(
      fc.property(
        fc.nat().map((seed) => drawStream(seed, 90)),
        fc.nat(),
        (facts, which) => {
          const market = createMarket();
          answersOf(facts, market);
          closeInstant(market);
          const ids = [...market.history.number.keys()];
          if (ids.length > 0) expect(retract(market, ids[which % ids.length]!, market.now + 1)).toBeNull();
          closeInstant(market);
          const { history, parties } = market;
          const sums = new Float64Array(parties.names.length * CANDOURS);
          for (let s = 0; s < history.slots[history.count]!; s += 1) {
            for (let k = 0; k < CANDOURS; k += 1) {
              const at = history.party[s]! * CANDOURS + k;
              sums[at] = sums[at]! + history.candour[s * CANDOURS + k]!;
            }
          }
          expect([...parties.candour.subarray(0, sums.length)]).toEqual([...sums]);
        },
      ),
      { numRuns: 30 },
    ));

  it('stays a number where claims show thousands of features that all say the same', () => {
    const market = createMarket();
    answersOf(ordinary, market);
    const crowd = (values: Readonly<Record<string, string>>): object =>
      Object.fromEntries(
        Array.from({ length: 4_000 }, (_, f) => [`f${f}`, values['receipt'] === 'none' ? 'bad' : 'good']),
      );
    for (let n = 500; n < 530; n += 1) {
      const facts = [copy(n, 'a', crowd(WORTHLESS), 'b', crowd(GOOD)), resolved(n, 'theft:a')];
      for (const { hypotheses } of answersOf(facts, market).values()) {
        expect(hypotheses.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      }
    }
    for (let n = 530; n < 540; n += 1) {
      answersOf([copy(n, 'a', crowd(GOOD), 'b', crowd(WORTHLESS)), resolved(n, 'theft:a')], market);
    }
    closeInstant(market);
    for (const { rate, cheater } of reputations(market)) {
      expect(Number.isFinite(rate.mean) && Number.isFinite(cheater)).toBe(true);
    }
    expect(market.parties.candour.every((sum) => Number.isFinite(sum))).toBe(true);
  });
});
