import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BIN, openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
});
afterAll(() => place.leave());

interface Truth {
  readonly conflict: string;
  readonly truth: string;
  readonly oracle: readonly { readonly id: string; readonly probability: number }[];
}

const parsed = <T>(text: string): T[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const lines = <T>(file: string): T[] => parsed<T>(readFileSync(join(place.folder, file), 'utf8'));

describe('assize simulate', () => {
  it('makes facts that infer reads, and beside them what is true, over the same hypotheses', () => {
    const args = ['--family', 'crooked-issuer', '--seed', '7', '--conflicts', '300'];
    const { out, err, status } = place.run('simulate', ...args, '--truth', 'truth.jsonl', '--parties', 'parties.jsonl');
    expect([status, err]).toEqual([0, '']);
    const facts = parsed<{ kind: string; id: string }>(out);
    const asked = facts.filter(({ kind }) => kind === 'conflict').map(({ id }) => id);
    const told = lines<Truth>('truth.jsonl');
    expect(asked).toHaveLength(300);
    expect(told.map(({ conflict }) => conflict)).toEqual(asked);
    expect(place.good('simulate', ...args)).toBe(out);
    writeFileSync(join(place.folder, 'facts.jsonl'), out);
    const answers = parsed<{ hypotheses: { id: string }[] }>(place.good('infer', 'facts.jsonl'));
    const ids = (list: readonly { id: string }[]): string =>
      list
        .map(({ id }) => id)
        .toSorted()
        .join(' ');
    expect(answers.map(({ hypotheses }) => ids(hypotheses))).toEqual(told.map(({ oracle }) => ids(oracle)));
    for (const { truth, oracle } of told) {
      expect(oracle.some(({ id }) => id === truth)).toBe(true);
      expect(oracle).toEqual(oracle.toSorted((a, b) => b.probability - a.probability));
    }
    const parties = lines<{ cheat: boolean; rate: { mean: number } }>('parties.jsonl');
    expect(parties.filter(({ cheat }) => cheat).length).toBeGreaterThan(5);
  });

  it('begins a market in the same way, however long it is, and goes on beyond its own length with more parties', () => {
    const conflicts = (text: string): string[] => text.split('\n').filter((line) => line.includes('"kind":"conflict"'));
    // More than the workplace's own way to run holds.
    const run = (...args: string[]): string =>
      spawnSync(process.execPath, [BIN, 'simulate', ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout;
    const few = conflicts(run('--conflicts', '40'));
    expect(few).toHaveLength(40);
    expect(conflicts(run()).slice(0, 40)).toEqual(few);
    const many = run('--conflicts', '9000');
    expect(conflicts(many)).toHaveLength(9000);
    expect(many.match(/"kind":"registration"/g)!.length).toBeGreaterThan(700);
  });

  it('signs submissions that judge finds what was meant in', () => {
    place.good('simulate', '--conflicts', '12', '--submissions', 'cases', '--truth', 'told.jsonl');
    const files = readdirSync(join(place.folder, 'cases'));
    expect(files.filter((file) => /^c\d+\.json$/.test(file))).toHaveLength(12);
    const cases = lines<Truth>('told.jsonl').map(({ conflict }) => `cases/${conflict}.json`);
    const judged = parsed<{ outcome: string; questions: { hypotheses: { id: string }[] }[] }>(
      place.good('judge', ...cases, '--register', 'cases/banks.json', '--json'),
    );
    const idOf = new Map(
      lines<{ party: string; id: string }>('cases/parties.jsonl').map(({ party, id }) => [party, id]),
    );
    for (const [c, { oracle }] of lines<Truth>('told.jsonl').entries()) {
      const meant = oracle.map(({ id }) => {
        const [mechanism, names = ''] = id.split(':');
        const culprits = names.split('+').filter((name) => name !== '');
        return `${mechanism}:${culprits
          .map((name) => idOf.get(name)!)
          .toSorted()
          .join('+')}`;
      });
      expect(judged[c]!.outcome).toBe('question');
      expect(judged[c]!.questions[0]!.hypotheses.map(({ id }) => id).toSorted()).toEqual(meant.toSorted());
    }
  });

  it('lists its families', () => {
    const words = place.good('simulate', '--list');
    for (const name of ['market', 'cold-start', 'popular-slander'])
      expect(words).toMatch(new RegExp(`^${name}  `, 'm'));
    const rows = parsed<{ family: string; about: string; strategies: string[] }>(
      place.good('simulate', '--list', '--json'),
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.find(({ family }) => family === 'all-at-once')!.strategies).toContain('slander');
  });

  it.each<readonly [string, string[], string]>([
    ['an unknown family', ['--family', 'markt'], 'Allowed choices are accidents'],
    ['a negative number', ['--conflicts', '-1'], 'An integer from 0 is needed.'],
    ['a folder that is not there', ['--truth', 'nowhere/truth.jsonl'], 'its folder does not exist'],
    ['the truth on standard output', ['--truth', '-'], 'standard output is taken'],
  ])('exits 2 for %s', (_, args, words) => {
    const { status, out, err } = place.run('simulate', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});
