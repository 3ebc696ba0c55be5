import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { ConflictFact } from '#inference';
import { drawMarket, type DrawnMarket } from './draw-market.ts';
import { FAMILY_NAMES } from './families.ts';

/** Not one of the judge's spec. */
const SEED = 41;
const markets: readonly DrawnMarket[] = FAMILY_NAMES.map((family) => drawMarket(family, SEED));
const conflicts = markets.flatMap(({ facts, truths }) =>
  facts.flatMap((fact) => (fact.kind === 'conflict' ? [{ fact, truth: truths.get(fact.id)! }] : [])),
);

/** The hypotheses of facts.md, of conflicts of two claims. */
const hypothesesOf = ({ shape, issuer, claims, fork }: ConflictFact): readonly string[] => {
  const [x, z] = claims.map(({ claimant }) => claimant) as [string, string];
  const id = (mechanism: string, ...culprits: readonly string[]): string =>
    `${mechanism}:${[...culprits].sort().join('+')}`;
  const holder = fork?.holder ?? '';
  switch (shape) {
    case 'copy':
      return [
        ...[x, z].flatMap((one) => [id('theft', one), id('issuer_leak', issuer, one)]),
        id('collusion', x, z),
        'unknown:',
      ];
    case 'fork':
      return [
        id('double_spend', holder),
        ...[x, z].flatMap((one) => [id('key_theft', one), id('collusion', holder, one)]),
        'unknown:',
      ];
    case 'duplicate':
      return [id('double_spend', x), 'accident:', 'unknown:'];
  }
};

/** How far apart a sum of probabilities and the number of times they came true are, in standard deviations. */
const deviations = (said: readonly { readonly probability: number; readonly isTrue: boolean }[]): number => {
  const away = said.reduce((sum, { probability, isTrue }) => sum + (isTrue ? 1 : 0) - probability, 0);
  const variance = said.reduce((sum, { probability }) => sum + probability * (1 - probability), 0);
  return Math.abs(away) / Math.sqrt(variance);
};

describe("the second generator's oracle", () => {
  it('answers with the hypotheses of facts.md, of which one is true, and probabilities that sum to 1', () => {
    const odd = conflicts.filter(({ fact, truth: { id, oracle } }) => {
      const told = oracle.map((weighed) => weighed.id).sort();
      const sum = oracle.reduce((all, { probability }) => all + probability, 0);
      return told.join() !== [...hypothesesOf(fact)].sort().join() || !told.includes(id) || Math.abs(sum - 1) > 1e-9;
    });
    expect(conflicts.length).toBeGreaterThan(20_000);
    expect(odd).toEqual([]);
  });

  it('is right as often as it says, in each of ten bins and of each mechanism, within 4 standard deviations', () => {
    const groups = new Map<string, { probability: number; isTrue: boolean }[]>();
    for (const { fact, truth } of conflicts) {
      for (const { id, probability } of truth.oracle) {
        const said = { probability, isTrue: id === truth.id };
        const mechanism = `${fact.shape} ${id.slice(0, id.indexOf(':'))}`;
        for (const group of [`bin ${Math.min(9, Math.floor(10 * probability))}`, mechanism]) {
          const others = groups.get(group);
          if (others === undefined) groups.set(group, [said]);
          else others.push(said);
        }
      }
    }
    expect(groups.size).toBe(10 + 11);
    for (const [group, said] of groups) expect([group, deviations(said) < 4]).toEqual([group, true]);
  });

  it('is as surprised by the truth as it expects to be, within 4 standard deviations', () => {
    let away = 0;
    let variance = 0;
    for (const { truth } of conflicts) {
      const surprises = truth.oracle.map(({ id, probability }) => ({ id, probability, nats: -Math.log(probability) }));
      const real = surprises.filter(({ probability }) => probability > 0);
      const mean = real.reduce((sum, { probability, nats }) => sum + probability * nats, 0);
      away += real.find(({ id }) => id === truth.id)!.nats - mean;
      variance += real.reduce((sum, { probability, nats }) => sum + probability * (nats - mean) ** 2, 0);
    }
    expect(Math.abs(away) / Math.sqrt(variance)).toBeLessThan(4);
  });

  it('is drawn from a seed: the same again, and another from another', () => {
    expect(drawMarket('a short stream', 44)).toEqual(drawMarket('a short stream', 44));
    expect(drawMarket('a short stream', 44).facts).not.toEqual(drawMarket('a short stream', 45).facts);
  });

  it('shares no code with the product: its files import each other, and types of facts', () => {
    const here = new URL('.', import.meta.url);
    const files = readdirSync(here).filter((file) => !file.endsWith('.spec.ts'));
    const imports = files.flatMap((file) => readFileSync(new URL(file, here), 'utf8').match(/^import .*$/gm) ?? []);
    expect(imports.length).toBeGreaterThan(10);
    expect(imports.filter((line) => !/ from '\.\/|^import type .* from '#inference';$/.test(line))).toEqual([]);
  });
});
