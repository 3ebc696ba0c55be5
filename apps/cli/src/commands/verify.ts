import type { Command } from 'commander';
import type { Fault } from '#statements';
import {
  checkStatement,
  readKnownKeys,
  UNKNOWN_KEY,
  type CheckedStatement,
  type KnownKeys,
} from '../check-statement.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { coloursFor } from '../colours.ts';
import { sentenceOf, timeInWords } from '../describe-statement.ts';
import { escapeControls } from '../escape-controls.ts';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { compactText, looksLikeStatement } from '../read-document.ts';
import { LIMITS, nameOf, readInput, sizeInWords } from '../read-file.ts';
import { reportError } from '../report-error.ts';

interface VerifyOptions extends GlobalOptions {
  readonly bundle?: string;
  readonly tribunal?: readonly string[];
  readonly register?: string;
  readonly key?: string;
  readonly submission?: string;
  readonly facts?: string;
  readonly policy?: string;
}

export function define(command: Command): void {
  command
    .argument('[file...]', 'statements or verdicts, one a file, or bundles of cases; - is standard input')
    .option('--bundle <file>', 'a bundle (assize case bundle): every verdict in it, and whether each follows from it')
    .option(
      '--tribunal <party>',
      'the key that a bundle’s verdicts must be signed with: a party id, or a file with it; again for a second one',
      (key: string, others?: readonly string[]) => [...(others ?? []), key],
    )
    .option('--register <file>', 'the registered banks: a JSON array of their public keys')
    .option('--key <jwkfile>', 'the key that must have signed')
    .option('--submission <file>', 'compute a verdict anew from its submission and compare every figure')
    .option('--facts <file>', 'the history that the verdict was computed with')
    .option('--policy <file>', 'the policy that the verdict was computed under, unless it was the default')
    .action((files: string[], _options: unknown, self: Command) => run(files, self.optsWithGlobals<VerifyOptions>()));
  addExamples(command, [
    ['assize verify receipt.jws', 'is it well-formed, and signed by the key it names?'],
    ['assize verify note.jws --register banks.json', '… by a registered bank?'],
    ['assize verify verdict.jws --key tribunal.json', '… by this tribunal?'],
    [
      'assize verify case.verdict.jws --submission case.json --facts history.jsonl',
      '… and does it follow from its inputs?',
    ],
    ['assize verify --bundle case.bundle.json --tribunal tribunal.json', 'a whole case of a service, checked offline'],
  ]);
  command.addHelpText(
    'after',
    '\nExit status: 0 all are good, 1 one is not, 2 a file could not be read, or --bundle is none.',
  );
}

async function run(files: readonly string[], options: VerifyOptions): Promise<void> {
  if (files.length === 0 && options.bundle === undefined) {
    throw new CliError('usage', "missing required argument 'file'", { hint: 'assize verify --help' });
  }
  const known = await readKnownKeys(options);
  const isJson = options.json === true;
  let status: number = EXIT.done;
  const settle = (outcome: boolean | CliError): void => {
    if (outcome instanceof CliError) status = reportError(outcome, isJson);
    else if (!outcome && status === EXIT.done) status = EXIT.notGood;
  };
  if (options.bundle !== undefined) settle(await verifyBundleFile(options.bundle, options));
  for (const file of files) settle(await verifyFile(file, known, options));
  process.exitCode = status;
}

async function verifyBundleFile(file: string, options: VerifyOptions): Promise<boolean | CliError> {
  const { readBundleFile, verifyBundle } = await import('../verify-bundle.ts');
  return verifyBundle(file, await readBundleFile(file), options);
}

/** verifyFile prints what it found, and answers whether it was good. */
async function verifyFile(file: string, known: KnownKeys, options: VerifyOptions): Promise<boolean | CliError> {
  const bytes = await readInput(file, LIMITS.submission);
  if (bytes instanceof CliError) return bytes;
  if (!looksLikeStatement(bytes)) return verifyDocument(file, bytes, options);
  if (bytes.length > LIMITS.statement) {
    const limit = sizeInWords(LIMITS.statement);
    return new CliError('too_large', `${nameOf(file)}: larger than ${limit}, the limit for it`, { file });
  }
  const signed = await verifyText(compactText(bytes), known);
  const verification = signed.good && options.submission !== undefined ? await recompute(signed, options) : signed;
  if (verification instanceof CliError) return verification;
  print(file, verification, options);
  return verification.good;
}

/** What is no statement can be a bundle; only then is loaded what that needs. */
async function verifyDocument(file: string, bytes: Buffer, options: VerifyOptions): Promise<boolean | CliError> {
  if (bytes.includes('"submission"')) {
    const { readBundle, verifyBundle } = await import('../verify-bundle.ts');
    const bundle = readBundle(file, bytes);
    if (bundle !== null) return verifyBundle(file, bundle, options);
  }
  return new CliError('not_a_statement', `${nameOf(file)}: no statement (three segments divided by dots)`, {
    file,
    hint: `assize inspect ${file} says what it is; a submission is judged by assize judge`,
  });
}

interface VerifiedText {
  readonly good: boolean;
  readonly checked: CheckedStatement;
  readonly defect: Fault['defect'] | 'split' | 'not_reproduced' | null;
  /** In a sentence: what it proved, or why it is not good. */
  readonly why: string;
}

async function verifyText(text: string, known: KnownKeys): Promise<VerifiedText> {
  const checked = checkStatement(text, known);
  const bad = (defect: VerifiedText['defect'], why: string): VerifiedText => ({ good: false, checked, defect, why });
  switch (checked.state) {
    case 'bad':
      return bad(checked.fault.defect, checked.fault.why);
    case 'split':
      return bad('split', 'the two verifiers differ on it: nothing may be decided on it');
    case 'unknown_key':
      return bad('key_mismatch', UNKNOWN_KEY);
    case 'good': {
      const { statement } = checked;
      // Only a verdict needs what decides.
      const mistake =
        statement.kind === 'verdict+jwt' ? (await import('#arbitration')).findVerdictMistake(statement.payload) : null;
      if (mistake !== null) return bad('malformed', mistake);
      const when = timeInWords(statement.issuedAt);
      const isBank = known.register?.has(statement.issuer);
      const bank = isBank === undefined ? '' : isBank ? ', a registered bank,' : ', which is no registered bank,';
      const owner = `the owner of key ${statement.issuer}${bank}`;
      const why = `both verifiers agree that ${owner} signed this, dated ${when}; it ${sentenceOf(statement)}`;
      return { good: true, checked, defect: null, why };
    }
    default:
      return checked satisfies never;
  }
}

/** recompute judges the submission again: a verdict that does not follow from it is not good, whoever signed it. */
async function recompute(signed: VerifiedText, options: VerifyOptions): Promise<VerifiedText | CliError> {
  const statement = signed.checked.statement!;
  if (statement.kind !== 'verdict+jwt') return new CliError('usage', '--submission is for verdicts');
  const { judgeForVerdict, prepareBench, readSubmission } = await import('../judge-file.ts');
  const { recheckVerdict } = await import('#arbitration');
  const { register, facts, policy, submission: path = '' } = options;
  const bench = await prepareBench({ register, facts, policy, crossCheck: 'auto' });
  const submission = await readSubmission(path);
  if (submission instanceof CliError) return submission;
  const decision = judgeForVerdict(bench, path, submission);
  if (decision instanceof CliError) return decision;
  const difference = recheckVerdict(statement.payload, decision, bench.market);
  return difference === null
    ? { ...signed, why: `${signed.why}; computed anew from ${nameOf(path)}, every figure is the same` }
    : {
        ...signed,
        good: false,
        defect: 'not_reproduced',
        why: `it does not follow from ${nameOf(path)}: ${difference}`,
      };
}

function print(file: string, { good, checked, defect, why }: VerifiedText, { json }: VerifyOptions): void {
  const { statement } = checked;
  if (json === true) {
    const about = {
      kind: statement?.kind ?? null,
      digest: statement?.digest ?? null,
      issuer: statement?.issuer ?? null,
    };
    process.stdout.write(`${JSON.stringify({ file, good, ...about, defect, why })}\n`);
    return;
  }
  const { green, red } = coloursFor(process.stdout);
  const mark = good
    ? `${green('✔')} ${escapeControls(nameOf(file))}: good`
    : `${red('✖')} ${escapeControls(nameOf(file))}: not good, ${defect}`;
  process.stdout.write(`${mark}: ${escapeControls(why)}.\n`);
}
