/** The report as a page of Markdown. */
import { ORACLE, OURS } from './contestants.ts';
import { figuresTable, fixed, NOTHING, percent, signed } from './figures-table.ts';
import { goalsTable } from './goals.ts';
import { overallOf, seedsOf, type Group, type Report } from './report.ts';
import type { Figures } from './summarise.ts';

/** writeReportPage writes every table that there is; `asked` is the command line that made it. */
export function writeReportPage(report: Report, asked: string): string {
  const { families, groups } = report;
  const hasSkill = [...overallOf(report).values()].every(({ skill }) => skill !== null);
  const attacks = attackTable(report);
  const sections: (readonly [string, readonly (readonly string[])[]])[] = [
    ...(report.judges.includes(OURS) ? [['Goals', goalsTable(report)] as const] : []),
    ...(hasSkill ? [['Skill', byFamily(report, ({ skill }) => fixed(skill, 3))] as const] : []),
    ['Log loss', byFamily(report, ({ logLoss }) => fixed(logLoss, 3))],
    [`${leading(report)}, family by family`, ourTable(report)],
    ...(attacks.length > 1 ? [['Harm done by each attack', attacks] as const] : []),
    ...groups.map(
      ({ title, families: names, overall }) =>
        [`All judges: ${title} (${names.length})`, figuresTable(overall)] as const,
    ),
    ...[...families].map(([family, row]) => [family, figuresTable(row)] as const),
  ];
  const head = `# Tables of an evaluation\n\nMade by \`${asked}\`; ${seedsOf(report)}. What the columns mean: [cli.md](../cli.md#evaluating).`;
  return `${[head, ...sections.map(([title, table]) => `## ${title}\n\n${toMarkdown(table)}`)].join('\n\n')}\n`;
}

/** toMarkdown writes a table whose first row is its head. */
function toMarkdown([head, ...body]: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  return [line(head!), line(head!.map((_, i) => (i === 0 ? '---' : '--:'))), ...body.map(line)].join('\n');
}

/** Whom the report is about. */
const leading = ({ judges }: Report): string => (judges.includes(OURS) ? OURS : judges[0]!);

/** A row for each family and group, a column for each judge. */
function byFamily({ judges, families, groups }: Report, write: (figures: Figures) => string): string[][] {
  const rowOf = (title: string, row: ReadonlyMap<string, Figures>): string[] => [
    title,
    ...judges.map((judge) => write(row.get(judge)!)),
  ];
  return [
    ['family', ...judges],
    ...[...families].map(([family, row]) => rowOf(family, row)),
    ...groups.map(({ title, overall }: Group) => rowOf(`**${title}**`, overall)),
  ];
}

function ourTable(report: Report): string[][] {
  const judge = leading(report);
  const oracleOf = (row: ReadonlyMap<string, Figures>): string => percent(row.get(ORACLE)?.accuracy ?? null, 1);
  const rowOf = (title: string, row: ReadonlyMap<string, Figures>): string[] => {
    const figures = row.get(judge)!;
    return [
      title,
      percent(figures.accuracy, 1),
      oracleOf(row),
      fixed(figures.skill, 3),
      fixed(figures.leastMarketSkill, 3),
      fixed(figures.calibrationError, 3),
      figures.wronglyBlamed === null ? 'none' : percent(figures.wronglyBlamed, 2),
      String(figures.blamed),
      percent(figures.coverage, 1),
      percent(figures.coverageOfCheats, 1),
      percent(figures.unmasked, 0),
      figures.fraudsUntilBlamed === null ? NOTHING : String(figures.fraudsUntilBlamed),
      fixed(figures.daysUntilBlamed, 0),
      figures.fraudsUntilReputed === null ? NOTHING : String(figures.fraudsUntilReputed),
    ];
  };
  return [
    [
      'family',
      'right %',
      'oracle right %',
      'skill',
      'worst market',
      'calibration',
      'wrongly blamed %',
      'of blamed',
      'covered %',
      'of cheats',
      'unmasked %',
      'frauds until',
      'days',
      'frauds to repute',
    ],
    ...[...report.families].map(([family, row]) => rowOf(family, row)),
    ...report.groups.map(({ title, overall }) => rowOf(`**${title}**`, overall)),
  ];
}

/** Face values lost in 100 days, of those families that have an attack. */
function attackTable(report: Report): string[][] {
  const judge = leading(report);
  const others = ['plain', 'first-come', ORACLE].filter((other) => other !== judge && report.judges.includes(other));
  const attacks = [...report.families].filter(([, row]) => row.get(judge)!.unattackedPer100Days !== null);
  return [
    [
      'attack',
      `${judge}, without it`,
      `${judge}, under it`,
      'it adds',
      ...others.flatMap((one) => [`${one}, under it`, 'it adds']),
    ],
    ...attacks.map(([family, row]) => [
      family,
      fixed(row.get(judge)!.unattackedPer100Days, 1),
      ...[judge, ...others].flatMap((one) => [
        fixed(row.get(one)!.lossPer100Days, 1),
        signed(row.get(one)!.attackPer100Days),
      ]),
    ]),
  ];
}
