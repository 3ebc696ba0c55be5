import { ORACLE, OURS } from './contestants.ts';
import { fixed, NOTHING, percent } from './figures-table.ts';
import { leastSkillOf, type Group, type Report } from './report.ts';

/** What the judge is to reach. */
const GOALS = {
  meanSkill: 0.9,
  leastSkill: 0.78,
  calibrationError: 0.015,
  wronglyBlamed: 0.01,
  leastCoverage: 0.88,
  mostCoverage: 0.92,
} as const;

/** goalsTable has a row for each goal and a column for each group of families; what is missed says so. */
export function goalsTable(report: Report): string[][] {
  const columns = report.groups.map((group) => reached(report, group));
  const [first] = columns;
  return [
    ['goal', ...report.groups.map(({ title, families }) => `${title} (${families.length})`)],
    ...first!.map(({ goal }, g) => [goal, ...columns.map((column) => column[g]!.words)]),
  ];
}

interface Reached {
  readonly goal: string;
  readonly words: string;
}

function reached(report: Report, { families, overall }: Group): Reached[] {
  const ours = overall.get(OURS)!;
  const least = leastSkillOf(report, families, OURS);
  const judged = (words: string, isMet: boolean | null): string =>
    isMet === null ? NOTHING : isMet ? words : `${words}, **missed**`;
  const met = (value: number | null, is: (value: number) => boolean): boolean | null =>
    value === null ? null : is(value);
  const beaten = families.filter(
    (family) => bestOther(report, family) < report.families.get(family)!.get(OURS)!.logLoss,
  );
  const others = report.judges.some((judge) => judge !== OURS && judge !== ORACLE);
  return [
    {
      goal: `mean skill ≥ ${GOALS.meanSkill.toFixed(2)}`,
      words: judged(
        fixed(ours.skill, 3),
        met(ours.skill, (skill) => skill >= GOALS.meanSkill),
      ),
    },
    {
      goal: `no family's skill < ${GOALS.leastSkill}`,
      words: judged(
        fixed(least, 3),
        met(least, (skill) => skill >= GOALS.leastSkill),
      ),
    },
    {
      goal: `calibration error < ${GOALS.calibrationError}`,
      words: judged(fixed(ours.calibrationError, 4), ours.calibrationError < GOALS.calibrationError),
    },
    {
      goal: 'innocent among those blamed beyond 95 %: < 1 %',
      words: judged(
        `${percent(ours.wronglyBlamed, 2)} %`,
        met(ours.wronglyBlamed, (share) => share < GOALS.wronglyBlamed),
      ),
    },
    {
      goal: '90 % intervals of rates cover 88 to 92 %',
      words: judged(
        `${percent(ours.coverage, 1)} %`,
        met(ours.coverage, (share) => share >= GOALS.leastCoverage && share <= GOALS.mostCoverage),
      ),
    },
    {
      goal: 'lower log loss than every baseline in every family',
      words: judged(
        beaten.length === 0 ? 'in all' : `in ${families.length - beaten.length}, not in ${beaten.join(', ')}`,
        others ? beaten.length === 0 : null,
      ),
    },
  ];
}

/** The lowest log loss of a baseline. */
function bestOther({ judges, families }: Report, family: string): number {
  const losses = judges
    .filter((judge) => judge !== OURS && judge !== ORACLE)
    .map((judge) => families.get(family)!.get(judge)!.logLoss);
  return Math.min(...losses);
}
