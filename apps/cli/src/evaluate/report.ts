import { FAMILIES, FOUND, type Bin } from '#simulation';
import type { Run } from './evaluate-market.ts';
import { poolBins, summarise, type Figures } from './summarise.ts';

/** Figures by judge. */
export type Row = ReadonlyMap<string, Figures>;

/** All runs put together: figures by family and judge, and of each judge over all families. */
export interface Report {
  readonly judges: readonly string[];
  /** Null where the streams were given. */
  readonly seeds: readonly [first: number, last: number] | null;
  readonly families: ReadonlyMap<string, Row>;
  readonly groups: readonly Group[];
  readonly calibration: ReadonlyMap<string, readonly Bin[]>;
}

/** Families that belong together, with figures over all of them; the last group is all. */
export interface Group {
  readonly title: string;
  readonly families: readonly string[];
  readonly overall: Row;
}

const named = (families: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(families.map(({ name }) => name.replaceAll(' ', '-')));
const LABORATORY = named(FAMILIES);
const SEARCHED = named(FOUND);

/** makeReport needs at least one run; judges who have none are left out. */
export function makeReport(runs: readonly Run[], wanted: readonly string[], seeds: Report['seeds']): Report {
  const judges = wanted.filter((judge) => runs.some((run) => run.judge === judge));
  const over = (families: readonly string[]): Row =>
    new Map(
      judges.map((judge) => [
        judge,
        summarise(runs.filter((run) => families.includes(run.family) && run.judge === judge)),
      ]),
    );
  const names = [...new Set(runs.map(({ family }) => family))];
  const groupOf = (title: string, families: readonly string[]): Group[] =>
    families.length === 0 ? [] : [{ title, families, overall: over(families) }];
  const known = seeds === null ? [] : names;
  const parts = [
    ...groupOf(
      'laboratory',
      known.filter((name) => LABORATORY.has(name)),
    ),
    ...groupOf(
      'attacks and odd worlds',
      known.filter((name) => !LABORATORY.has(name) && !SEARCHED.has(name)),
    ),
    ...groupOf(
      'attacks found by search',
      known.filter((name) => SEARCHED.has(name)),
    ),
  ];
  return {
    judges,
    seeds,
    families: new Map(names.map((name) => [name, over([name])])),
    groups: parts.length > 1 ? [...parts, ...groupOf('all', names)] : groupOf('all', names),
    calibration: new Map(judges.map((judge) => [judge, poolBins(runs.filter((run) => run.judge === judge))])),
  };
}

/** overallOf is the figures over all families. */
export const overallOf = ({ groups }: Report): Row => groups.at(-1)!.overall;

/** leastSkillOf is a judge's lowest mean skill in any of the families; null where there is no oracle. */
export function leastSkillOf({ families }: Report, names: readonly string[], judge: string): number | null {
  const skills = names.map((name) => families.get(name)!.get(judge)!.skill);
  return skills.includes(null) ? null : Math.min(...skills.map(Number));
}

/** withoutSpeed leaves out what no two runs share: all else is the same whenever and wherever the same is measured. */
export function withoutSpeed(report: Report): Report {
  const timeless = (row: Row): Row =>
    new Map([...row].map(([judge, figures]) => [judge, { ...figures, conflictsPerSecond: null }]));
  return {
    ...report,
    families: new Map([...report.families].map(([family, row]) => [family, timeless(row)])),
    groups: report.groups.map((group) => ({ ...group, overall: timeless(group.overall) })),
  };
}

/** seedsOf names the seeds in words. */
export function seedsOf({ seeds }: Report): string {
  if (seeds === null) return 'streams that were given';
  return seeds[0] === seeds[1] ? `seed ${seeds[0]}` : `means of seeds ${seeds[0]} to ${seeds[1]}`;
}

/** toRunRecord is a run as a line of JSON. */
export const toRunRecord = (run: Run): object => {
  const { markets: _, leastMarketSkill: __, ...figures } = summarise([run]);
  return { family: run.family, seed: run.seed, judge: run.judge, conflicts: run.conflicts, ...figures };
};

/** writeSummary writes the report as the last line of JSON, means to six digits. */
export function writeSummary(report: Report): string {
  const summary = {
    seeds: report.seeds,
    groups: report.groups.map(({ title, families, overall }) => ({
      title,
      families,
      overall: Object.fromEntries(overall),
      leastSkill: Object.fromEntries(report.judges.map((judge) => [judge, leastSkillOf(report, families, judge)])),
    })),
    families: Object.fromEntries([...report.families].map(([family, rows]) => [family, Object.fromEntries(rows)])),
    calibration: Object.fromEntries(report.calibration),
  };
  return `${JSON.stringify({ summary }, (_, value: unknown) => rounded(value))}\n`;
}

const rounded = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
