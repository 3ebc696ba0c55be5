/** What proof "fuzz" sends: naughty strings in every field, the JSON suite at every route, mutations, odd bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import type { PrivateKey } from '#statements';
import type { DoubleSpend } from '../service/town.ts';
import { mutateBody } from './fuzz-mutate.ts';
import { rawRequest } from './fuzz-raw.ts';
import { requestOf } from './fuzz-wire.ts';
import { draw, shuffle, type Bank, type Random } from './harness/index.ts';

/** One thing to send. */
export interface FuzzInput {
  /** Of which kind it is, and where the oddness stands. */
  readonly what: string;
  readonly bytes: Buffer;
  readonly isHead: boolean;
  /** Whether it may not be one whole request: it gets a connection of its own, and may be left without an answer. */
  readonly isRaw: boolean;
}

/** What is good and gets spoilt. */
export interface FuzzMatter {
  readonly banks: readonly Bank[];
  /** Conflicts that stand: those of the first spends. */
  readonly conflicts: readonly string[];
  readonly spends: readonly DoubleSpend[];
  /** Of each spend, statements of every other kind. */
  readonly evidence: readonly (readonly string[])[];
  /** Submissions of all kinds, whole. */
  readonly submissions: readonly Readonly<Record<string, unknown>>[];
  /** Signs statements again after their payload was spoilt. */
  readonly keys: ReadonlyMap<string, PrivateKey>;
}

const root = ((): URL => {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (readdirSync(folder).includes('package.json')) return folder;
  }
})();
export const fileOf = (path: string): URL => new URL(path, root);

const STRINGS = JSON.parse(readFileSync(fileOf('test/vectors/blns/blns.json'), 'utf8')) as readonly string[];
const SUITE = ['test_parsing', 'test_transform'].flatMap((part) =>
  readdirSync(fileOf(`test/vectors/jsontestsuite/${part}/`)).map((name) => ({
    name,
    bytes: readFileSync(fileOf(`test/vectors/jsontestsuite/${part}/${encodeURIComponent(name)}`)),
  })),
);

/** How the header of a registration begins, as town.ts writes it. */
const REGISTRATION = Buffer.from('{"alg":"Ed25519","typ":"registration').toString('base64url').slice(0, -2);
const PARTY = '/v1/parties/:id/reputation';
export const POSTS = ['/v1/conflicts', '/v1/claims', '/v1/conflicts/:id/evidence', '/v1/registrations', '/v1/activity'];
const GETS = [
  '/v1/conflicts',
  '/v1/conflicts/:id',
  '/v1/conflicts/:id/custody',
  '/v1/conflicts/:id/verdicts',
  '/v1/conflicts/:id/bundle',
  PARTY,
  '/.well-known/jwks.json',
  '/healthz',
  '/readyz',
  '/openapi.json',
  '/docs',
  '/docs/problems',
  '/docs/:file',
];
const FIELDS = [
  'authorization',
  'idempotency-key',
  'if-none-match',
  'x-request-id',
  'content-type',
  'content-encoding',
  'content-digest',
  'signature',
  'signature-input',
  'accept',
  'host',
  'expect',
  'x-forwarded-for',
  'cookie',
  'range',
];
const QUERIES = ['limit', 'cursor', 'state', 'unknown'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];

/** jsonSuite is every file of the JSON suite at every route that takes a body. */
export function jsonSuite(matter: FuzzMatter, random: Random): FuzzInput[] {
  const all = POSTS.flatMap((path) => SUITE.map(({ name, bytes }) => ({ path, name, bytes })));
  return shuffle(random, all).map(({ path, name, bytes }) => {
    const target = placed(path, matter, random);
    return whole(`JSON suite ${name} at ${path}`, requestOf('POST', target, bearer(matter, random), bytes));
  });
}

/** drawInput makes any other input. */
export function drawInput(matter: FuzzMatter, random: Random): FuzzInput {
  const share = random();
  if (share < 0.4) return naughtyBody(matter, random);
  if (share < 0.75) return mutation(matter, random);
  if (share < 0.9) return naughtyPlace(matter, random);
  return { what: 'raw bytes', bytes: rawRequest(random, draw(random, matter.banks).token), isHead: false, isRaw: true };
}

/** A request that a bank would send, before it is spoilt. */
interface GoodPost {
  readonly target: string;
  readonly body: Record<string, unknown>;
}

/** goodPost makes a good request to a route. */
export function goodPost(
  path: string,
  { spends, evidence, conflicts, submissions }: FuzzMatter,
  random: Random,
): GoodPost {
  const at = Math.floor(random() * spends.length);
  const spend = spends[at]!;
  const all = evidence[at]!;
  const some = all.filter(() => random() < 0.4);
  const about = Math.floor(random() * conflicts.length);
  switch (path) {
    case '/v1/conflicts': {
      const claims = spend.claims.map((claim) => ({ ...claim, evidence: some }));
      return {
        target: path,
        body: random() < 0.4 ? { ...draw(random, submissions) } : { reference: 'case 1', claims, evidence: some },
      };
    }
    case '/v1/claims':
      return { target: path, body: { ...draw(random, spend.claims), evidence: some, reference: 'case 2' } };
    case '/v1/registrations':
      return { target: path, body: { statements: all.filter((text) => text.startsWith(REGISTRATION)) } };
    case '/v1/activity':
      return { target: path, body: { reports: [{ party: spend.holder.id, settled: 3 }] } };
    default: {
      const claim = random() < 0.3 ? { claim: spends[about]!.claims[0]!.transcript[0]! } : {};
      return { target: path.replace(':id', conflicts[about]!), body: { statements: [...evidence[about]!], ...claim } };
    }
  }
}

/** A string where something else stood, or as the name of a member. */
function naughtyBody(matter: FuzzMatter, random: Random): FuzzInput {
  const path = draw(random, POSTS);
  const { target, body: good } = goodPost(path, matter, random);
  const body = structuredClone(good);
  const text = draw(random, STRINGS);
  const places = placesIn(body);
  const { holder, name } = draw(random, places);
  const asName = random() < 0.2;
  if (asName) setOwn(holder, text, holder[name]);
  else setOwn(holder, name, text);
  const bytes = Buffer.from(JSON.stringify(body));
  return whole(
    `a naughty ${asName ? 'name' : 'value'} for ${name} at ${path}`,
    requestOf('POST', target, credentials(matter, random), bytes),
  );
}

function mutation(matter: FuzzMatter, random: Random): FuzzInput {
  const path = draw(random, POSTS);
  const { target, body } = goodPost(path, matter, random);
  const { what, bytes } = mutateBody(body, matter.keys, random);
  return whole(`${what} at ${path}`, requestOf('POST', target, credentials(matter, random), bytes));
}

/** A string in the path, the query or a header field: as it is, or as it should be written there. */
function naughtyPlace(matter: FuzzMatter, random: Random): FuzzInput {
  const text = draw(random, STRINGS);
  const path = draw(random, [...GETS, ...POSTS]);
  const method = random() < 0.7 ? (GETS.includes(path) ? 'GET' : 'POST') : draw(random, METHODS);
  const body = method === 'POST' ? Buffer.from(JSON.stringify(goodPost(path, matter, random).body)) : undefined;
  const isAsIs = random() < 0.3;
  const written = isAsIs ? text : percent(text);
  const where = draw(random, ['path', 'query', 'field', 'field']);
  const isHead = method === 'HEAD';
  const known = credentials(matter, random);
  const place = placed(path, matter, random);
  let request: Buffer;
  let what = `a naughty ${where} of ${method} ${path}`;
  if (where === 'path') {
    request = requestOf(
      method,
      path.includes(':') ? path.replace(/:\w+/, () => written) : `${path}/${written}`,
      known,
      body,
    );
  } else if (where === 'query') {
    request = requestOf(method, `${place}?${draw(random, QUERIES)}=${written}`, known, body);
  } else {
    const field = draw(random, FIELDS);
    what = `a naughty ${field} of ${method} ${path}`;
    request = requestOf(method, place, { ...known, [field]: isAsIs ? text : written }, body);
  }
  // A line that ends early, or a space in a path, makes something else of the bytes than one request.
  return { what, bytes: request, isHead, isRaw: isAsIs || isHead || /expect|content/.test(what) };
}

const whole = (what: string, bytes: Buffer): FuzzInput => ({ what, bytes, isHead: false, isRaw: false });

const bearer = ({ banks }: FuzzMatter, random: Random): Record<string, string> => ({
  authorization: `Bearer ${draw(random, banks).token}`,
});

/** Mostly a bank; now and then nobody, or somebody with a token that does not count. */
function credentials(matter: FuzzMatter, random: Random): Record<string, string> {
  const share = random();
  if (share < 0.9) return bearer(matter, random);
  return share < 0.95
    ? {}
    : { authorization: `Bearer ${draw(random, STRINGS).replaceAll(/[^\x21-\x7e]/g, '') || 'x'}` };
}

function placed(path: string, { conflicts, spends }: FuzzMatter, random: Random): string {
  const party = draw(random, spends).holder.id;
  return path.replace(':id', path === PARTY ? party : draw(random, conflicts)).replace(':file', 'start.js');
}

const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

interface PlaceInBody {
  readonly holder: Record<string, unknown>;
  readonly name: string;
}

/** Every member and entry of a body. */
function placesIn(value: unknown): PlaceInBody[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...placesIn(holder[name])]);
}

/** Sets a member of whatever name, also `__proto__`. */
function setOwn(holder: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}
