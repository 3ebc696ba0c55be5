import type { Bin } from '#simulation';
import type { Run } from './evaluate-market.ts';
import { medianUntil, type Spell } from './unmasking.ts';

/** How a judge did over some markets: means over the markets, and of people all of them together. */
export interface Figures {
  readonly markets: number;
  readonly accuracy: number;
  readonly logLoss: number;
  /** Null where any of the markets has no oracle. */
  readonly oracleLogLoss: number | null;
  readonly skill: number | null;
  /** The lowest of any one market. */
  readonly leastMarketSkill: number | null;
  readonly brier: number;
  readonly calibrationError: number;
  readonly blamed: number;
  /** Of those blamed beyond 95 %, the share that was innocent; null where none was blamed. */
  readonly wronglyBlamed: number | null;
  /** Of the true rates, the share inside their 90 % intervals, and that of cheats; null without intervals. */
  readonly coverage: number | null;
  readonly coverageOfCheats: number | null;
  /** Cheats who were at fault at least once. */
  readonly cheats: number;
  /** Share of those cheats rightly blamed beyond 95 % at least once, and the median frauds and days until then. */
  readonly unmasked: number | null;
  readonly fraudsUntilBlamed: number | null;
  readonly daysUntilBlamed: number | null;
  /** Median frauds until the reputation says that it is likelier than not a habitual cheat. */
  readonly fraudsUntilReputed: number | null;
  /** Shares of the face value, a conflict: what went to culprits, and what errors cost under the policy. */
  readonly toCulprits: number;
  readonly loss: number;
  /** Face values lost in 100 days. */
  readonly lossPer100Days: number;
  /** How much of that the attack adds, and what is lost without it, where there is one; else null. */
  readonly attackPer100Days: number | null;
  readonly unattackedPer100Days: number | null;
  readonly conflictsPerSecond: number | null;
}

/** summarise puts the runs of one judge together. */
export function summarise(runs: readonly Run[]): Figures {
  const mean = (of: (run: Run) => number): number => total(runs, of) / runs.length;
  const blamed = total(runs, ({ score }) => score.blamed);
  const covered = runs.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  const spells = runs.flatMap((run) => run.blamed ?? []);
  const isRated = runs.every(({ hasOracle }) => hasOracle);
  const reputed = runs.flatMap((run) => run.reputed ?? []);
  const attacks = runs.flatMap(({ losses, unattacked }) => (unattacked === null ? [] : [{ losses, unattacked }]));
  const unattacked = share(
    total(attacks, (attack) => 100 * attack.unattacked.lossPerDay),
    attacks.length,
  );
  const attacked = share(
    total(attacks, ({ losses }) => 100 * losses.lossPerDay),
    attacks.length,
  );
  const seconds = total(runs, (run) => run.seconds ?? 0);
  return {
    markets: runs.length,
    accuracy: mean(({ score }) => score.accuracy),
    logLoss: mean(({ score }) => score.logLoss),
    oracleLogLoss: isRated ? mean(({ score }) => score.oracleLogLoss) : null,
    skill: isRated ? mean(({ score }) => score.skill) : null,
    leastMarketSkill: isRated ? Math.min(...runs.map(({ score }) => score.skill)) : null,
    brier: mean(({ score }) => score.brier),
    calibrationError: mean(({ score }) => score.calibrationError),
    blamed,
    wronglyBlamed: share(
      total(runs, ({ score }) => Math.round(score.innocent * score.blamed)),
      blamed,
    ),
    coverage: share(
      total(covered, (one) => one.covered),
      total(covered, ({ parties }) => parties),
    ),
    coverageOfCheats: share(
      total(covered, ({ cheatsCovered }) => cheatsCovered),
      total(covered, ({ cheats }) => cheats),
    ),
    cheats: spells.length,
    unmasked: share(spells.filter(({ unmasked }) => unmasked).length, spells.length),
    fraudsUntilBlamed: medianUntil(spells, fraudsOf),
    daysUntilBlamed: medianUntil(spells, ({ days }) => days),
    fraudsUntilReputed: medianUntil(reputed, fraudsOf),
    toCulprits: mean(({ losses }) => losses.toCulprits),
    loss: mean(({ losses }) => losses.lossPerConflict),
    lossPer100Days: 100 * mean(({ losses }) => losses.lossPerDay),
    attackPer100Days: attacked === null || unattacked === null ? null : attacked - unattacked,
    unattackedPer100Days: unattacked,
    conflictsPerSecond: seconds === 0 ? null : total(runs, ({ conflicts }) => conflicts) / seconds,
  };
}

const fraudsOf = ({ frauds }: Spell): number => frauds;

/** poolBins puts the calibration curves of runs together. */
export function poolBins(runs: readonly Run[]): Bin[] {
  const bins = runs[0]?.score.bins ?? [];
  return bins.map((_, b) => {
    const same = runs.map(({ score }) => score.bins[b]!);
    const size = total(same, (bin) => bin.size);
    return {
      said: size === 0 ? 0 : total(same, (bin) => bin.said * bin.size) / size,
      true: size === 0 ? 0 : total(same, (bin) => bin.true * bin.size) / size,
      size,
    };
  });
}

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
