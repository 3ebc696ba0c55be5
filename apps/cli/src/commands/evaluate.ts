import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { readAttack } from '../attack/read-attack.ts';
import { checkFiles, namedFiles, type NamedFile } from '../check-files.ts';
import { CliError } from '../cli-error.ts';
import type { GlobalOptions } from '../command-module.ts';
import { JUDGES } from '../evaluate/contestants.ts';
import { describeReport } from '../evaluate/describe-report.ts';
import type { Run } from '../evaluate/evaluate-market.ts';
import { evaluateTask, type Refused, type Task } from '../evaluate/evaluate-task.ts';
import { makeReport, toRunRecord, withoutSpeed, writeSummary, type Report } from '../evaluate/report.ts';
import { FAMILY_BY_NAME } from '../families.ts';
import { addExamples, parseCount, parsePath, parsePaths, parseThreads } from '../options.ts';
import { startProgress } from '../progress.ts';
import { outliveReader } from '../standard-output.ts';
import { makeFolder, writeText } from '../write-file.ts';

interface EvaluateOptions extends GlobalOptions {
  readonly family: readonly string[];
  readonly seeds: readonly [number, number];
  readonly conflicts?: number;
  readonly strategy?: string;
  readonly judges: readonly string[];
  readonly facts?: readonly string[];
  readonly truth?: readonly string[];
  readonly parties?: readonly string[];
  readonly out?: string;
  readonly threads: number;
}

export function define(command: Command): void {
  const simulated = ['family', 'seeds', 'conflicts', 'strategy'];
  command
    .addOption(
      new Option('--family <name...>', 'kinds of market; `assize simulate --list` says what each is like')
        .choices([...FAMILY_BY_NAME.keys()])
        .default([...FAMILY_BY_NAME.keys()], 'all'),
    )
    .option('--seeds <range>', 'which markets of each kind, such as 7 or 1-10', parseSeeds, [1, 3] as const)
    .option('--conflicts <number>', 'so many conflicts a market instead of the family’s own', parseConflicts)
    .option(
      '--strategy <file>',
      'attack each market so instead: strategies as `assize attack --out` writes them',
      parsePath,
    )
    .addOption(new Option('--judges <name...>', 'whom to measure').choices(JUDGES).default(JUDGES, 'all'))
    .addOption(
      new Option('--facts <file...>', 'measure on these streams instead').argParser(parsePaths).conflicts(simulated),
    )
    .option('--truth <file...>', 'what is true of their conflicts, one file for each of the facts', parsePaths)
    .option('--parties <file...>', 'who cheats and how often, one file for each of the facts (if known)', parsePaths)
    .option('--out <folder>', 'write the tables (report.md), summary.json and plots as SVG there', parsePath)
    .option('--threads <number>', 'how many markets at a time', parseThreads, availableParallelism())
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<EvaluateOptions>()));
  addExamples(command, [
    ['assize evaluate', 'every judge in every family, seeds 1 to 3: some minutes'],
    [
      'assize evaluate --family slander whitewash --seeds 1-10 --judges assize plain oracle',
      'a closer look at two attacks',
    ],
    ['assize evaluate --seeds 101-110 --out evaluation', 'on markets nobody has seen, with plots'],
    ['assize evaluate --family market --strategy attack.json', 'how everybody fares under an attack of your own'],
    ['assize evaluate --facts facts.jsonl --truth truth.jsonl', 'on a stream that somebody else made'],
    ['assize evaluate --family market --seeds 1 --json', 'one JSON line a market and judge, and a summary line'],
  ]);
}

/** So many of all families take days. */
const MOST_SEEDS = 1000;

function parseSeeds(text: string): readonly [number, number] {
  const [, first, last] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ?? [];
  const range = [Number(first), Number(last ?? first)] as const;
  if (first === undefined || range[0] > range[1])
    throw new InvalidArgumentError('A number or a range such as 1-10 is needed.');
  if (range[1] - range[0] >= MOST_SEEDS) throw new InvalidArgumentError(`At most ${MOST_SEEDS} at once.`);
  return range;
}

/** Fewer conflicts would leave nothing to score. */
const LEAST_CONFLICTS = 5;

function parseConflicts(text: string): number {
  const count = parseCount(text);
  if (count < LEAST_CONFLICTS) throw new InvalidArgumentError(`At least ${LEAST_CONFLICTS} are needed.`);
  return count;
}

async function run(options: EvaluateOptions): Promise<void> {
  const { judges, out, threads, json } = options;
  const inOrder = JUDGES.filter((judge) => judges.includes(judge));
  const streams = options.facts === undefined ? await simulatedStreams(options) : givenStreams(options.facts, options);
  checkFiles(readFiles(options), namedFiles('--out', out === undefined ? [] : REPORT.map((name) => join(out, name))));
  if (out !== undefined) {
    makeFolder(out);
    outliveReader();
  }
  const tasks = streams.map((stream) => ({ stream, judges: inOrder }));
  const progress = startProgress('evaluating markets', tasks.length);
  const runs: Run[] = [];
  try {
    for await (const ofMarket of threads === 1 || tasks.length === 1 ? inTurn(tasks) : inWorkers(tasks, threads)) {
      if ('code' in ofMarket) throw new CliError(ofMarket.code, ofMarket.message, ofMarket);
      progress.advance();
      runs.push(...ofMarket);
      if (json === true) process.stdout.write(toLines(ofMarket));
    }
  } finally {
    progress.finish();
  }
  if (runs.length === 0) throw new CliError('usage', 'no stream has an oracle, and nobody else is to be measured');
  const report = makeReport(runs, inOrder, options.facts === undefined ? options.seeds : null);
  process.stdout.write(json === true ? writeSummary(report) : `${describeReport(report)}\n`);
  if (out !== undefined) await writeReport(out, withoutSpeed(report), askedFor(options));
}

/** What a report may consist of: the pictures are those of `drawReport`. */
const REPORT = ['report.md', 'summary.json', 'skill.svg', 'calibration.svg', 'harm.svg'];

const readFiles = ({ facts, truth, parties, strategy }: EvaluateOptions): NamedFile[] => [
  ...namedFiles('--facts', facts),
  ...namedFiles('--truth', truth),
  ...namedFiles('--parties', parties),
  ...namedFiles('--strategy', strategy),
];

async function simulatedStreams(options: EvaluateOptions): Promise<Task['stream'][]> {
  const { family, seeds, conflicts, strategy, truth, parties } = options;
  if (truth !== undefined || parties !== undefined)
    throw new CliError('usage', '--truth and --parties go with --facts', { hint: 'assize evaluate --help' });
  const attack =
    strategy === undefined
      ? null
      : { name: basename(strategy).replace(/\.json$/, ''), strategies: await readAttack(strategy) };
  const streams: Task['stream'][] = [];
  for (const name of new Set(family)) {
    for (let seed = seeds[0]; seed <= seeds[1]; seed += 1)
      streams.push({ family: name, seed, conflicts: conflicts ?? null, attack });
  }
  return streams;
}

function givenStreams(facts: readonly string[], { truth = [], parties }: EvaluateOptions): Task['stream'][] {
  const hint = 'assize evaluate --facts facts.jsonl --truth truth.jsonl';
  if (truth.length !== facts.length)
    throw new CliError('usage', `--truth is needed once for each of --facts: ${facts.length}, not ${truth.length}`, {
      hint,
    });
  if (parties !== undefined && parties.length !== facts.length)
    throw new CliError(
      'usage',
      `--parties is needed for each of --facts or none: ${facts.length}, not ${parties.length}`,
      { hint },
    );
  if ([...facts, ...truth, ...(parties ?? [])].includes('-'))
    throw new CliError('usage', 'standard input cannot be measured on: facts and truth are files', { hint });
  return facts.map((path, i) => ({
    name: basename(path).replace(/\.jsonl$/, ''),
    facts: path,
    truth: truth[i]!,
    parties: parties?.[i] ?? null,
  }));
}

/** The command line that asks the same again, of figures as they were given. */
function askedFor({ family, seeds, conflicts, strategy, judges, facts }: EvaluateOptions): string {
  const words = ['assize evaluate'];
  if (facts !== undefined) words.push(`--facts ${facts.join(' ')} --truth …`);
  else {
    if (family.length < FAMILY_BY_NAME.size) words.push(`--family ${family.join(' ')}`);
    words.push(`--seeds ${seeds[0] === seeds[1] ? seeds[0] : seeds.join('-')}`);
    if (conflicts !== undefined) words.push(`--conflicts ${conflicts}`);
    if (strategy !== undefined) words.push(`--strategy ${basename(strategy)}`);
  }
  if (judges.length < JUDGES.length) words.push(`--judges ${judges.join(' ')}`);
  return words.join(' ');
}

const toLines = (runs: readonly Run[]): string => runs.map((one) => `${JSON.stringify(toRunRecord(one))}\n`).join('');

async function writeReport(folder: string, report: Report, asked: string): Promise<void> {
  // Drawing is loaded only where pictures are wanted.
  const [{ drawReport }, { writeReportPage }] = await Promise.all([
    import('../evaluate/pictures.ts'),
    import('../evaluate/report-page.ts'),
  ]);
  writeText(join(folder, 'report.md'), writeReportPage(report, asked));
  writeText(join(folder, 'summary.json'), writeSummary(report));
  for (const [name, svg] of drawReport(report)) writeText(join(folder, name), svg);
}

type Evaluated = readonly Run[] | Refused;

async function* inTurn(tasks: readonly Task[]): AsyncGenerator<Evaluated> {
  for (const task of tasks) {
    yield await evaluateTask(task, () => performance.now());
    // Let the output go before the next one.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Results come in the order of the tasks, so that the same question has the same answer however many threads there are. */
async function* inWorkers(tasks: readonly Task[], threads: number): AsyncGenerator<Evaluated> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<Task, Evaluated>({
    filename: new URL('../evaluate/evaluate-worker.js', import.meta.url).href,
    maxThreads: Math.min(threads, tasks.length),
    minThreads: 1,
  });
  try {
    const results = tasks.map((task) => pool.run(task));
    // A later rejection is a bug that the loop will meet; until then it must not count as unhandled.
    for (const result of results) result.catch(() => undefined);
    for (const result of results) yield await result;
  } finally {
    await pool.destroy();
  }
}
