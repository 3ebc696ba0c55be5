/** A bundle checked offline: what `verify` does with a case that was taken home from a service. */
import { checkBundle, isBundleLike, parseBundle, type Bundle, type KnownTribunal } from '#arbitration';
import {
  is32Bytes,
  native,
  portable,
  readJson,
  rememberKeys,
  rememberSignatures,
  startVerification,
  type JsonObject,
  type PartyId,
} from '#statements';
import { CliError } from './cli-error.ts';
import { coloursFor } from './colours.ts';
import { describeChecks, sumUp } from './describe-checks.ts';
import { parseJsonBytes, readPublicKey, readRegister } from './read-document.ts';
import { nameOf, readInput } from './read-file.ts';

/** How large a bundle may be, in bytes: a case can be filed in many requests. */
const BUNDLE_LIMIT = 256 * 1024 * 1024;

export interface BundleOptions {
  readonly json?: true;
  /** The tribunal's keys, each a file or an id. */
  readonly tribunal?: readonly string[];
  readonly key?: string;
  readonly register?: string;
  readonly submission?: string;
  readonly facts?: string;
  readonly policy?: string;
}

/** A submission within a request has 16 levels, and stands one level deeper in its bundle. */
const MAX_DEPTH = 20;

/** How many statements of each round are put to both verifiers, beside refusals and whatever a finding rests on. */
const BUDGET = 256;
const KEYS = 50_000;

/** readBundle takes the bytes of a bundle; null where they are something else altogether. */
export function readBundle(path: string, bytes: Buffer): Bundle | CliError | null {
  const document = readJson(bytes, MAX_DEPTH);
  if ('problem' in document || !isBundleLike(document.value)) return null;
  const bundle = parseBundle(document.value);
  if (!('problem' in bundle)) return bundle;
  const { pointer, problem } = bundle;
  const message = `${nameOf(path)}: no bundle: ${pointer === '' ? '' : `${pointer}: `}${problem}`;
  return new CliError('not_a_bundle', message, { file: path, place: pointer });
}

/** readBundleFile reads a file that must be a bundle. */
export async function readBundleFile(path: string): Promise<Bundle | CliError> {
  const bytes = await readInput(path, BUNDLE_LIMIT);
  if (bytes instanceof CliError) return bytes;
  const bundle = readBundle(path, bytes);
  if (bundle !== null) return bundle;
  try {
    parseJsonBytes(path, bytes);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  return new CliError('not_a_bundle', `${nameOf(path)}: no bundle: it has no "conflict", "submission" and "verdicts"`, {
    file: path,
    hint: `assize case bundle ID --out ${path} saves one`,
  });
}

/** verifyBundle prints every check of a bundle that was read and what it all comes to, and answers whether nothing failed. */
export async function verifyBundle(
  path: string,
  bundle: Bundle | CliError,
  options: BundleOptions,
): Promise<boolean | CliError> {
  if (bundle instanceof CliError) return bundle;
  const { json, register } = options;
  const alien = (['submission', 'facts', 'policy'] as const).find((name) => options[name] !== undefined);
  if (alien !== undefined) return new CliError('usage', `--${alien} is for a verdict alone: a bundle has its own`);
  const tribunals = await readTribunals(options);
  const own = register === undefined ? bundle : { ...bundle, register: await readRegister(register) };
  const [first, second] = [rememberKeys(native, KEYS), rememberKeys(portable, KEYS)].map(rememberSignatures);
  const verify = (): ReturnType<typeof startVerification> => startVerification(first!, second!, BUDGET);
  const checks = checkBundle(own, { tribunals, verify });
  const trust = { isTribunalKnown: tribunals.length > 0, isRegisterOwn: register !== undefined };
  const good = checks.every(({ held }) => held !== false);
  const sum = sumUp(bundle, checks, trust);
  if (json === true) {
    for (const { round, check, held, why } of checks) print({ file: path, round, check, held, why });
    print({ file: path, good, kind: 'bundle', conflict: bundle.conflict, verdicts: bundle.verdicts.length, why: sum });
  } else {
    const { green, red } = coloursFor(process.stdout);
    const mark = good ? green('✔') : red('✖');
    process.stdout.write(`${describeChecks(path, bundle, checks)}\n${mark} ${sum}\n`);
  }
  return good;
}

const print = (record: JsonObject): unknown => process.stdout.write(`${JSON.stringify(record)}\n`);

async function readTribunals({ tribunal = [], key }: BundleOptions): Promise<KnownTribunal[]> {
  const known: KnownTribunal[] = [];
  for (const one of [...tribunal, ...(key === undefined ? [] : [key])]) {
    if (is32Bytes(one)) known.push({ id: one as PartyId, key: null });
    else {
      const stated = await readPublicKey(one);
      known.push({ id: stated.id, key: stated });
    }
  }
  return known;
}
