import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { compareCodePoints } from '#inference';
import { enlargePlan, settlePlan, stream, type Answer } from '#simulation';
import type { GlobalOptions } from '../command-module.ts';
import { readAttack } from '../attack/read-attack.ts';
import { checkFiles, namedFiles } from '../check-files.ts';
import { FAMILY_BY_NAME } from '../families.ts';
import { addExamples, parseCount, parsePath } from '../options.ts';
import { startProgress } from '../progress.ts';
import { openFileLines, openStandardLines } from '../line-writer.ts';
import { outliveReader } from '../standard-output.ts';
import { FOLDER_FILES, openSubmissionFolder } from '../submission-folder.ts';
import { formatTable } from '../table.ts';
import { assertWritable } from '../write-file.ts';

interface SimulateOptions extends GlobalOptions {
  readonly family: string;
  readonly seed: number;
  readonly conflicts?: number;
  readonly strategy?: string;
  readonly truth?: string;
  readonly parties?: string;
  readonly submissions?: string;
  readonly list?: true;
}

export function define(command: Command): void {
  command
    .addOption(
      new Option('--family <name>', 'kind of market; --list says what each is like')
        .choices([...FAMILY_BY_NAME.keys()])
        .default('market'),
    )
    .option('--seed <number>', 'the same market for the same number', parseCount, 1)
    .option('--conflicts <number>', 'stop after so many; more than the family’s own come with more parties', parseCount)
    .option('--strategy <file>', 'attack it so instead: strategies as `assize attack --out` writes them', parsePath)
    .option(
      '--truth <file>',
      'write what truly happened and the oracle’s posterior, one JSON line a conflict',
      parsePath,
    )
    .option('--parties <file>', 'write who cheats and every party’s true rate, one JSON line a party', parsePath)
    .option(
      '--submissions <folder>',
      'sign every conflict as a submission into a folder, with a register of its banks',
      parsePath,
    )
    .option('--list', 'list the families instead')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<SimulateOptions>()));
  addExamples(command, [
    ['assize simulate --list', 'the markets that there are'],
    ['assize simulate --seed 7 --truth truth.jsonl > facts.jsonl', 'a market as facts, and beside it what is true'],
    ['assize simulate --family crooked-issuer | assize infer -', 'what inference makes of another'],
    [
      'assize simulate --conflicts 20 --submissions cases > facts.jsonl && assize judge cases/c*.json --register cases/banks.json',
      'the first conflicts as banks would submit them, judged',
    ],
  ]);
}

async function run(options: SimulateOptions): Promise<void> {
  if (options.list === true) {
    list(options.json === true);
    return;
  }
  const files = [...namedFiles('--truth', options.truth), ...namedFiles('--parties', options.parties)];
  const { submissions } = options;
  const inFolder = submissions === undefined ? [] : FOLDER_FILES.map((name) => join(submissions, name));
  checkFiles(namedFiles('--strategy', options.strategy), [...files, ...namedFiles('--submissions', inFolder)]);
  const family = settlePlan(FAMILY_BY_NAME.get(options.family)!, options.seed);
  const settled =
    options.strategy === undefined ? family : { ...family, strategies: await readAttack(options.strategy) };
  const own = Math.round(settled.conflicts);
  const wanted = options.conflicts ?? own;
  const plan = wanted > own ? enlargePlan(settled, wanted) : settled;
  for (const { path } of files) assertWritable(path);
  if (files.length + inFolder.length > 0) outliveReader();
  const facts = openStandardLines();
  const folder = submissions === undefined ? null : openSubmissionFolder(submissions, plan, options.seed);
  const truth = options.truth === undefined ? null : openFileLines(options.truth);
  const parties = options.parties === undefined ? null : openFileLines(options.parties);
  const progress = startProgress('simulating', wanted);
  try {
    const market = stream(plan, options.seed, wanted);
    for (;;) {
      const step = market.next();
      if (step.done === true) {
        for (const one of step.value.parties) await parties?.write(one);
        break;
      }
      const { record, answer } = step.value;
      await facts.write(record);
      await folder?.put(step.value);
      if (answer === null) continue;
      await truth?.write(toTruth(answer));
      progress.advance();
    }
  } finally {
    await facts.close();
    await truth?.close();
    await parties?.close();
    await folder?.close();
    progress.finish();
  }
}

/** As `assize infer` writes its answers: the likeliest first. */
const toTruth = ({ conflict, truth, oracle }: Answer): object => ({
  conflict,
  truth,
  oracle: oracle.toSorted((a, b) => b.probability - a.probability || compareCodePoints(a.id, b.id)),
});

const toLines = (rows: readonly object[]): string => rows.map((one) => `${JSON.stringify(one)}\n`).join('');

function list(json: boolean): void {
  const rows = [...FAMILY_BY_NAME].map(([name, { about, strategies }]) => ({
    family: name,
    about,
    strategies: strategies.map(({ kind }) => kind),
  }));
  if (json) process.stdout.write(toLines(rows));
  else
    process.stdout.write(
      `${formatTable(
        rows.map(({ family, about }) => [family, about]),
        { indent: 0 },
      )}\n`,
    );
}
