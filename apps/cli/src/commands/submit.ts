import type { Command } from 'commander';
import { isJsonObject, type JsonObject } from '#statements';
import type { ConflictView } from '#tribunal';
import { toConflict } from '../cases/ask-case.ts';
import { stateInWords } from '../cases/describe-case.ts';
import { CliError, EXIT, orThrow } from '../cli-error.ts';
import { escapeControls } from '../escape-controls.ts';
import { addExamples } from '../options.ts';
import { parseJsonBytes } from '../read-document.ts';
import { LIMITS, nameOf, readInput } from '../read-file.ts';
import { reportError } from '../report-error.ts';
import { addServiceOptions, findService, type ServiceOptions } from '../service-address.ts';
import { openService, type ServiceClient } from '../service-client.ts';

export function define(command: Command): void {
  command
    .argument('<file...>', 'submissions, made by assize submission; - is standard input')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<ServiceOptions>()));
  addServiceOptions(command);
  addExamples(command, [
    ['assize submit case.json', 'to the service that was started here'],
    ['assize submit *.json --url https://tribunal.example --key bank.json', 'as a bank, at another service'],
  ]);
  command.addHelpText(
    'after',
    '\nExit status: 0 all were taken, 2 one was refused or could not be read, 3 no service.',
  );
}

async function run(files: readonly string[], { json, ...options }: ServiceOptions): Promise<void> {
  const client = openService(await findService(options));
  let status: number = EXIT.done;
  for (const file of files) {
    try {
      await submit(client, file, json === true);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      const { code, message, hint, place, errors, requestId, exitCode } = error;
      const named = message.startsWith(nameOf(file)) ? message : `${nameOf(file)}: ${message}`;
      const told = new CliError(code, named, { file, hint, place, errors, requestId, exitCode });
      status = Math.max(status, reportError(told, json === true));
      // Where nobody answers, the next file would fare no better.
      if (exitCode === EXIT.noService) break;
    }
  }
  process.exitCode = status;
}

async function submit(client: ServiceClient, file: string, json: boolean): Promise<void> {
  const bytes = orThrow(await readInput(file, LIMITS.submission));
  refuseOthers(file, parseJsonBytes(file, bytes));
  // The bytes go as they are: nobody but the service says what counts in them.
  const answer = await client.post('/v1/conflicts', bytes.toString('utf8'));
  const { exact, shown } = toConflict(client, answer);
  const joined = answer.status === 200;
  if (json) {
    process.stdout.write(`${JSON.stringify({ file, joined, conflict: exact })}\n`);
    return;
  }
  process.stdout.write(`${escapeControls(nameOf(file))}: ${inWords(shown, joined)}\n`);
  const { isTTY } = process.stdout;
  if (isTTY && shown.state !== 'waiting') process.stderr.write(`  → assize case watch ${shown.id}\n`);
}

const inWords = (view: ConflictView, joined: boolean): string =>
  `case ${view.id}${joined ? ', which stood already' : ''}: ${stateInWords(view)} (${view.claims.length} claims)`;

function refuseOthers(file: string, value: unknown): void {
  const document = value as JsonObject;
  if (isJsonObject(document) && Array.isArray(document['claims'])) return;
  const isClaim = isJsonObject(document) && Array.isArray(document['transcript']);
  throw new CliError('not_a_submission', `${nameOf(file)}: no submission${isClaim ? ', but a single claim' : ''}`, {
    file,
    hint: isClaim ? `assize claim ${file} --send registers it` : `assize inspect ${file} says what it is`,
  });
}
