import { describe, expect, it } from '@jest/globals';
import type { Score } from '#simulation';
import { describeReport } from './describe-report.ts';
import type { Run } from './evaluate-market.ts';
import { figuresTable } from './figures-table.ts';
import { goalsTable } from './goals.ts';
import { drawReport } from './pictures.ts';
import { writeReportPage } from './report-page.ts';
import { leastSkillOf, makeReport, overallOf, toRunRecord } from './report.ts';

const score = (changes: Partial<Score>): Score => ({
  conflicts: 80,
  accuracy: 0.8,
  logLoss: 0.5,
  oracleLogLoss: 0.3,
  uniformLogLoss: 1.7,
  skill: 0.95,
  brier: 0.2,
  calibrationError: 0.01,
  bins: [{ said: 0.5, true: 0.4, size: 10 }],
  blamed: 200,
  innocent: 0.005,
  ...changes,
});

const run = (family: string, judge: string, changes: Partial<Score> = {}, rest: Partial<Run> = {}): Run => ({
  family,
  seed: 1,
  judge,
  conflicts: 100,
  hasOracle: true,
  score: score(changes),
  coverage: judge === 'assize' ? { parties: 100, covered: 91, cheats: 10, cheatsCovered: 7 } : null,
  blamed: [{ frauds: 2, days: 10, unmasked: true }],
  reputed: null,
  losses: { toCulprits: 0.02, lossPerConflict: 0.1, lossPerDay: 0.2 },
  unattacked: null,
  seconds: judge === 'oracle' ? null : 0.01,
  ...rest,
});

const UNATTACKED = { unattacked: { toCulprits: 0.01, lossPerConflict: 0.05, lossPerDay: 0.15 } };
const JUDGES = ['plain', 'assize', 'oracle'];
const RUNS = [
  run('market', 'plain', { logLoss: 0.6, skill: 0.85 }),
  run('market', 'assize'),
  run('market', 'oracle', { logLoss: 0.3, skill: 1 }),
  run('careless', 'plain', { logLoss: 0.65, skill: 0.8 }, UNATTACKED),
  run('careless', 'assize', { logLoss: 0.7, skill: 0.75, blamed: 100, innocent: 0.05 }, UNATTACKED),
  run('careless', 'oracle', { logLoss: 0.3, skill: 1 }, UNATTACKED),
];
const report = makeReport(RUNS, JUDGES, [1, 1]);

describe('a report', () => {
  it('puts families together by kind, and all at last', () => {
    expect(report.groups.map(({ title, families }) => [title, families])).toEqual([
      ['laboratory', ['market']],
      ['attacks and odd worlds', ['careless']],
      ['all', ['market', 'careless']],
    ]);
    const all = overallOf(report).get('assize')!;
    expect(all.skill).toBeCloseTo((0.95 + 0.75) / 2, 12);
    // One in 200 and five in 100 were innocent.
    expect(all.wronglyBlamed).toBeCloseTo(6 / 300, 12);
    expect(leastSkillOf(report, ['market', 'careless'], 'assize')).toBe(0.75);
    expect(all.conflictsPerSecond).toBeCloseTo(10_000, 9);
  });

  it('says which goals are met and which are missed', () => {
    const cells = new Map(goalsTable(report).map(([goal, ...rest]) => [goal, rest]));
    expect(cells.get('mean skill ≥ 0.90')).toEqual(['0.950', '0.750, **missed**', '0.850, **missed**']);
    expect(cells.get("no family's skill < 0.78")).toEqual(['0.950', '0.750, **missed**', '0.750, **missed**']);
    expect(cells.get('innocent among those blamed beyond 95 %: < 1 %')).toEqual([
      '0.50 %',
      '5.00 %, **missed**',
      '2.00 %, **missed**',
    ]);
    expect(cells.get('90 % intervals of rates cover 88 to 92 %')).toEqual(['91.0 %', '91.0 %', '91.0 %']);
    expect(cells.get('lower log loss than every baseline in every family')).toEqual([
      'in all',
      'in 0, not in careless, **missed**',
      'in 1, not in careless, **missed**',
    ]);
  });

  it('leaves out columns that say nothing about anybody', () => {
    const [head, ...rows] = figuresTable(report.families.get('market')!);
    expect(head).not.toContain('by the attack');
    expect(head).not.toContain('frauds to repute');
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => head!.length));
    expect(figuresTable(report.families.get('careless')!)[2]).toContain('+5.0');
  });

  it('is tables of one width each, as text and as Markdown', () => {
    const page = writeReportPage(report, 'assize evaluate --seeds 1');
    for (const table of page
      .trimEnd()
      .split('\n\n')
      .filter((part) => part.startsWith('|'))) {
      const widths = table.split('\n').map((line) => line.split(' | ').length);
      expect(new Set(widths).size).toBe(1);
    }
    expect(page).toContain('| careless | 15.0 | 20.0 | +5.0 | 20.0 | +5.0 | 20.0 | +5.0 |');
    expect(describeReport(report)).toContain('Least mean skill in any family: assize 0.750, oracle 1.000.');
    expect(toRunRecord(RUNS[1]!)).toMatchObject({
      family: 'market',
      seed: 1,
      judge: 'assize',
      skill: 0.95,
      coverage: 0.91,
    });
  });

  it.each<readonly [string, readonly string[]]>([
    ['everybody', JUDGES],
    ['ours alone', ['assize']],
    ['the oracle alone', ['oracle']],
  ])('can be drawn and written for %s', (_, judges) => {
    const part = makeReport(
      RUNS.filter(({ judge }) => judges.includes(judge)),
      judges,
      [1, 1],
    );
    const pictures = drawReport(part);
    expect([...pictures.keys()]).toEqual(['skill.svg', 'calibration.svg', 'harm.svg']);
    for (const svg of pictures.values()) expect(svg).not.toMatch(/NaN|undefined/);
    expect(writeReportPage(part, 'assize evaluate')).toContain('## Skill');
  });

  it('has no skill where there is no oracle', () => {
    const part = makeReport([run('given', 'assize', {}, { hasOracle: false, seed: null })], JUDGES, null);
    expect(part.judges).toEqual(['assize']);
    expect([...drawReport(part).keys()]).toEqual(['calibration.svg']);
    expect(goalsTable(part)[1]).toEqual(['mean skill ≥ 0.90', '–']);
    expect(describeReport(part)).not.toContain('skill');
  });
});
