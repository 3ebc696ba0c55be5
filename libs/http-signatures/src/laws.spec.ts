/** What holds of every signed request. Seeds are fixed; `LAW_RUNS=10 LAW_SEED=7` looks harder. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Suite } from '#statements';
import { bank, check, keyFor, NOW, post, signed } from '../test/bank.ts';
import type { HttpRequest } from './http-message.ts';

const RUNS = Number(process.env['LAW_RUNS'] ?? 1);
const seed = Number(process.env['LAW_SEED'] ?? 1);

const nonces = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 });
const paths = fc.webUrl({ withQueryParameters: true });
const requests: fc.Arbitrary<HttpRequest> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  url: paths,
  headers: fc.constant({}),
  body: fc.oneof(fc.constant(undefined), fc.uint8Array({ maxLength: 64 })),
});
const suites = fc.constantFrom<Suite>('Ed25519', 'ES256', 'ES256K');

it('what was signed verifies, whatever its target, body and nonce', () =>
  fc.assert(
    fc.property(requests, suites, nonces, (request, suite, nonce) => {
      const key = keyFor(suite);
      expect(check(signed(request, key, { nonce }), [key])).toBe(`${key.id} ${NOW} ${nonce}`);
    }),
    { numRuns: 150 * RUNS, seed },
  ));

/** Puts another printable character into a text, at a place that is drawn. */
const changeOf = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(text.length - 1), fc.integer({ min: 0x21, max: 0x7e }))
    .map(([at, code]) => text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1))
    .filter((changed) => changed !== text);

describe('a change of anything covered fails', () => {
  const request = signed(post);
  const good = check(request);
  const fails = (changed: HttpRequest): boolean => check(changed) !== good && /^[a-z_]+$/.test(check(changed));
  const always = (changes: fc.Arbitrary<HttpRequest>): void =>
    fc.assert(fc.property(changes, fails), { numRuns: 300 * RUNS, seed });

  it('is good to begin with', () => expect(good).toBe(`${bank.id} ${NOW} n-1`));
  it('the method', () => always(changeOf(post.method).map((method) => ({ ...request, method }))));
  it('the target URI', () => always(changeOf(post.url).map((url) => ({ ...request, url }))));
  it('a byte of the body', () =>
    always(
      fc.tuple(fc.nat(post.body!.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
        const body = Buffer.from(post.body!);
        body[at]! ^= flip;
        return { ...request, body };
      }),
    ));
  it.each(['content-digest', 'signature-input', 'signature'])('a character of %s', (name) =>
    always(
      changeOf(String(request.headers[name])).map((text) => ({
        ...request,
        headers: { ...request.headers, [name]: text },
      })),
    ),
  );
});

describe('mutated fields', () => {
  const NAMES = ['signature-input', 'signature', 'content-digest'] as const;
  const PIECES = [
    '"',
    '(',
    ')',
    ';',
    '=',
    ',',
    ':',
    '?1',
    '@1',
    '%"',
    '\\',
    '\t',
    ' ',
    '\n',
    '\0',
    'é',
    '1.0',
    ';req',
    'sig1',
    '-',
  ];
  const request = signed(post);
  const cuts = fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      at: fc.nat(400),
      drop: fc.nat(12),
      put: fc.constantFrom(...PIECES, ''),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const mutate = (edits: readonly { name: (typeof NAMES)[number]; at: number; drop: number; put: string }[]) => {
    const headers: Record<string, string> = { ...(request.headers as Record<string, string>) };
    for (const { name, at, drop, put } of edits) {
      const text = headers[name]!;
      const from = at % (text.length + 1);
      headers[name] = text.slice(0, from) + put + text.slice(from + drop);
    }
    return headers;
  };
  it('never throw, and never pass for what they are not', () => {
    const good = check(request);
    const codes = new Set<string>();
    fc.assert(
      fc.property(cuts, (edits) => {
        const headers = mutate(edits);
        const answer = check({ ...request, headers });
        codes.add(answer);
        if (answer !== good) return /^[a-z_]+$/.test(answer);
        // Only spaces may come and go: what is left is what was signed.
        const plain = (text: unknown): string => String(text).replace(/[ \t\n]/g, '');
        return NAMES.every((name) => plain(headers[name]) === plain(request.headers[name]));
      }),
      { numRuns: 10_000 * RUNS, seed },
    );
    expect(codes.size).toBeGreaterThan(5);
  });
  it('nor do texts of any kind', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }), (one, other) =>
        /^[a-z_]+$/.test(
          check({ ...post, headers: { 'signature-input': one, signature: other, 'content-digest': one } }),
        ),
      ),
      { numRuns: 1_000 * RUNS, seed },
    ));
  it('a hostile field is refused in linear time', () => {
    const hostile = [
      '"'.repeat(16_000),
      `"${'\\"'.repeat(8_000)}`,
      `a${' '.repeat(16_000)}b`,
      '('.repeat(16_000),
      ';a'.repeat(8_000),
    ];
    const started = process.hrtime.bigint();
    for (const text of hostile) {
      expect(check({ ...post, headers: { 'signature-input': text, signature: text } })).toMatch(/^[a-z_]+$/);
    }
    expect(Number(process.hrtime.bigint() - started) / 1e6 / hostile.length).toBeLessThan(50);
  });
});
