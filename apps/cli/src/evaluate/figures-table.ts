import type { Figures } from './summarise.ts';

const HEAD = [
  'judge',
  'right %',
  'log loss',
  'skill',
  'Brier',
  'calibration',
  'wrongly blamed %',
  'covered %',
  'of cheats',
  'unmasked %',
  'frauds until',
  'days',
  'frauds to repute',
  'to culprits %',
  'lost in 100 days',
  'by the attack',
  'conflicts/s',
] as const;

/** figuresTable has a row for each judge below its head; a column that says nothing about anybody is left out. */
export function figuresTable(rows: ReadonlyMap<string, Figures>): string[][] {
  const cells = [[...HEAD], ...[...rows].map(([judge, figures]) => cellsOf(judge, figures))];
  const kept = HEAD.map((_, column) => cells.slice(1).some((row) => row[column] !== NOTHING));
  return cells.map((row) => row.filter((_, column) => kept[column]));
}

function cellsOf(judge: string, figures: Figures): string[] {
  // Where nobody tells who cheats, nobody could be unmasked either.
  const unmasking = figures.unmasked === null ? NOTHING : 'never';
  return [
    judge,
    percent(figures.accuracy, 1),
    fixed(figures.logLoss, 3),
    fixed(figures.skill, 3),
    fixed(figures.brier, 3),
    fixed(figures.calibrationError, 3),
    figures.wronglyBlamed === null ? 'none' : percent(figures.wronglyBlamed, 2),
    percent(figures.coverage, 1),
    percent(figures.coverageOfCheats, 1),
    percent(figures.unmasked, 0),
    figures.fraudsUntilBlamed === null ? unmasking : String(figures.fraudsUntilBlamed),
    figures.daysUntilBlamed === null ? unmasking : fixed(figures.daysUntilBlamed, 0),
    figures.fraudsUntilReputed === null ? NOTHING : String(figures.fraudsUntilReputed),
    percent(figures.toCulprits, 1),
    fixed(figures.lossPer100Days, 1),
    signed(figures.attackPer100Days),
    figures.conflictsPerSecond === null ? NOTHING : String(Math.round(figures.conflictsPerSecond)),
  ];
}

/** What stands where there is no figure. */
export const NOTHING = '–';

/** fixed writes a number with so many digits, and a minus that is one. */
export const fixed = (value: number | null, digits: number): string =>
  value === null ? NOTHING : value.toFixed(digits).replace(/^-/, '−');

/** percent writes a share in per cent. */
export const percent = (share: number | null, digits: number): string =>
  fixed(share === null ? null : 100 * share, digits);

/** signed writes what is added, a plus included. */
export const signed = (value: number | null): string =>
  value === null ? NOTHING : `${value < 0 ? '' : '+'}${fixed(value, 1)}`;
