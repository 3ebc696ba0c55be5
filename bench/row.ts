/** A row of the table: two figures, their ratio and the goal (docs: performance). */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly figure: number | null;
  readonly beside: number | null;
  readonly ratio: number | null;
  /** The goal for the ratio, in words. */
  readonly goal: string;
  /** Null where the row could not be run, or has no goal and is only reported. */
  readonly met: boolean | null;
  readonly unit: string;
}

/** How much to run: `--quick` takes all rows under two minutes, `serve` and `history` a third, and writes no plot. */
export interface Effort {
  readonly quick: boolean;
  /** How many past conflicts row `history` stores; null for its own choice. */
  readonly past: number | null;
}

interface Comparison {
  readonly id: string;
  readonly what: string;
  readonly figure: number;
  readonly beside: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** compare makes a row of two figures; the goal is a least or a most that figure ÷ beside may be. */
export function compare({ atLeast, atMost, ...row }: Comparison): Row {
  const ratio = row.figure / row.beside;
  const met = ratio >= (atLeast ?? -Infinity) && ratio <= (atMost ?? Infinity);
  const goal = atLeast === undefined ? `≤ ${atMost}` : atMost === atLeast ? `= ${atLeast}` : `≥ ${atLeast}`;
  return { ...row, ratio, goal, met };
}

/** report makes a row of two figures without a goal. */
export const report = (row: Omit<Comparison, 'atLeast' | 'atMost'>): Row => ({
  ...row,
  ratio: row.figure / row.beside,
  goal: NO_GOAL,
  met: null,
});

const NO_GOAL = '—';

const COLUMNS = ['row', 'figure', 'beside', 'unit', 'ratio', 'goal', ''] as const;
const WIDTHS = [14, 11, 11, 24, 9, 9, 8];

export const heading = (): string => line(COLUMNS);

/** showRow prints a row for people: its figures, and below them what was run. */
export function showRow({ id, what, figure, beside, unit, ratio, goal, met }: Row): string {
  const verdict = met === null ? (goal === NO_GOAL ? '' : 'not run') : met ? 'met' : 'MISSED';
  return `${line([id, digits(figure), digits(beside), unit, digits(ratio), goal, verdict])}\n    ${what}`;
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, i) => cell.padEnd(WIDTHS[i]!))
    .join(' ')
    .trimEnd();

/** Four digits are more than a shared machine repeats. */
export const digits = (value: number | null): string =>
  value === null ? '—' : value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));
