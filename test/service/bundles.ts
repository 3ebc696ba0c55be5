/** Bundles of a desk's cases, read and checked as anybody can. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkBundle, parseBundle, type Bundle, type BundleCheck, type BundleProblem } from '#arbitration';
import {
  isFault,
  native,
  readJson,
  readKey,
  rememberSignatures,
  secondOpinion,
  startVerification,
  type Json,
} from '#statements';
import { isMistake } from '#tribunal';
import { asNorth, asSouth, filedOr, north, operator, south, tribunalKey, type Desk } from './desk.ts';
import { doubleSpend, say, type DoubleSpend } from './town.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const GROUPS = ['findings', 'shapes', 'outcomes', 'stories', 'defects'];

const [first, second] = [native, secondOpinion].map(rememberSignatures) as [typeof native, typeof native];
const verify = (): ReturnType<typeof startVerification> => startVerification(first, second);

/** bundleOf reads a bundle as it comes over the wire. */
export async function bundleOf(desk: Desk, id: string): Promise<Json> {
  const document = readJson(Buffer.from(JSON.stringify(await desk.service.readBundle(operator, id))), 20);
  if ('problem' in document) throw new Error(document.problem);
  return document.value;
}

/** opened reads what must be a bundle. */
export function opened(value: Json): Bundle {
  const bundle = parseBundle(value);
  if ('problem' in bundle) throw new Error(`${bundle.pointer}: ${bundle.problem}`);
  return bundle;
}

/** checksOf checks a bundle under the tribunal's key, unless it is none. */
export function checksOf(value: Json, tribunals = [{ id: tribunalKey.id, key: null }]): BundleCheck[] | BundleProblem {
  const bundle = parseBundle(value);
  return 'problem' in bundle ? bundle : checkBundle(bundle, { tribunals, verify });
}

const told = ({ round, check, why }: BundleCheck): string => `${round} ${check}: ${why}`;
const among = (checks: ReturnType<typeof checksOf>, held: boolean | null): string[] =>
  'problem' in checks ? [checks.problem] : checks.filter((check) => check.held === held).map(told);

/** wrongOf tells what did not hold (or why it is no bundle), and untoldOf what could not be told. */
export const wrongOf = (checks: ReturnType<typeof checksOf>): string[] => among(checks, false);
export const untoldOf = (checks: ReturnType<typeof checksOf>): string[] => among(checks, null);

/** whyOf gives the words of one check, round by round. */
export const whyOf = (checks: ReturnType<typeof checksOf>, name: BundleCheck['check']): string[] =>
  'problem' in checks ? [] : checks.filter(({ check }) => check === name).map(({ why }) => why);

/** submitExamples hands in every example, and answers the cases that the tribunal then decided. */
export async function submitExamples(desk: Desk): Promise<string[]> {
  const banks = JSON.parse(readFileSync(`${EXAMPLES}banks.json`, 'utf8')) as Json[];
  for (const [i, jwk] of banks.entries()) {
    const key = readKey(jwk, 'bank');
    if (isFault(key)) throw new Error(key.why);
    await desk.database.store.access.addBank(`example-${i}`, key, 'test');
  }
  const cases = new Set<string>();
  for (const group of GROUPS) {
    for (const name of readdirSync(`${EXAMPLES}${group}`).filter((one) => one.endsWith('.json'))) {
      const document = readJson(readFileSync(`${EXAMPLES}${group}/${name}`));
      const filed = await desk.service.submit(asNorth, 'problem' in document ? null : document.value);
      if (isMistake(filed)) continue;
      const { id } = filed.conflict;
      if ([...(await desk.advance(id)).values()].includes('proposed')) cases.add(id);
    }
  }
  return [...cases];
}

/** makeRounds makes a case of four rounds: a receipt, a claim, registrations and a testimony come one after another. */
export async function makeRounds(desk: Desk, serial: string): Promise<{ id: string; spend: DoubleSpend }> {
  const spend = doubleSpend(serial, { issuer: north, bank: south, ways: 3 });
  const claims = spend.claims.slice(0, 2);
  const { conflict } = filedOr(await desk.service.submit(asSouth, { claims } as unknown as Json));
  const { id } = conflict;
  await desk.advance(id);
  const [claimant, other] = spend.claimants;
  const add = async (statement: string): Promise<void> => {
    filedOr(await desk.service.addEvidence({ kind: 'stranger' }, id, { statements: [statement], claim: null }));
    await desk.advance(id);
  };
  // Signed later than the ones that follow: what is there is found by its digest, not by its date alone.
  await add(say('receipt+jwt', { iat: 1_790_095_000, sub: spend.note, frm: spend.holder.id }, claimant!));
  filedOr(await desk.service.registerClaim(asSouth, spend.claims[2] as unknown as Json));
  await desk.advance(id);
  await desk.service.register(asSouth, [
    say('registration+jwt', { sub: claimant!.id }, south),
    say('registration+jwt', { sub: spend.holder.id }, south),
  ]);
  await add(say('testimony+jwt', { cas: id, sub: spend.note, say: 'received_in_good_faith' }, other!));
  return { id, spend };
}
