/** What a dot plot shows: figures of several contestants, a row for each thing they were measured on. */
import type { Ink } from './palette.ts';

/** The form of a mark: contestants can be told apart without their colours. */
export type Mark = 'disc' | 'ring' | 'diamond' | 'square' | 'triangle' | 'cross' | 'plus' | 'bar';

/** One contestant. */
export interface DotSeries {
  readonly label: string;
  readonly mark: Mark;
  readonly ink: Ink;
}

export interface DotRow {
  readonly label: string;
  /** One for each series, in their order; null where there is none. What leaves the axis is drawn at its end. */
  readonly values: readonly (number | null)[];
}

export interface DotGroup {
  readonly heading: string;
  readonly rows: readonly DotRow[];
}

export interface DotPlot {
  readonly title: string;
  readonly subtitle: string;
  readonly axis: { readonly label: string; readonly from: number; readonly to: number; readonly digits: number };
  /** The first is who it is about: drawn over the others, its figures written at the right. At least one. */
  readonly series: readonly DotSeries[];
  readonly groups: readonly DotGroup[];
  /** Two series whose marks are joined by a line in each row. */
  readonly join: readonly [number, number] | null;
}
