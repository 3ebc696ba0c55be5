import { describe, expect, it } from '@jest/globals';
import { signBytes, type PrivateKey } from '#statements';
import { bank, check, keyFor, NOW, post, signed } from '../test/bank.ts';
import { componentOf } from './component.ts';
import type { HttpRequest } from './http-message.ts';
import { readSignature, readSignatures } from './read-signature.ts';
import { serializeParams, signatureBase, type SignatureParams } from './signature-base.ts';

const GOOD = `${bank.id} ${NOW} n-1`;
const get: HttpRequest = { method: 'GET', url: 'https://tribunal.example/v1/conflicts', headers: {} };

/** Signs whatever components and parameters it is given. */
function signFreely(
  request: HttpRequest,
  components: readonly string[],
  params: Record<string, string | number | boolean>,
  key: PrivateKey = bank,
): HttpRequest {
  const list: SignatureParams = new Map(Object.entries(params));
  const base = signatureBase(request, components, list) as string;
  const signature = Buffer.from(signBytes(key, Buffer.from(base))).toString('base64');
  const input = serializeParams(
    components.map((name) => componentOf(name)),
    list,
  );
  return {
    ...request,
    headers: { ...request.headers, 'Signature-Input': `s=${input}`, Signature: `s=:${signature}:` },
  };
}

const FULL = ['@method', '@target-uri'];
const PARAMS = { created: NOW, nonce: 'n-1', keyid: bank.id };

describe('a signed request', () => {
  it.each(['Ed25519', 'ES256', 'ES256K'] as const)('of a %s key is good', (suite) => {
    const key = keyFor(suite);
    expect(check(signed(post, key), [key])).toBe(`${key.id} ${NOW} n-1`);
    expect(check(signed(get, key), [key])).toBe(`${key.id} ${NOW} n-1`);
  });
  it('has the fields that RFC 9421 and RFC 9530 say', () => {
    const { headers } = signed(post);
    expect(headers).toMatchObject({
      'content-digest': 'sha-256=:mrEPD4hcnBe5uxYOaFMw+OCJHvjxO7oq4NhgkeYruEQ=:',
      'signature-input': `sig1=("@method" "@target-uri" "content-digest");created=${NOW};nonce="n-1";keyid="${bank.id}"`,
    });
    expect(headers['signature']).toMatch(/^sig1=:[A-Za-z0-9+/]{86}==:$/);
  });
  it('keeps the digest that it has, of sha-512 too', () => {
    const digest = 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';
    const request = signed({ ...post, body: Buffer.from('{"hello": "world"}'), headers: { 'Content-Digest': digest } });
    expect(Object.keys(request.headers)).not.toContain('content-digest');
    expect(check(request)).toBe(GOOD);
  });
  it('may state the algorithm of its key, and no other', () => {
    expect(check(signFreely(get, FULL, { ...PARAMS, alg: 'ed25519' }))).toBe(GOOD);
    for (const alg of ['ecdsa-p256-sha256', 'hmac-sha256', 'Ed25519', '']) {
      expect(check(signFreely(get, FULL, { ...PARAMS, alg }))).toBe('alg_mismatch');
    }
    const key = keyFor('ES256K');
    const params = { ...PARAMS, keyid: key.id };
    expect(check(signFreely(get, FULL, { ...params, alg: 'ecdsa-secp256k1-sha256' }, key), [key])).toContain(key.id);
    expect(check(signFreely(get, FULL, { ...params, alg: 'ecdsa-p256-sha256' }, key), [key])).toBe('alg_mismatch');
  });
  it('may cover more than it must, in any order', () => {
    const request = { ...get, headers: { Accept: ['application/json', 'text/plain'], 'Idempotency-Key': 'k' } };
    const components = ['idempotency-key', '@target-uri', 'accept', '@authority', '@method', '@query'];
    expect(check(signFreely(request, components, PARAMS))).toBe(GOOD);
  });
});

describe('who signed', () => {
  it('must be known', () => expect(check(signed(get), [])).toBe('unknown_key'));
  it('is the owner of the key, not whom the register calls so', () => {
    const other = keyFor('Ed25519', 'other');
    expect(check(signed(get), [{ ...other, id: bank.id }])).toBe('bad_signature');
    expect(check(signed(get, other), [{ ...bank, id: other.id }])).toBe('bad_signature');
  });
  it('is found among several signatures, wherever it stands', () => {
    const proxy = signed(get, keyFor('ES256', 'proxy'), { label: 'proxy' }).headers;
    const { headers } = signed(get);
    const join = (name: string, first: 'own' | 'proxy'): string[] =>
      [String(headers[name]), String(proxy[name])].sort((a) =>
        a.startsWith('proxy') === (first === 'proxy') ? -1 : 1,
      );
    for (const first of ['own', 'proxy'] as const) {
      const both = { 'signature-input': join('signature-input', first), signature: join('signature', first) };
      expect(check({ ...get, headers: both })).toBe(GOOD);
      expect(readSignatures(both)).toHaveLength(2);
      expect(readSignature(both, (keyid) => keyid === bank.id)).toMatchObject({ label: 'sig1' });
    }
  });
  it('is not told by a signature that names nobody', () =>
    expect(check(signFreely(get, FULL, { created: NOW, nonce: 'n' }))).toBe('unknown_key'));
});

describe('time and nonce', () => {
  it.each([
    [-300, GOOD],
    [300, GOOD],
    [-301, 'signature_out_of_time'],
    [301, 'signature_out_of_time'],
    [0.5, GOOD],
  ])('a clock that is %d s off', (off, expected) => {
    expect(check(signed(get), [bank], NOW + off)).toBe(expected);
  });
  it.each([
    ['no created', { nonce: 'n', keyid: bank.id }, 'signature_incomplete'],
    ['no nonce', { created: NOW, keyid: bank.id }, 'signature_incomplete'],
    ['an empty nonce', { ...PARAMS, nonce: '' }, 'signature_malformed'],
    ['a nonce that is too long', { ...PARAMS, nonce: 'n'.repeat(129) }, 'signature_malformed'],
    ['a nonce that is a number', { ...PARAMS, nonce: 7 }, 'signature_malformed'],
    ['created as a text', { ...PARAMS, created: String(NOW) }, 'signature_malformed'],
    ['created with a fraction', { ...PARAMS, created: NOW + 0.5 }, 'signature_malformed'],
    ['created before 1970', { ...PARAMS, created: -NOW }, 'signature_malformed'],
    ['expires as a text', { ...PARAMS, expires: 'never' }, 'signature_malformed'],
    ['expired', { ...PARAMS, expires: NOW - 1 }, 'signature_expired'],
    ['about to expire', { ...PARAMS, expires: NOW }, `${bank.id} ${NOW} n-1`],
    ['a keyid that is no text', { ...PARAMS, keyid: true }, 'unknown_key'],
  ])('%s', (_what, params, expected) => expect(check(signFreely(get, FULL, params))).toBe(expected));
});

describe('what must be covered', () => {
  it.each(['@method', '@target-uri'])('%s', (name) => {
    const rest = FULL.filter((other) => other !== name);
    expect(check(signFreely(get, rest, PARAMS))).toBe('not_covered');
  });
  it('content-digest, where there is a body', () => {
    const digest = { 'Content-Digest': String(signed(post).headers['content-digest']) };
    const request = { ...post, headers: digest };
    expect(check(signFreely(request, FULL, PARAMS))).toBe('not_covered');
    expect(check(signFreely(request, [...FULL, 'content-digest'], PARAMS))).toBe(GOOD);
    expect(check(signed({ ...post, body: Buffer.alloc(0) }))).toBe(GOOD);
  });
  it('a member of the digest is not the digest', () => {
    const request = signed(post);
    const headers = { ...request.headers };
    headers['signature-input'] = String(headers['signature-input']).replace(
      '"content-digest"',
      '"content-digest";key="sha-256"',
    );
    expect(check({ ...request, headers })).toBe('not_covered');
  });
  it('the body that the digest is of', () => {
    expect(check({ ...signed(post), body: Buffer.from('{"claims":[] }') })).toBe('digest_mismatch');
    expect(check({ ...signed(post), body: Buffer.alloc(0) })).toBe('digest_mismatch');
    // A digest of what has no body is held to that, covered or not.
    expect(check({ ...signed(get), headers: { ...signed(get).headers, 'content-digest': 'md5=:AA==:' } })).toBe(
      'digest_unknown',
    );
  });
});

describe('what the fields look like', () => {
  const fields = signed(get).headers;
  const input = String(fields['signature-input']);
  const signature = String(fields['signature']);
  const withInput = (text: string | string[]): HttpRequest => ({
    ...get,
    headers: { ...fields, 'signature-input': text },
  });
  it.each([
    ['no input', {}, 'signature_missing'],
    ['no signature', { 'Signature-Input': input }, 'signature_missing'],
    ['empty ones', { 'Signature-Input': '', Signature: '' }, 'signature_missing'],
    [
      'another label',
      { 'Signature-Input': input, Signature: signature.replace('sig1', 'sig2') },
      'signature_malformed',
    ],
    ['a signature too many', { 'Signature-Input': input, Signature: `${signature}, x=:AA==:` }, 'signature_malformed'],
    ['a text for a signature', { 'Signature-Input': input, Signature: 'sig1="AA=="' }, 'signature_malformed'],
    ['a signature with a parameter', { 'Signature-Input': input, Signature: `${signature};x` }, 'signature_malformed'],
    ['a signature that is too short', { 'Signature-Input': input, Signature: 'sig1=:AA==:' }, 'bad_signature'],
    ['an empty signature', { 'Signature-Input': input, Signature: 'sig1=::' }, 'bad_signature'],
    ['bits beyond the last byte', { 'Signature-Input': input, Signature: 'sig1=:AB==:' }, 'signature_malformed'],
    ['bytes beyond ASCII', { 'Signature-Input': `${input}é`, Signature: signature }, 'signature_malformed'],
  ])('%s', (_what, headers, code) => expect(check({ ...get, headers })).toBe(code));

  it.each([
    ['a label twice', `${input}, ${input}`],
    ['a label twice, in two lines', [input, input]],
    ['a parameter twice', `${input};nonce="n-1"`],
    ['a parameter twice with another value', input.replace(';nonce', ';nonce="n-2";nonce')],
    ['a component twice', input.replace('"@method"', '"@method" "@method"')],
    ['a component’s parameter twice', input.replace('"@method"', '"@method";req;req')],
    ['no list', 'sig1="@method"'],
    ['a list of numbers', input.replace('"@method"', '1')],
    ['a list that does not end', input.replace(')', '')],
    ['a number that is written otherwise', input.replace(String(NOW), `${NOW}.0`)],
    ['a number with a zero before it', input.replace(String(NOW), `0${NOW}`)],
    ['more than 64 components', `sig1=(${Array.from({ length: 65 }, (_, i) => `"x-${i}"`).join(' ')})`],
    ['the parameters as a component', input.replace('"@method"', '"@signature-params"')],
  ])('%s is refused', (_what, text) => {
    const code = check(withInput(text));
    expect(['signature_malformed', 'component_unknown', 'not_covered']).toContain(code);
  });
  it('spaces between do not matter, spaces within do', () => {
    expect(check(withInput(`  ${input.replace(' ', '   ').replace('(', '( ').replaceAll(';', '; ')} `))).toBe(GOOD);
    expect(check(withInput(input.replace('nonce="n-1"', 'nonce="n-1 "')))).toBe('bad_signature');
  });
});

describe('components that cannot be had', () => {
  it.each([
    ['x-absent', 'component_missing'],
    ['@status', 'component_missing'],
    ['@signature-params', 'component_unknown'],
    ['@nothing', 'component_unknown'],
    ['@query-param', 'component_malformed'],
    ['Date', 'component_unknown'],
    ['', 'component_unknown'],
    ['a b', 'component_unknown'],
    ['x-byte', 'component_malformed'],
    ['__proto__', 'component_missing'],
    ['constructor', 'component_missing'],
  ])('%j', (name, code) => {
    const request: HttpRequest = { ...get, headers: { ...signed(get).headers, 'X-Byte': 'caf\u00e9' } };
    const input = String(request.headers['signature-input']).replace('("@method"', `("@method" "${name}"`);
    expect(check({ ...request, headers: { ...request.headers, 'signature-input': input } })).toBe(code);
  });
  it('a query with the same name twice', () => {
    const message = { ...get, url: 'https://tribunal.example/?a=1&b=2&a=3' };
    expect(signatureBase(message, [componentOf('@query-param', { name: 'a' })], new Map())).toMatchObject({
      code: 'component_malformed',
    });
  });
  it('a field with a line break that is no folding', () =>
    expect(signatureBase({ ...get, headers: { a: 'x\n"@method": PUT' } }, ['a'], new Map())).toMatchObject({
      code: 'component_malformed',
    }));
  it('the authority without the default port and in lower case, the target URI as it is', () => {
    const message = { ...get, url: 'HTTPS://user@Tribunal.Example:443?x#y' };
    expect(signatureBase(message, ['@authority', '@scheme', '@path', '@query', '@target-uri'], new Map())).toBe(
      '"@authority": tribunal.example\n"@scheme": https\n"@path": /\n"@query": ?x\n' +
        '"@target-uri": HTTPS://user@Tribunal.Example:443?x\n' +
        '"@signature-params": ("@authority" "@scheme" "@path" "@query" "@target-uri")',
    );
  });
});
