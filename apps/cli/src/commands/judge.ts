import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { readKeyFile } from '../read-document.ts';
import { CliError } from '../cli-error.ts';
import { coloursFor } from '../colours.ts';
import { prepareBench, type JudgeOptions } from '../judge-file.ts';
import { judgeTask, type JudgedFile, type JudgeRequest } from '../judge-task.ts';
import type { WorkerSetup } from '../judge-worker.ts';
import { escapeControls } from '../escape-controls.ts';
import { addExamples, choice } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { startProgress } from '../progress.ts';
import { reportError } from '../report-error.ts';
import { nowS, parseTime } from '../times.ts';
import { writeText } from '../write-file.ts';

interface Options extends GlobalOptions, JudgeOptions {
  readonly sign?: string;
  readonly out?: string;
  readonly svg?: string;
  readonly at?: number;
  readonly jti?: string;
}

/** From so many files on, worker threads pay for their start; each reads what all files are judged with again. */
const POOL_FROM = 16;

export function define(command: Command): void {
  command
    .argument('<file...>', 'submissions as JSON; - is standard input')
    .option('--facts <file>', 'a history of facts (JSON Lines) to learn reputations from')
    .option('--register <file>', 'the registered banks: a JSON array of their public keys')
    .option('--policy <file>', 'a policy document instead of the default one')
    .addOption(
      choice(
        '--cross-check <how>',
        'put to both verifiers: all statements, or with auto the first 256 of a file and whatever decides',
        ['auto', 'all'],
      )
        .default('auto')
        .makeOptionMandatory(false),
    )
    .option('--sign <keyfile>', 'sign the verdict with the tribunal’s key; it is written to FILE.verdict.jws')
    .option('--out <file>', 'write the verdict there instead; - is standard output (one submission only)')
    .option('--at <time>', 'the verdict’s time, default now', parseTime)
    .option('--jti <id>', 'the verdict’s id, default random (one submission only)')
    .option('--svg <file>', 'draw the custody graph and the weights (one submission only)')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<Options>()));
  addExamples(command, [
    ['assize judge examples/stories/*.json', 'what happened, who may have done it, and what to do'],
    ['assize judge case.json --facts history.jsonl --json', 'one JSON line a file, with reputations from a history'],
    [
      'assize judge case.json --register banks.json --sign tribunal.json --svg case.svg',
      'a signed verdict and a picture',
    ],
  ]);
}

async function run(files: readonly string[], options: Options): Promise<void> {
  refuseMeaningless(files, options);
  const request: JudgeRequest = {
    json: options.json === true,
    tribunal: options.sign === undefined ? null : await readKeyFile(options.sign),
    at: Math.floor(options.at ?? nowS()),
    jti: options.jti ?? null,
    svg: options.svg !== undefined,
  };
  const { facts, register, policy, crossCheck } = options;
  const judgeOptions: JudgeOptions = { facts, register, policy, crossCheck };
  const read = [...files, facts, register, policy].filter((path) => path !== undefined);
  // Also where workers judge: what is wrong with a register is said once, before anything else.
  const bench = await prepareBench(judgeOptions);
  const ink = coloursFor(process.stdout);
  const progress = startProgress('judging', files.length);
  const judged =
    files.length < POOL_FROM || !read.every(isRegularFile)
      ? inTurn(files, (path) => judgeTask(bench, path, request, ink))
      : inWorkers(files, { options: judgeOptions, request, isTTY: process.stdout.isTTY });
  let isFirst = true;
  for await (const one of judged) {
    progress.advance();
    if (one.text !== '' && options.out !== '-') {
      progress.finish();
      const gap = isFirst || request.json ? '' : '\n\n';
      if (!process.stdout.write(`${gap}${one.text}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
      isFirst = false;
    }
    deliver(one, options);
  }
  progress.finish();
}

/** Standard input and pipes can be read once, so what comes from there is not for workers. */
const isRegularFile = (path: string): boolean =>
  path !== '-' && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? true);

function refuseMeaningless(files: readonly string[], { out, svg, jti, sign }: Options): void {
  const single = [out !== undefined && '--out', svg !== undefined && '--svg', jti !== undefined && '--jti'].find(
    Boolean,
  );
  if (files.length > 1 && single !== undefined)
    throw new CliError('usage', `${single} takes one submission, not ${files.length}`);
  if (out !== undefined && sign === undefined) throw new CliError('usage', '--out needs --sign: it is for the verdict');
  if (sign !== undefined && out === undefined && files.includes('-')) {
    throw new CliError('usage', '--sign needs --out where the submission comes from standard input');
  }
}

/** deliver writes what was made of a file, and says on standard error what went wrong. */
function deliver({ path, error, verdict, svg }: JudgedFile, { out, svg: picture, json }: Options): void {
  if (error !== null) {
    const { code, message, place, hint } = error;
    process.exitCode = reportError(new CliError(code, message, { file: path, place, hint }), json === true);
  }
  try {
    if (verdict !== null) {
      const to = out ?? `${path.replace(/\.json$/, '')}.verdict.jws`;
      writeText(to, `${verdict}\n`);
      if (to !== '-') process.stderr.write(`${escapeControls(to)}: the signed verdict\n`);
    }
    if (svg !== null) writeText(picture, svg);
  } catch (failure) {
    if (!(failure instanceof CliError)) throw failure;
    process.exitCode = reportError(failure, json === true);
  }
}

async function* inTurn(
  files: readonly string[],
  judge: (path: string) => Promise<JudgedFile>,
): AsyncGenerator<JudgedFile> {
  for (const path of files) yield await judge(path);
}

async function* inWorkers(files: readonly string[], setup: WorkerSetup): AsyncGenerator<JudgedFile> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<string, JudgedFile>({
    filename: new URL('../judge-worker.js', import.meta.url).href,
    workerData: setup,
  });
  try {
    const results = files.map((path) => pool.run(path));
    // A later rejection is a bug that the loop will meet; until then it must not count as unhandled.
    for (const result of results) result.catch(() => undefined);
    for (const result of results) yield await result;
  } finally {
    await pool.destroy();
  }
}
