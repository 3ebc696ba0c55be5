import { describe, expect, it } from '@jest/globals';
import { copyOf, resolutionOf } from '../test/facts.ts';
import type { Posterior } from './baseline.ts';
import { openPlainModel } from './plain-model.ts';
import { openPopulation } from './plain-population.ts';

const said = ({ hypotheses }: Posterior): Record<string, number> =>
  Object.fromEntries(hypotheses.map(({ id, probability }) => [id, probability]));

describe('plain model', () => {
  it('knows of strangers only how often each mechanism occurs', () => {
    const answer = said(openPlainModel().observe(copyOf('c1', 1, ['a', 'b']))!);
    const shares = {
      'theft:a': 0.3,
      'theft:b': 0.3,
      'collusion:a+b': 0.14,
      'issuer_leak:a+k': 0.04,
      'issuer_leak:b+k': 0.04,
      'unknown:': 0.18,
    };
    expect(Object.keys(answer)).toEqual(Object.keys(shares));
    for (const [id, share] of Object.entries(shares)) expect(answer[id]).toBeCloseTo(share, 12);
  });

  it('multiplies in what a claim shows, by the odds of its value', () => {
    // Pseudo-counts of a receipt (evidence-priors.ts) are worth 12 each, half a count stands by every outcome, t is 40.
    const [culpable, goodFaith] = [12 * (2 + 1.4 + 0.8) + 0.5, 12 * (2.4 + 2 + 3.6) + 0.5];
    const pull = 40 / (culpable + goodFaith);
    const odds = ((12 * 0.8) / culpable + pull) / ((12 * 3.6) / goodFaith + pull);
    const weights = [0.3 * odds, 0.3, 0.14 * odds, 0.04 * odds, 0.04, 0.18];
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const { hypotheses } = openPlainModel().observe(copyOf('c1', 1, ['a', 'b'], [{ receipt: 'countersigned' }]))!;
    for (const [h, weight] of weights.entries()) expect(hypotheses[h]!.probability).toBeCloseTo(weight / total, 12);
  });

  it('learns who cheats from what proved true, and less where much was settled', () => {
    const blameAfter = (settled: number): number => {
      const judge = openPlainModel();
      for (const party of ['thief', 'a', 'b', 'c']) judge.observe({ kind: 'registration', party, bank: 'k', at: 0 });
      judge.observe({ kind: 'activity', party: 'thief', bank: 'k', at: 0, settled });
      for (const [i, other] of ['a', 'b', 'c'].entries()) {
        judge.observe(copyOf(`c${i}`, i + 1, ['thief', other]));
        judge.observe(resolutionOf(`c${i}`, i + 1.5, 'theft:thief'));
      }
      return said(judge.observe(copyOf('last', 9, ['thief', 'd']))!)['theft:thief']!;
    };
    expect(blameAfter(0)).toBeGreaterThan(0.6);
    expect(blameAfter(1000)).toBeLessThan(blameAfter(0));
  });
});

describe('its population', () => {
  it('expects of a newcomer what is usual', () => {
    const population = openPopulation();
    expect(population.rateOf(population.partyOf('new', false), 2)).toBeCloseTo(1, 12);
  });

  it('expects by Bayes what numerical integration over the two gammas does', () => {
    const population = openPopulation();
    const party = population.partyOf('x', false);
    population.change(party, { conflicts: 4, faults: 2.5, settled: 30 });
    const usual = population.partyOf('y', false);
    population.change(usual, { conflicts: 3, faults: 0.2, settled: 60 });
    // The class's mean rate, and what the prior says of its two parts: worth 10 relative exposures and 20 parties.
    const [u1, u2] = [4 - 2.5 + 30, 3 - 0.2 + 60];
    const mean = (2.7 + 1) / (u1 + u2 + 1);
    const many = 1 / (0.9 + 0.1 * 20);
    const manyMean = (2.7 + 10 * many) / ((u1 + u2) * mean + 10);
    const fewMean = Math.max(20 * many, 4 * manyMean);
    const share = 0.1 * (20 / 22);
    const habitual = (20 * share) / 22;
    const density = (l: number, shape: number, part: number): number => {
      const rate = shape / part;
      return l ** (shape - 1) * rate ** shape * Math.exp(-rate * l);
    };
    let [mass, moment] = [0, 0];
    for (let i = 0; i < 400_000; i += 1) {
      const l = (i + 0.5) / 4000;
      const prior = (1 - habitual) * density(l, 1, manyMean) + habitual * density(l, 2, fewMean);
      const weight = prior * l ** 2.5 * Math.exp(-l * u1 * mean);
      mass += weight;
      moment += weight * l;
    }
    expect(population.rateOf(party, 0)).toBeCloseTo(moment / mass, 4);
  });
});
