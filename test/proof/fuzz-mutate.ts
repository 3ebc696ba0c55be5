/** Bodies that are almost good: one or more things in them changed, dropped, doubled, nested or cut. */
import { encodeCompact, type PrivateKey } from '#statements';
import { draw, type Random } from './harness/index.ts';

const ODD: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -0,
  () => -1,
  () => 1.5,
  () => 1e21,
  () => 1e308,
  () => 9_007_199_254_740_992,
  () => '',
  () => 'x'.repeat(10_000),
  () => '\u0000',
  () => '\u202e\u0000\ufeff',
  () => [],
  () => {},
  () => [[[[[]]]]],
  () => JSON.parse('{"toString":1,"valueOf":null,"constructor":{},"then":"x"}') as unknown,
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => nested(15),
  () => nested(17),
  () => nested(3_000),
  () => Array.from({ length: 2_000 }, (_, i) => i),
  () => '2026-11-22T09:30:00.120Z',
  () => '9999-12-31T23:59:59Z',
  () => '0000-01-01T00:00:00Z',
  () => '2026-11-22T09:30:60Z',
  () => 'a.b.c',
  () => 'eyJ.eyJ.eyJ',
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

type Holder = Record<string, unknown> | unknown[];

/** mutateBody spoils a body, and says how. */
export function mutateBody(
  body: object,
  keys: ReadonlyMap<string, PrivateKey>,
  random: Random,
): { readonly what: string; readonly bytes: Buffer } {
  const copy = structuredClone(body) as Record<string, unknown>;
  const share = random();
  if (share < 0.35) return { what: resign(copy, keys, random), bytes: write(copy) };
  if (share < 0.75) {
    const changes = Array.from({ length: 1 + Math.floor(random() ** 2 * 4) }, () => change(copy, random));
    return { what: changes.join(', '), bytes: write(copy) };
  }
  return spoilBytes(write(copy), random);
}

const write = (value: unknown): Buffer => {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    // JSON.stringify recurses; what it cannot write is no input.
    if (error instanceof RangeError) return Buffer.from('[]');
    throw error;
  }
};

/** One change somewhere in the tree. */
function change(root: Record<string, unknown>, random: Random): string {
  const holders = holdersIn(root);
  const holder = draw(random, holders);
  const names = Object.keys(holder);
  if (names.length === 0) return 'nothing';
  const name = draw(random, names);
  const value = (holder as Record<string, unknown>)[name];
  const kind = draw(random, ['replace', 'drop', 'double', 'wrap', 'add', 'swap', 'flip']);
  switch (kind) {
    case 'drop':
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete holder[name];
      break;
    case 'double':
      if (Array.isArray(holder)) holder.push(...Array.from({ length: Math.floor(random() * 5) }, () => value));
      else holder[`${name} `] = value;
      break;
    case 'wrap':
      put(holder, name, random() < 0.5 ? [value] : { [name]: value });
      break;
    case 'add':
      put(
        holder,
        Array.isArray(holder) ? String(holder.length) : draw(random, ['__proto__', 'constructor', 'colour', '']),
        draw(random, ODD)(),
      );
      break;
    case 'swap':
      put(holder, name, draw(random, holders));
      if (isCircular(root)) put(holder, name, value);
      break;
    case 'flip':
      put(holder, name, typeof value === 'string' ? flip(value, random) : draw(random, ODD)());
      break;
    default:
      put(holder, name, draw(random, ODD)());
  }
  return `${kind} of ${Array.isArray(holder) ? 'an entry' : name}`;
}

function put(holder: Holder, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}

function holdersIn(value: unknown): Holder[] {
  const found: Holder[] = [];
  const open = [value];
  for (let next = open.pop(); next !== undefined && found.length < 500; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    found.push(next as Holder);
    open.push(...Object.values(next).filter((one) => typeof one === 'object' && one !== null));
  }
  return found;
}

function isCircular(value: object): boolean {
  const open = new Set<unknown>();
  const visit = (one: unknown): boolean => {
    if (typeof one !== 'object' || one === null) return false;
    if (open.has(one)) return true;
    open.add(one);
    const found = Object.values(one).some(visit);
    open.delete(one);
    return found;
  };
  try {
    return visit(value);
  } catch {
    return true;
  }
}

/** Changes one character of a text, mostly to another that may stand in a statement. */
function flip(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  const put =
    random() < 0.8 ? draw(random, 'AZaz09-_.='.split('')) : draw(random, ['\u0000', '\n', '"', '\u{1f4a5}', ' ']);
  return `${text.slice(0, at)}${put}${text.slice(at + (random() < 0.8 ? 1 : 0))}`;
}

/** Spoils the payload or the header of a statement, and has its signer sign that: the signature is good, the words are not. */
function resign(root: Record<string, unknown>, keys: ReadonlyMap<string, PrivateKey>, random: Random): string {
  const spots = holdersIn(root).flatMap((holder) =>
    Object.entries(holder).flatMap(([name, value]) =>
      typeof value === 'string' && /^eyJ[^.]+\.[^.]+\./.test(value) ? [{ holder, name, value }] : [],
    ),
  );
  if (spots.length === 0) return change(root, random);
  const { holder, name, value } = draw(random, spots);
  const [header = {}, payload = {}] = value
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  const { iss } = payload;
  const { typ } = header;
  const key = typeof iss === 'string' ? keys.get(iss) : undefined;
  if (key === undefined) return change(root, random);
  const spoilt = random() < 0.75 ? payload : header;
  const how = change(spoilt, random);
  put(holder, name, encodeCompact(spoiltText(header), spoiltText(payload), key));
  return `${how} in a signed ${typeof typ === 'string' ? typ : 'thing'}`;
}

const spoiltText = (value: Record<string, unknown>): string => write(value).toString();

/** Spoils the text itself: what no writer of JSON would write. */
function spoilBytes(bytes: Buffer, random: Random): { readonly what: string; readonly bytes: Buffer } {
  const text = bytes.toString();
  const at = Math.floor(random() * bytes.length);
  const kinds: readonly (readonly [string, () => Buffer])[] = [
    ['cut', () => bytes.subarray(0, at)],
    [
      'a byte changed',
      () => Buffer.concat([bytes.subarray(0, at), Buffer.from([Math.floor(random() * 256)]), bytes.subarray(at + 1)]),
    ],
    [
      'bytes of no UTF-8',
      () => Buffer.concat([bytes.subarray(0, at), Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]), bytes.subarray(at)]),
    ],
    ['a member twice', () => Buffer.from(text.replace(/"(\w+)":/, '"$1":null,"$1":'))],
    [
      'a member twice, escaped',
      () =>
        Buffer.from(
          text.replace(
            /"(\w)(\w+)":/,
            (_, a: string, b: string) => `"${a}${b}":null,"\\u00${a.charCodeAt(0).toString(16)}${b}":`,
          ),
        ),
    ],
    ['a byte order mark', () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
    ['UTF-16', () => Buffer.from(text, 'utf16le')],
    ['a comma too many', () => Buffer.from(text.replace(/([\]}])/, ',$1'))],
    ['a comment', () => Buffer.from(`/* hello */ ${text}`)],
    [
      'no number',
      () =>
        Buffer.from(
          text.replace(/(true|false|\d+)/, draw(random, ['NaN', 'Infinity', '01', '1e999', '-', '.5', '0x10'])),
        ),
    ],
    ['single quotes', () => Buffer.from(text.replaceAll('"', "'"))],
    ['two values', () => Buffer.from(`${text}${text}`)],
    ['a lone surrogate', () => Buffer.from(text.replace(/:"/, ':"\\ud83d'))],
    ['white space', () => Buffer.concat([Buffer.alloc(70_000, ' '), bytes])],
    ['nothing', () => Buffer.alloc(0)],
  ];
  const [what, make] = draw(random, kinds);
  return { what, bytes: make() };
}
