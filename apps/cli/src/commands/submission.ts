import type { Command } from 'commander';
import { isRefusal, parseSubmission } from '#custody';
import { isJsonObject, type Json } from '#statements';
import { CliError } from '../cli-error.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { readEntries, readJsonFile } from '../read-document.ts';
import { LIMITS, nameOf, sizeInWords } from '../read-file.ts';
import { writeText } from '../write-file.ts';

interface SubmissionOptions extends GlobalOptions {
  readonly evidence?: readonly string[];
  readonly reference?: string;
  readonly out?: string;
}

export function define(command: Command): void {
  command
    .argument('<claimfile...>', 'claims, made by assize claim, in the order in which they are to stand')
    .option('--evidence <file...>', 'statements about the note that belong to no one claim')
    .option('--reference <text>', 'the bank’s own case number')
    .option('--out <file>', 'write it to a file instead of standard output')
    .action((files: string[], _options: unknown, self: Command) =>
      run(files, self.optsWithGlobals<SubmissionOptions>()),
    );
  addExamples(command, [
    [
      'assize submission bob.claim.json carol.claim.json --reference 2026-117 --out case.json',
      'two claims on one note, to be judged by assize judge case.json',
    ],
  ]);
}

async function run(
  files: readonly string[],
  { evidence = [], reference, out, json }: SubmissionOptions,
): Promise<void> {
  const claims = await Promise.all(files.map(readClaim));
  const submission = {
    ...(reference === undefined ? {} : { reference }),
    claims,
    evidence: (await Promise.all(evidence.map(readEntries))).flat(),
  };
  const refusal = parseSubmission(submission);
  if (isRefusal(refusal)) {
    throw new CliError(refusal.code, `no bank would accept this: ${refusal.pointer}: ${refusal.why}`);
  }
  const text = `${JSON.stringify(submission, null, 2)}\n`;
  if (Buffer.byteLength(text) > LIMITS.submission) {
    throw new CliError(
      'too_large',
      `the submission is larger than ${sizeInWords(LIMITS.submission)}, the limit for it`,
    );
  }
  writeText(out, text);
  if (out === undefined || out === '-') return;
  if (json === true) process.stdout.write(`${JSON.stringify({ file: out, claims: claims.length })}\n`);
  else process.stderr.write(`${out}: a submission of ${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}\n`);
}

async function readClaim(file: string): Promise<Json> {
  const claim = await readJsonFile(file, LIMITS.submission);
  if (isJsonObject(claim) && Array.isArray(claim['transcript'])) return claim;
  throw new CliError('not_a_claim', `${nameOf(file)}: no claim`, {
    file,
    hint: Array.isArray(claim)
      ? `assize claim ${file} --out claim.json makes one of this transcript`
      : 'assize claim --help',
  });
}
