import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainClaim } from '../test/plain-market.ts';
import { answersOf, probabilitiesOf } from '../test/streams.ts';
import type { ConflictFact, Fact } from './fact.ts';
import { draftConflict } from './draft.ts';
import { hypothesesOf, MECHANISMS, slateOf } from './hypotheses.ts';
import { assess, closeInstant, createMarket, DEFAULT_PARAMETERS } from './index.ts';
import { learnCertain } from '../test/learn-certain.ts';

/*
 * The model enumerated: every combination of hypotheses of all conflicts of a small world, weighed by its joint
 * probability with rates, tables and shares integrated out one after another (chain rule of collapsed counts). The
 * market's answers are
 *   exact      for the first conflict, and after conflicts whose outcome is certain;
 *   approximate otherwise: it counts expectations where the enumeration keeps every combination apart.
 * Here populations are held still (ratioStrength, shareStrength huge), as the enumeration has no law for them.
 */
const STILL = { ...DEFAULT_PARAMETERS, shareStrength: 1e12, cohortStrength: 1e12, ratioStrength: 1e12 };

interface Counts {
  readonly faults: Map<string, number>;
  readonly named: Map<string, number>;
  readonly mechanisms: Map<string, number>;
  readonly cells: Map<string, number>;
  readonly totals: Map<string, number>;
  readonly members: Set<string>;
}

const noCounts = (): Counts => ({
  faults: new Map(),
  named: new Map(),
  mechanisms: new Map(),
  cells: new Map(),
  totals: new Map(),
  members: new Set(),
});
const add = (map: Map<string, number>, key: string): Map<string, number> => map.set(key, (map.get(key) ?? 0) + 1);
const of = (map: ReadonlyMap<string, number>, key: string): number => map.get(key) ?? 0;
const partiesOf = (conflict: ConflictFact): string[] => [...new Set(hypothesesOf(conflict).flatMap((h) => h.culprits))];

// Parties whose names begin with b are banks; claim features only, with names the priors do not know.
function weightsGiven(conflict: ConflictFact, counts: Counts, settled: ReadonlyMap<string, number>): number[] {
  const { habitualShare: share, habitualRatio, manyShape: a0, tableStrength } = STILL;
  const manyMean = 1 / (1 - share + share * habitualRatio);
  const rate = (party: string): number => {
    const alike = (other: string): boolean => other.startsWith('b') === party.startsWith('b');
    const exposureOf = (other: string): number =>
      of(settled, other) + of(counts.named, other) - of(counts.faults, other);
    const joining = partiesOf(conflict).filter(alike);
    const fresh = joining
      .filter((other) => !counts.members.has(other))
      .reduce((sum, other) => sum + of(settled, other), 0);
    const crowd = [...counts.members].filter(alike);
    const faults = crowd.reduce((sum, other) => sum + of(counts.faults, other), 0);
    const exposure = crowd.reduce((sum, other) => sum + exposureOf(other), 0);
    const mean = (faults + 1) / (exposure + joining.length + fresh + 1);
    const S = of(counts.faults, party);
    const u = exposureOf(party) * mean;
    // ∫ λ^S e^(−λu) Gamma(λ | a, b) dλ in closed form, and the mean of λ under it.
    const parts = [
      [1 - share, a0, a0 / manyMean],
      [share, a0 + 1, (a0 + 1) / (manyMean * habitualRatio)],
    ].map(([weight, a, b]) => {
      let rising = 1;
      for (let n = 0; n < S; n += 1) rising *= a! + n;
      return { mass: (weight! * rising * b! ** a!) / (b! + u) ** (a! + S), mean: (a! + S) / (b! + u) };
    });
    return parts.reduce((sum, p) => sum + p.mass * p.mean, 0) / parts.reduce((sum, p) => sum + p.mass, 0);
  };
  const all = hypothesesOf(conflict);
  const shares = STILL.mechanismShares[conflict.shape];
  return all.map(({ mechanism, culprits }) => {
    const alike = all.filter((h) => h.mechanism === mechanism).length;
    const m = MECHANISMS[conflict.shape].indexOf(mechanism);
    let weight =
      (of(counts.mechanisms, `${conflict.shape} ${mechanism}`) + STILL.mechanismStrength * shares[m]!) / alike;
    for (const party of culprits) weight *= rate(party);
    for (const claim of conflict.claims) {
      const outcome = culprits.includes(claim.claimant) ? 'culpable' : 'honest';
      for (const [feature, value] of claim.features) {
        const total = 0.5 + of(counts.totals, `${feature} ${outcome}`);
        const both = 1 + of(counts.totals, `${feature} culpable`) + of(counts.totals, `${feature} honest`);
        weight *= (of(counts.cells, `${feature} ${value} ${outcome}`) + (tableStrength * total) / both) / total;
      }
    }
    return weight;
  });
}

function count(conflict: ConflictFact, h: number, counts: Counts): void {
  const { mechanism, culprits } = hypothesesOf(conflict)[h]!;
  for (const party of partiesOf(conflict)) {
    counts.members.add(party);
    add(counts.named, party);
  }
  for (const party of culprits) add(counts.faults, party);
  add(counts.mechanisms, `${conflict.shape} ${mechanism}`);
  for (const claim of conflict.claims) {
    const outcome = culprits.includes(claim.claimant) ? 'culpable' : 'honest';
    for (const [feature, value] of claim.features) {
      add(counts.cells, `${feature} ${value} ${outcome}`);
      add(counts.totals, `${feature} ${outcome}`);
    }
  }
}

/** The last conflict's posterior, summed over every combination of outcomes of those before it. */
function enumerate(conflicts: readonly ConflictFact[], settled: ReadonlyMap<string, number>): Map<string, number> {
  const last = conflicts.at(-1)!;
  const posterior = new Map<string, number>();
  let worlds: { chosen: number[]; probability: number }[] = [{ chosen: [], probability: 1 }];
  for (const conflict of conflicts) {
    worlds = worlds.flatMap(({ chosen, probability }) => {
      const counts = noCounts();
      for (const [n, h] of chosen.entries()) count(conflicts[n]!, h, counts);
      const weights = weightsGiven(conflict, counts, settled);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight, h) => ({ chosen: [...chosen, h], probability: (probability * weight) / total }));
    });
  }
  for (const { chosen, probability } of worlds) {
    const { id } = hypothesesOf(last)[chosen.at(-1)!]!;
    posterior.set(id, (posterior.get(id) ?? 0) + probability);
  }
  return posterior;
}

const conflicts: fc.Arbitrary<ConflictFact[]> = fc
  .array(
    fc.record({
      shape: fc.constantFrom('copy', 'fork', 'duplicate'),
      pair: fc.constantFrom(['p1', 'p2'], ['p2', 'p3'], ['p3', 'p1'], ['p1', 'p3']),
      features: fc.array(fc.dictionary(fc.constantFrom('f0', 'f1'), fc.constantFrom('a', 'b')), {
        minLength: 2,
        maxLength: 2,
      }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((drawn) =>
    drawn.map(({ shape, pair: [x, y], features }, n) => ({
      kind: 'conflict',
      id: `c${n}`,
      at: n + 1,
      shape,
      issuer: 'b0',
      features: new Map(),
      claims: [
        plainClaim(`c${n}.0`, x!, features[0]),
        plainClaim(`c${n}.1`, shape === 'duplicate' ? x! : y!, features[1]),
      ],
      ...(shape === 'fork' ? { fork: { holder: x!, next: [y!] } } : {}),
    })),
  );
const exposures = fc.record({ p1: fc.nat(200), p2: fc.nat(200), p3: fc.nat(200) });

function worldOf(settled: Readonly<Record<string, number>>, list: readonly ConflictFact[]): Fact[] {
  const activity = Object.entries(settled).map(([party, n]): Fact => ({
    kind: 'activity',
    party,
    bank: 'b0',
    at: 0,
    settled: n,
  }));
  return [{ kind: 'bank', bank: 'b0', at: 0 }, ...activity, ...list];
}

describe('the answer beside the model enumerated', () => {
  it('is exact for a first conflict', () =>
    fc.assert(
      fc.property(conflicts, exposures, ([first], settled) => {
        const theirs = enumerate([first!], new Map(Object.entries(settled)));
        const ours = answersOf(worldOf(settled, [first!]), createMarket(STILL)).get('c0')!;
        for (const [id, probability] of probabilitiesOf(ours)) expect(probability).toBeCloseTo(theirs.get(id)!, 9);
      }),
    ));

  it('is exact after conflicts whose outcome is certain', () =>
    fc.assert(
      fc.property(
        conflicts,
        exposures,
        fc.array(fc.nat(50), { minLength: 4, maxLength: 4 }),
        (list, settled, chosen) => {
          const last = list.at(-1)!;
          const earlier = list.slice(0, -1);
          const known = createMarket(STILL);
          answersOf(worldOf(settled, []), known);
          closeInstant(known);
          const counts = noCounts();
          for (const [n, conflict] of earlier.entries()) {
            const h = chosen[n]! % hypothesesOf(conflict).length;
            count(conflict, h, counts);
            // No resolution is ever certain enough, so the outcome is written into the history.
            draftConflict(known, conflict, slateOf(conflict), 'learn');
            learnCertain(known, conflict.id, h);
          }
          const weights = weightsGiven(last, counts, new Map(Object.entries(settled)));
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const ours = probabilitiesOf(assess(known, last));
          for (const [h, { id }] of hypothesesOf(last).entries())
            expect(ours.get(id)).toBeCloseTo(weights[h]! / total, 9);
        },
      ),
    ));

  it('is near after up to three conflicts nobody resolved', () => {
    let worst = 0;
    let sum = 0;
    let size = 0;
    fc.assert(
      fc.property(conflicts, exposures, (list, settled) => {
        const theirs = enumerate(list, new Map(Object.entries(settled)));
        const ours = answersOf(worldOf(settled, list), createMarket(STILL)).get(list.at(-1)!.id)!;
        const off = [...probabilitiesOf(ours)].reduce((d, [id, p]) => d + Math.abs(p - theirs.get(id)!) / 2, 0);
        worst = Math.max(worst, off);
        sum += off;
        size += 1;
      }),
      { seed: 7 },
    );
    expect(sum / size).toBeLessThan(0.05); // total variation
    expect(worst).toBeLessThan(0.35);
  });
});
