import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
});
afterAll(() => place.leave());

interface Line {
  readonly family: string;
  readonly seed: number | null;
  readonly judge: string;
  readonly conflicts: number;
  readonly skill: number | null;
  readonly logLoss: number;
  readonly coverage: number | null;
  readonly unmasked: number | null;
  readonly attackPer100Days: number | null;
}
interface Summary {
  readonly summary: { readonly families: Readonly<Record<string, unknown>>; readonly groups: readonly unknown[] };
}

/** Every line but for how fast it was, which no two runs share. */
const timeless = (out: string): string[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/"conflictsPerSecond":[^,}]+/g, ''));
const runsOf = (out: string): Line[] =>
  out
    .trimEnd()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
const at = (file: string): string => join(place.folder, file);

describe('assize evaluate', () => {
  const judges = ['--judges', 'uniform', 'plain', 'assize', 'oracle'];

  it('gives an oracle skill 1 and guessing 0, a line a market and judge, the same however many threads', () => {
    const args = [
      'evaluate',
      '--family',
      'market',
      'slander',
      '--seeds',
      '3-4',
      '--conflicts',
      '60',
      ...judges,
      '--json',
    ];
    const out = place.good(...args, '--threads', '2');
    const runs = runsOf(out);
    expect(runs.map(({ family, seed, judge }) => `${family} ${seed} ${judge}`)).toEqual(
      ['market 3', 'market 4', 'slander 3', 'slander 4'].flatMap((market) =>
        ['uniform', 'plain', 'assize', 'oracle'].map((judge) => `${market} ${judge}`),
      ),
    );
    for (const { judge, skill, conflicts, coverage, family, attackPer100Days } of runs) {
      expect(conflicts).toBe(60);
      if (judge === 'oracle') expect(skill).toBe(1);
      if (judge === 'uniform') expect(skill).toBeCloseTo(0, 12);
      expect(coverage === null).toBe(judge !== 'assize');
      expect(attackPer100Days === null).toBe(family === 'market');
    }
    const { summary } = JSON.parse(out.trimEnd().split('\n').at(-1)!) as Summary;
    expect(Object.keys(summary.families)).toEqual(['market', 'slander']);
    expect(timeless(place.good(...args, '--threads', '1'))).toEqual(timeless(out));
  });

  it('says of a stream that was written down what it says of the same market', () => {
    const market = ['--family', 'whitewash', '--conflicts', '80'];
    const facts = place.good(
      'simulate',
      ...market,
      '--seed',
      '7',
      '--truth',
      'truth.jsonl',
      '--parties',
      'parties.jsonl',
    );
    writeFileSync(at('facts.jsonl'), facts);
    const files = ['--facts', 'facts.jsonl', '--truth', 'truth.jsonl'];
    const asked = place.good('evaluate', ...market, '--seeds', '7', ...judges, '--json');
    const given = place.good('evaluate', ...files, '--parties', 'parties.jsonl', ...judges, '--json');
    const figures = (out: string): object[] =>
      timeless(out)
        .slice(0, -1)
        // What the attack adds is known only where the same market can be simulated without it.
        .map((line) => ({ ...(JSON.parse(line.replaceAll(/,}$/g, '}')) as Line), ...UNTOLD }));
    expect(figures(given)).toEqual(figures(asked));
    expect(figures(given)).toHaveLength(4);

    const bare = readFileSync(at('truth.jsonl'), 'utf8')
      .split('\n')
      .map((line) => line.replace(/,"oracle":.*/, '}'));
    writeFileSync(at('bare.jsonl'), bare.join('\n'));
    const unrated = runsOf(
      place.good('evaluate', '--facts', 'facts.jsonl', '--truth', 'bare.jsonl', ...judges, '--json'),
    );
    expect(unrated.map(({ judge }) => judge)).toEqual(['uniform', 'plain', 'assize']);
    for (const [r, { skill, logLoss, unmasked, coverage }] of unrated.entries()) {
      expect([skill, unmasked, coverage]).toEqual([null, null, null]);
      expect(logLoss).toBe(runsOf(asked)[r]!.logLoss);
    }
  });

  it('writes tables, figures and pictures into a folder', () => {
    const args = ['evaluate', '--family', 'market', 'slander', '--seeds', '3', '--conflicts', '40', ...judges];
    place.good(...args, '--out', 'page');
    expect(readdirSync(at('page')).toSorted()).toEqual([
      'calibration.svg',
      'harm.svg',
      'report.md',
      'skill.svg',
      'summary.json',
    ]);
    const page = readFileSync(at('page/report.md'), 'utf8');
    expect(page).toContain(
      '`assize evaluate --family market slander --seeds 3 --conflicts 40 --judges uniform plain assize oracle`',
    );
    for (const heading of [
      'Goals',
      'Skill',
      'Log loss',
      'assize, family by family',
      'Harm done by each attack',
      'slander',
    ])
      expect(page).toContain(`\n## ${heading}\n`);
    const summary = readFileSync(at('page/summary.json'), 'utf8');
    expect(JSON.parse(summary)).toHaveProperty('summary.families.slander.plain.conflictsPerSecond', null);
    place.good(...args, '--out', 'again');
    for (const file of readdirSync(at('page')))
      expect(readFileSync(at(`again/${file}`), 'utf8')).toBe(readFileSync(at(`page/${file}`), 'utf8'));
  });

  it.each<readonly [string, string[], string]>([
    ['an unknown judge', ['--judges', 'nobody'], 'Allowed choices are uniform'],
    ['seeds that run backwards', ['--seeds', '5-3'], 'A number or a range such as 1-10 is needed.'],
    ['too few conflicts', ['--conflicts', '4'], 'At least 5 are needed.'],
    [
      'facts without their truth',
      ['--facts', 'a.jsonl', 'b.jsonl', '--truth', 'a.jsonl'],
      'once for each of --facts: 2, not 1',
    ],
    ['parties of some facts only', ['--facts', 'a', 'b', '--truth', 'a', 'b', '--parties', 'a'], 'or none: 2, not 1'],
    ['facts and families', ['--facts', 'a', '--truth', 'a', '--seeds', '3'], 'cannot be used with'],
    ['truth without facts', ['--truth', 'a'], 'go with --facts'],
    ['standard input', ['--facts', '-', '--truth', 'a'], 'facts and truth are files'],
    ['a file that is not there', ['--facts', 'nowhere', '--truth', 'nowhere'], 'nowhere: no such file'],
    ['a file in the place of a folder', ['--out', 'taken'], 'taken: is a file, a folder is needed'],
  ])('exits 2 for %s', (_, args, words) => {
    writeFileSync(at('taken'), '');
    const { status, out, err } = place.run('evaluate', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });

  it("puts an attack of a file in the place of the family's own, and tells what it adds", () => {
    const ring = { kind: 'ring', rings: 4, size: 6, share: 0.4, shifts: 3, outwardlyHonest: 0.5 };
    writeFileSync(at('mine.json'), JSON.stringify([ring]));
    const args = [
      '--family',
      'market',
      'slander',
      '--seeds',
      '3',
      '--conflicts',
      '80',
      '--judges',
      'uniform',
      '--json',
    ];
    const attacked = runsOf(place.good('evaluate', ...args, '--strategy', 'mine.json'));
    expect(attacked.map(({ family }) => family)).toEqual(['market under mine', 'slander under mine']);
    const [market] = runsOf(place.good('evaluate', ...args));
    expect(market!.attackPer100Days).toBeNull();
    for (const one of attacked) expect(one.attackPer100Days).toBeGreaterThan(0);
    expect(attacked[0]!.logLoss).not.toBe(market!.logLoss);
    writeFileSync(at('no.json'), '[{"kind":"ring"}]');
    const { status, err } = place.run('evaluate', ...args, '--strategy', 'no.json');
    expect([status, JSON.parse(err)]).toMatchObject([2, { error: { code: 'not_an_attack', file: 'no.json' } }]);
  });

  it('exits 2 and names the line that cannot be used', () => {
    writeFileSync(at('given.jsonl'), '{"kind":"bank","bank":"k","at":0}\n{"kind":"bank","at":0}\n');
    writeFileSync(at('told.jsonl'), '');
    const files = ['--facts', 'given.jsonl', 'given.jsonl', '--truth', 'told.jsonl', 'told.jsonl'];
    for (const threads of ['1', '2']) {
      const { status, out, err } = place.run('evaluate', ...files, '--threads', threads, '--json');
      expect([status, out]).toEqual([2, '']);
      expect(JSON.parse(err)).toMatchObject({ error: { code: 'bad_fact', file: 'given.jsonl', place: 'line 2' } });
    }
  });
});

const UNTOLD = { family: '', seed: null, attackPer100Days: null, unattackedPer100Days: null };
