/** What is changed in a bundle is noticed, whoever changes it; what is not noticed is a member that nothing rests on. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY, signVerdict } from '#arbitration';
import { isFault, jwkOf, parseStatement, type Json, type JsonObject, type PrivateKey } from '#statements';
import { seededRandom, type Random } from '../../libs/inference/test/random.ts';
import { bundleOf, checksOf, makeRounds, submitExamples, wrongOf } from './bundles.ts';
import { asSouth, filedOr, north, openDesk, south, tribunalKey, type Desk } from './desk.ts';
import { doubleSpend, keyOf } from './town.ts';

/** To look harder: CHANGES=3000 CHANGES_SEED=7. */
const CHANGES = Number(process.env['CHANGES'] ?? 300);
const SEED = Number(process.env['CHANGES_SEED'] ?? 1);

let desk: Desk;
/** A case of four rounds, in a market that others have taught. */
let whole: JsonObject;
/** Another case of the same market. */
let other: JsonObject;

/** Cases of every kind of finding. */
const examples: JsonObject[] = [];

beforeAll(async () => {
  desk = await openDesk('bundle_changes');
  for (const id of await submitExamples(desk)) examples.push((await bundleOf(desk, id)) as JsonObject);
  for (const serial of ['c-1', 'c-2', 'c-3']) {
    const spend = doubleSpend(serial, { issuer: north, bank: south });
    const { conflict } = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
    await desk.advance(conflict.id);
    other = (await bundleOf(desk, conflict.id)) as JsonObject;
  }
  whole = (await bundleOf(desk, (await makeRounds(desk, 'c-rounds')).id)) as JsonObject;
});
afterAll(() => desk.database.stop());

type Path = readonly (string | number)[];

function* placesIn(value: Json, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [i, part] of value.entries()) yield* placesIn(part, [...path, i]);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) yield* placesIn(part, [...path, name]);
  }
}

const at = (document: Json, path: Path): Json =>
  path.reduce<Json>((part, name) => (part as JsonObject)[name]!, document);

function withChange(document: JsonObject, path: Path, change: (value: Json) => Json | undefined): JsonObject {
  const copy = structuredClone(document);
  const holder = at(copy, path.slice(0, -1)) as JsonObject;
  const last = path.at(-1)!;
  const value = change(holder[last]!);
  if (value !== undefined) holder[last] = value;
  else if (Array.isArray(holder)) holder.splice(last as number, 1);
  else delete holder[last];
  return copy;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const draw = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

/** changeOf draws another value for one, or undefined: it is left out. */
function changeOf(value: Json, random: Random): Json | undefined {
  const below = (size: number): number => Math.floor(random() * size);
  if (typeof value === 'number') return [value + 1, value - 1, value + 10, 2 * value + 1][below(4)]!;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x';
  if (typeof value === 'string') {
    const place = below(value.length);
    return `${value.slice(0, place)}${LETTERS[below(LETTERS.length)]!}${value.slice(place + 1)}`;
  }
  if (!Array.isArray(value) || value.length === 0 || below(3) === 0) return undefined;
  const [i, j] = [below(value.length), below(value.length)];
  if (below(2) === 0) return value.filter((_, k) => k !== i);
  return value.map((item, k) => (k === i ? value[j]! : k === j ? value[i]! : item));
}

/** Nothing that was decided rests on these. */
const IRRELEVANT: readonly (readonly [place: RegExp, why: string])[] = [
  [/^events\/\d+\/(at|actor|why)$/, 'who did what when, and why, is the service’s word'],
  [/^events\/\d+\/body(\/(?!round|verdict|revision)\w+)?$/, 'what else an event tells is the service’s word'],
  [/^custody\/revision$/, 'says of which revision custody is: then it cannot be compared'],
  [/^custody\/custody\/claimIds(\/\d+)?$/, 'the service’s own ids of claims'],
  [/^custody\/custody\/claims\/\d+\/why$/, 'a release’s own words'],
  [/^custody\/graph\/(nodes|edges)$/, 'in another order'],
  [/^register(\/\d+(\/[xy])?)?$/, 'in another order, or a bank that issued nothing here, left out or with another key'],
  [/^submission\/claims\/\d+\/(receivedAt|paid)$/, 'a bank’s word: a moment earlier or later shows nothing else'],
  [/^submission\/(claims\/\d+\/)?evidence(\/\d+)?$/, 'in another order, or an empty list left out'],
];

/** Of a claim that is set aside, neither the bank matters, nor what no digest covers: a signature, or what cannot be read. */
function isOfClaimSetAside(bundle: JsonObject, path: Path, changed: JsonObject): boolean {
  const [member, list, index, part] = path;
  if (
    member !== 'submission' ||
    list !== 'claims' ||
    at(bundle, ['custody', 'custody', 'claims', index!, 'sound']) === true
  ) {
    return false;
  }
  const signedOf = (text: Json): unknown => (typeof text === 'string' ? text.slice(0, text.lastIndexOf('.')) : text);
  const one = at(bundle, path);
  return part === 'bank' || isFault(parseStatement(one)) || signedOf(one) === signedOf(at(changed, path));
}

describe('one change of a bundle', () => {
  it('is noticed, unless it is of a member that nothing rests on: 300 drawn at random', () => {
    const random = seededRandom(SEED);
    const unnoticed: string[] = [];
    let noticed = 0;
    for (let n = 0; n < CHANGES;) {
      const bundle = n % 2 === 0 ? whole : draw(examples, random);
      // Most figures are the model's: each member of the bundle is as likely.
      const name = draw(Object.keys(bundle), random);
      const path = draw([...placesIn(bundle[name]!, [name])], random);
      const changed = withChange(bundle, path, (value) => changeOf(value, random));
      if (JSON.stringify(changed) === JSON.stringify(bundle)) continue;
      n += 1;
      if (wrongOf(checksOf(changed)).length > 0) {
        noticed += 1;
        continue;
      }
      const place = path.join('/');
      if (IRRELEVANT.some(([pattern]) => pattern.test(place)) || isOfClaimSetAside(bundle, path, changed)) continue;
      unnoticed.push(`${place}: ${JSON.stringify(at(bundle, path))} → ${JSON.stringify(at(changed, path))}`);
    }
    expect(unnoticed).toEqual([]);
    expect(noticed).toBeGreaterThan(CHANGES * 0.75);
  });

  it('is noticed where it is what a cheat would change', () => {
    const drop = (...path: Path): JsonObject => withChange(whole, path, () => undefined);
    const swap = (path: Path): JsonObject =>
      withChange(whole, path, (list) => [(list as Json[])[1]!, (list as Json[])[0]!, ...(list as Json[]).slice(2)]);
    const receipts = (whole['submission'] as JsonObject)['evidence'] as Json[];
    const changes: Record<string, JsonObject> = {
      'the newest verdict left out': drop('verdicts', 3),
      'the first verdict left out': drop('verdicts', 0),
      'verdicts swapped': swap(['verdicts']),
      'the verdict of another case': withChange(whole, ['verdicts', 3], () => (other['verdicts'] as Json[])[0]!),
      'claims swapped': swap(['submission', 'claims']),
      'a claim left out': drop('submission', 'claims', 2),
      'a claim of another case': withChange(whole, ['submission', 'claims', 0], () =>
        at(other, ['submission', 'claims', 0]),
      ),
      'the other bank’s claim': withChange(whole, ['submission', 'claims', 0, 'bank'], () => north.id),
      'another policy': withChange(whole, ['policy'], () => DEFAULT_POLICY as unknown as Json),
      'another model': withChange(
        withChange(whole, ['model'], () => other['model']!),
        ['rounds', 3, 'model'],
        () => other['model']!,
      ),
      'the model of the round before': withChange(whole, ['model'], () => at(whole, ['rounds', 2, 'model'])),
      'the issuer left out of the register': withChange(whole, ['register'], (keys) =>
        (keys as JsonObject[]).filter(({ x }) => x !== jwkOf(north).x),
      ),
      'another case': withChange(whole, ['conflict'], () => other['conflict']!),
    };
    for (const i of receipts.keys()) changes[`evidence ${i} left out`] = drop('submission', 'evidence', i);
    const passed = Object.entries(changes).filter(([, changed]) => wrongOf(checksOf(changed)).length === 0);
    expect(passed.map(([what]) => what)).toEqual([]);
  });
});

/** The payload of a bundle's newest verdict, without its signer. */
function newestOf(bundle: JsonObject): JsonObject {
  const verdict = parseStatement((bundle['verdicts'] as Json[]).at(-1));
  if (isFault(verdict)) throw new Error(verdict.why);
  const { iss: _iss, ...payload } = verdict.payload;
  return payload;
}

/** A bundle whose newest verdict has another payload, signed as it should be, with events that tell of it. */
function signedAnew(bundle: JsonObject, payload: JsonObject, key: PrivateKey = tribunalKey): JsonObject | null {
  const signed = signVerdict(payload, key);
  if (isFault(signed)) return null;
  const last = (bundle['verdicts'] as Json[]).length - 1;
  const told = (bundle['events'] as JsonObject[]).findLastIndex(({ kind }) => kind === 'proposed');
  const anew = withChange(bundle, ['verdicts', last], () => signed.text);
  return withChange(anew, ['events', told, 'body', 'verdict'], () => signed.digest);
}

describe('a verdict that the tribunal signed with one figure changed', () => {
  it('does not follow from its bundle: 300 drawn at random', () => {
    const random = seededRandom(SEED + 1);
    const unnoticed: string[] = [];
    for (let n = 0; n < CHANGES;) {
      const bundle = n % 3 === 0 ? whole : draw(examples, random);
      const payload = newestOf(bundle);
      const name = draw(
        Object.keys(payload).filter((member) => member !== 'jti'),
        random,
      );
      const path = draw([...placesIn(payload[name]!, [name])], random);
      const changed = withChange(payload, path, (value) => changeOf(value, random));
      if (JSON.stringify(changed) === JSON.stringify(payload)) continue;
      n += 1;
      const anew = signedAnew(bundle, changed);
      if (anew === null || wrongOf(checksOf(anew)).length > 0) continue;
      unnoticed.push(`${path.join('/')}: ${JSON.stringify(at(payload, path))} → ${JSON.stringify(at(changed, path))}`);
    }
    // Who is culpable by several hypotheses together is known to one part per million, as each of them is.
    expect(unnoticed.filter((what) => !/^clp\/\d+\/ppm: (\d+) → /.test(what))).toEqual([]);
    expect(unnoticed.length).toBeLessThan(CHANGES / 100);
  });

  it('does not follow from it where somebody is named who was not, or is left out', () => {
    const inventions = [whole, ...examples].flatMap((bundle) => {
      const payload = newestOf(bundle);
      const party = (payload['awd'] as { claim: string }[])[0]?.claim ?? north.id;
      const clp = payload['clp'] as Json[];
      const finding = (payload['fnd'] as JsonObject[])[0];
      return [
        { ...payload, clp: [{ party, ppm: 1_000_000 }, ...clp] },
        ...(clp.length === 0 ? [] : [{ ...payload, clp: clp.slice(1) }]),
        ...(finding === undefined
          ? []
          : [{ ...payload, fnd: [{ ...finding, code: finding['code'] === 'fork' ? 'copy' : 'fork' }] }]),
        { ...payload, awd: [...(payload['awd'] as Json[]), { claim: north.id, act: 'pay', ppm: 1_000_000 }] },
      ].map((changed) => signedAnew(bundle, changed));
    });
    expect(inventions.length).toBeGreaterThan(150);
    const passed = inventions.filter((bundle) => bundle !== null && wrongOf(checksOf(bundle)).length === 0);
    expect(passed.map((bundle) => JSON.stringify(newestOf(bundle!)))).toEqual([]);
  });

  it('is somebody else’s under another key, whoever the reader trusts', () => {
    const forged = signedAnew(whole, newestOf(whole), keyOf('not the tribunal'))!;
    expect(wrongOf(checksOf(forged))).toEqual([expect.stringContaining('3 signature: it is signed by')]);
    expect(wrongOf(checksOf(forged, []))).toEqual([expect.stringContaining('3 signature: it is signed by')]);
    expect(wrongOf(checksOf(whole, []))).toEqual([]);
  });
});
