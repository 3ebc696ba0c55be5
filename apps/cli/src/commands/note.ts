import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { WORDS } from '#statements';
import type { NoteClass } from '#statements';
import { CliError } from '../cli-error.ts';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { readOneShowNote } from '../one-show-file.ts';
import { addExamples, choice, parseAmount, parseCurrency } from '../options.ts';
import { readPublicJwk } from '../read-document.ts';
import { parseTime } from '../times.ts';

interface NoteOptions extends SigningOptions {
  readonly class: NoteClass;
  readonly amount: string;
  readonly currency: string;
  readonly holder?: string;
  readonly serial?: string;
  readonly expires?: number;
  readonly oneShow?: string;
}

export function define(command: Command): void {
  command
    .addOption(choice('--class <class>', 'what kind of note', WORDS.cls))
    .requiredOption('--amount <decimal>', 'face value', parseAmount)
    .requiredOption('--currency <code>', 'such as EUR', parseCurrency)
    .option('--holder <jwkfile>', 'key of its first holder (endorsed and attested)')
    .option('--one-show <file>', 'secret of a one-show note, or its public half')
    .option('--serial <text>', 'serial number (default: random)')
    .option('--expires <time>', 'no redemption after this', parseTime)
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<NoteOptions>()));
  addSigningOptions(command, 'the issuing bank');
  addExamples(command, [
    ['assize note --key bank.json --class bearer --amount 20 --currency EUR --out note.jws', 'a bearer note'],
    [
      'assize note --key bank.json --class endorsed --amount 20 --currency EUR --holder alice.json --out note.jws',
      'a note that Alice holds first',
    ],
    [
      'assize note --key bank.json --class one-show --amount 50 --currency EUR --one-show secret.json',
      'a note that names whoever spends it twice',
    ],
  ]);
}

async function run(options: NoteOptions): Promise<void> {
  checkClass(options);
  const key = await readSigner(options);
  const { holder, oneShow, expires } = options;
  const claims = {
    jti: options.serial ?? options.jti ?? randomUUID(),
    cls: options.class,
    val: { amt: options.amount, cur: options.currency },
    exp: expires,
    cnf: holder === undefined ? undefined : { jwk: await readPublicJwk(holder) },
    osh: oneShow === undefined ? undefined : await readOneShowNote(oneShow),
  };
  signAndPrint({ kind: 'note+jwt', claims, key }, options);
}

function checkClass(options: NoteOptions): void {
  const needsHolder = options.class === 'endorsed' || options.class === 'attested';
  const hint = 'assize note --help';
  if (needsHolder !== (options.holder !== undefined) && options.unchecked !== true) {
    const what = needsHolder ? 'needs its first holder: --holder JWKFILE' : 'names no holder: leave --holder away';
    throw new CliError('usage', `a note of class ${options.class} ${what}`, { hint });
  }
  if ((options.class === 'one-show') !== (options.oneShow !== undefined) && options.unchecked !== true) {
    const what = options.class === 'one-show' ? 'needs a secret: --one-show FILE' : 'has no one-show secret';
    throw new CliError('usage', `a note of class ${options.class} ${what}`, {
      hint: options.class === 'one-show' ? 'assize one-show-secret --out secret.json makes one' : hint,
    });
  }
}
