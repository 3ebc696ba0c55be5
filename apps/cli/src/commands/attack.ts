import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  DEFAULT_BUDGET,
  handMadeAttacks,
  nicheOf,
  searchAttacks,
  type Attack,
  type Contender,
  type Means,
} from '#simulation';
import { OBJECTIVES, type Objective } from '../attack/measure-attack.ts';
import { openProvingGround, type ProvingGround } from '../attack/proving-ground.ts';
import {
  describeAttacks,
  toAttackRecords,
  worstOf,
  type AttackReport,
  type Measured,
} from '../attack/report-attacks.ts';
import { checkFiles, namedFiles } from '../check-files.ts';
import type { GlobalOptions } from '../command-module.ts';
import { addExamples, parseCount, parsePath, parseThreads } from '../options.ts';
import { startProgress } from '../progress.ts';
import { assertWritable, writeText } from '../write-file.ts';

interface AttackOptions extends GlobalOptions, Means {
  readonly tries: number;
  readonly objective: Objective;
  readonly seed: number;
  readonly markets: number;
  readonly threads: number;
  readonly out?: string;
}

const OBJECTIVE_WORDS = 'what it makes as large as it can: avoidable loss, honest parties blamed, or loss of skill';

export function define(command: Command): void {
  command
    .option('--tries <number>', 'try an attack in a market so many times', atLeast(1, MOST_TRIES), 200)
    .option('--budget <number>', 'what an attack may cost; docs/attacks.md has the prices', parseBudget, DEFAULT_BUDGET)
    .addOption(
      new Option('--objective <name>', OBJECTIVE_WORDS)
        .choices(Object.keys(OBJECTIVES))
        .default('loss' satisfies Objective),
    )
    .option('--seed <number>', 'the same search for the same number', atLeast(0, MOST_SEED), 1)
    .option('--conflicts <number>', 'size of a market', atLeast(LEAST_CONFLICTS, MOST_CONFLICTS), 1500)
    .option('--markets <number>', 'measure what was found in so many other markets', atLeast(1, HELD_OUT), 8)
    .option('--out <file>', 'write the worst attack there, for `assize simulate --strategy`', parsePath)
    .option('--threads <number>', 'how many markets at a time', parseThreads, availableParallelism())
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<AttackOptions>()));
  addExamples(command, [
    ['assize attack', 'the attacks that 200 tries find, beside those made by hand: some minutes'],
    ['assize attack --objective blame --tries 400', 'who can be framed best'],
    ['assize attack --out attack.json && assize simulate --strategy attack.json', 'a market under what was found'],
  ]);
}

/** Markets of one search: those that it sees begin at 0, those that it is measured in afterwards at HELD_OUT. */
const MARKETS = 100_000;
const HELD_OUT = 50_000;
const MOST_TRIES = 100_000;
const MOST_SEED = 1_000_000_000;
/** Fewer conflicts would teach the judge nothing. */
const LEAST_CONFLICTS = 100;
const MOST_CONFLICTS = 1_000_000;

const atLeast =
  (least: number, most: number) =>
  (text: string): number => {
    const count = parseCount(text);
    if (count < least || count > most) throw new InvalidArgumentError(`An integer from ${least} to ${most} is needed.`);
    return count;
  };

function parseBudget(text: string): number {
  const budget = Number(text);
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text) || budget < 1) throw new InvalidArgumentError('A number from 1 is needed.');
  return budget;
}

/** So many attacks of different kinds are shown, and as many of those made by hand. */
const SHOWN = 3;

async function run(options: AttackOptions): Promise<void> {
  const { tries, budget, objective, seed, conflicts, markets, out, threads, json } = options;
  checkFiles([], namedFiles('--out', out));
  // Better said before a search of minutes than after it.
  if (out !== undefined) assertWritable(out);
  const means: Means = { budget, conflicts };
  let progress = startProgress('trying attacks', tries);
  const ground = await openProvingGround({
    objective,
    conflicts,
    threads,
    seedOf: (market) => seed * MARKETS + market,
    advance: () => progress.advance(),
  });
  try {
    const known = handMadeAttacks(means);
    const tried = await searchAttacks({
      ...means,
      tries,
      seed,
      start: known.map(({ attack }) => attack),
      newcomers: NEWCOMERS,
      measure: async (trials) => (await ground.measure(trials)).map(({ harm }) => harm),
    });
    progress.finish();
    const names = new Map(known.map(({ name, attack }) => [JSON.stringify(attack), name]));
    const nameOf = ({ candidate }: Contender<Attack>): string | undefined => names.get(JSON.stringify(candidate));
    const found = bestOfNiches(tried.filter((one) => nameOf(one) === undefined));
    const handMade = tried.filter((one) => nameOf(one) !== undefined).slice(0, SHOWN);
    progress = startProgress('measuring what was found', (found.length + handMade.length) * markets);
    const report: AttackReport = {
      ...means,
      objective,
      seed,
      tries,
      attacks: tried.length,
      found: await measureAnew(ground, markets, found, (_, n) => `found ${n + 1}`),
      handMade: await measureAnew(ground, markets, handMade, (one) => nameOf(one)!),
    };
    progress.finish();
    if (out !== undefined) writeText(out, `${JSON.stringify(worstOf(report).attack)}\n`);
    process.stdout.write(json === true ? toLines(toAttackRecords(report)) : `${describeAttacks(report)}\n`);
  } finally {
    await ground.close();
  }
}

/** Share of attacks that are drawn anew, so that a search does not end where it began. */
const NEWCOMERS = 0.2;

function bestOfNiches(tried: readonly Contender<Attack>[]): Contender<Attack>[] {
  const niches = new Set<string>();
  const isNew = ({ candidate }: Contender<Attack>): boolean => {
    const before = niches.size;
    return niches.add(nicheOf(candidate)).size > before;
  };
  return tried.filter(isNew).slice(0, SHOWN);
}

async function measureAnew(
  ground: ProvingGround,
  markets: number,
  contenders: readonly Contender<Attack>[],
  nameOf: (one: Contender<Attack>, n: number) => string,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const [n, one] of contenders.entries()) {
    const { candidate, expected, figures } = one;
    const trials = Array.from({ length: markets }, (_, market) => ({ candidate, market: HELD_OUT + market }));
    const outcomes = await ground.measure(trials);
    measured.push({ name: nameOf(one, n), attack: candidate, expected, tried: figures.length, outcomes });
  }
  return measured;
}

const toLines = (records: readonly object[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');
