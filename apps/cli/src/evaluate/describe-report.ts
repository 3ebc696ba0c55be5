import { formatTable } from '../table.ts';
import { ORACLE, OURS } from './contestants.ts';
import { figuresTable, fixed } from './figures-table.ts';
import { leastSkillOf, seedsOf, type Report, type Row } from './report.ts';

/** describeReport writes a table for each family and one for all, for a terminal. */
export function describeReport(report: Report): string {
  const { families, groups, judges } = report;
  const sections = [...families].map(([family, row]) => `${family}\n${tableOf(row)}`);
  const least = judges
    .filter((judge) => judge === OURS || judge === ORACLE || judges.length < 3)
    .map((judge) => [judge, leastSkillOf(report, [...families.keys()], judge)] as const)
    .flatMap(([judge, skill]) => (skill === null ? [] : [`${judge} ${fixed(skill, 3)}`]));
  if (families.size > 1) {
    for (const { title, families: names, overall } of groups)
      sections.push(`Over ${names.length} streams (${title}), ${seedsOf(report)}\n${tableOf(overall)}`);
    if (least.length > 0) sections.push(`Least mean skill in any family: ${least.join(', ')}.`);
  }
  return sections.join('\n\n');
}

function tableOf(row: Row): string {
  const table = figuresTable(row);
  return formatTable(table, { right: table[0]!.map((_, i) => i).slice(1) });
}
