import { stripVTControlCharacters } from 'node:util';

/** How a table is laid out; by default two spaces indent it and every column is left-aligned. */
export interface TableLayout {
  readonly indent?: number;
  /** Columns that are right-aligned, such as numbers, from 0. */
  readonly right?: readonly number[];
}

/** formatTable aligns rows of cells into lines, two spaces between columns; colours in a cell take no width. */
export function formatTable(
  rows: readonly (readonly string[])[],
  { indent = 2, right = [] }: TableLayout = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, i) => {
      const padding = ' '.repeat(widths[i]! - widthOf(cell));
      return right.includes(i) ? padding + cell : cell + padding;
    });
    return `${' '.repeat(indent)}${cells.join('  ')}`.trimEnd();
  });
  return lines.join('\n');
}

const widthOf = (cell: string): number => Array.from(stripVTControlCharacters(cell)).length;
