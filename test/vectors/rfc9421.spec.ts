/** RFC 9421's own examples: appendix B whole, and what sections 2 to 4 show of components and of signed messages. */
import { constants, createHmac, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  checkContentDigest,
  componentOf,
  isHttpSignatureFault,
  readSignature,
  signatureBase,
  verifySignature,
  type HttpMessage,
  type HttpSignature,
} from '#http-signatures';
import { isFault, native, readKey, readPrivateKey, signBytes, type StatedKey } from '#statements';
import { readHeaders, readRequest, readResponse } from '../../libs/http-signatures/test/read-message.ts';

interface Case {
  readonly id: string;
  readonly label: string;
  readonly alg: string;
  readonly keyid: string;
  readonly signatureBase: string;
  readonly signatureInput: string;
  readonly signatureB64: string;
}
interface Vectors {
  readonly keys: Record<
    string,
    { publicPem?: string; jwkPublic?: Record<string, string>; testOnlyPrivateJwkD?: string; b64?: string }
  >;
  readonly testRequest: string;
  readonly testResponse: string;
  readonly cases: readonly Case[];
  readonly transformMessages: readonly { readonly pn: string; readonly text: string }[];
}

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`rfc9421/${name}`, import.meta.url), 'utf8')) as unknown;
const vectors = load('rfc9421-appendix-b.json') as Vectors;
const { blocks } = load('rfc9421-body-blocks.json') as { blocks: readonly { pn: string; text: string }[] };
const block = (section: string): string => blocks.find(({ pn }) => pn === `section-${section}`)!.text;

const keyOf = (name: string): StatedKey => {
  const key = readKey(vectors.keys[name]!.jwkPublic, name);
  if (isFault(key)) throw new Error(key.why);
  return key;
};

const request = readRequest(vectors.testRequest);
const response = readResponse(vectors.testResponse, request);
const withField = (message: HttpMessage, name: string, value: string): HttpMessage => ({
  ...message,
  headers: { ...message.headers, [name]: value },
});
/** Behind a proxy that states the client's certificate (B.3): only the host and that field differ. */
const certificate = /"client-cert": (.*)/.exec(vectors.cases.find(({ id }) => id === 'B.3')!.signatureBase)![1]!;
const proxied = withField(
  { ...request, url: request.url.replace('example.com', 'service.internal.example') },
  'Client-Cert',
  certificate,
);
const [transformed] = vectors.transformMessages;
const messages: Readonly<Record<string, HttpMessage>> = {
  'B.2.4': response,
  'B.3': proxied,
  'B.4': readRequest(transformed!.text),
};
const messageOf = ({ id }: Case): HttpMessage => messages[id] ?? request;

function read({ label, signatureInput, signatureB64 }: Case): HttpSignature {
  const fields = { 'signature-input': `${label}=${signatureInput}`, signature: `${label}=:${signatureB64}:` };
  const signature = readSignature(fields);
  if (isHttpSignatureFault(signature)) throw new Error(signature.why);
  return signature;
}

describe('appendix B', () => {
  it.each(vectors.cases)('$id: the signature base of $alg', (one) => {
    const { components, params } = read(one);
    expect(signatureBase(messageOf(one), components, params)).toBe(one.signatureBase);
  });

  const ours = vectors.cases.filter(({ alg }) => alg === 'ed25519' || alg === 'ecdsa-p256-sha256');
  it('has four signatures of our algorithms', () =>
    expect(ours.map(({ id }) => id)).toEqual(['B.2.4', 'B.2.6', 'B.3', 'B.4']));
  it.each(ours)('$id: the $alg signature is good, and over nothing else', (one) => {
    const key = keyOf(one.keyid);
    expect(verifySignature(messageOf(one), read(one), key)).toBeNull();
    expect(verifySignature(withField(messageOf(one), 'content-type', 'text/plain'), read(one), key)?.code).toBe(
      one.signatureBase.includes('"content-type"') ? 'bad_signature' : undefined,
    );
  });

  /** No key of a party is RSA or a shared secret, so that only their bases are ours; their signatures hold us to them. */
  it.each(vectors.cases.filter(({ alg }) => alg === 'rsa-pss-sha512'))('$id: RSA-PSS over our base', (one) => {
    const { components, params, signature } = read(one);
    const pem = vectors.keys[one.keyid]!.publicPem!.replace(/(?<=[^-]{10}) (?=[^-]{10})/g, '\n');
    const key = { key: pem, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    const base = signatureBase(messageOf(one), components, params) as string;
    expect(verify('sha512', Buffer.from(base), key, signature)).toBe(true);
  });
  it.each(vectors.cases.filter(({ alg }) => alg === 'hmac-sha256'))('$id: HMAC over our base', (one) => {
    const { components, params, signature } = read(one);
    const secret = Buffer.from(vectors.keys[one.keyid]!.b64!, 'base64');
    const base = signatureBase(messageOf(one), components, params) as string;
    expect(createHmac('sha256', secret).update(base).digest()).toEqual(Buffer.from(signature));
  });

  it('B.2.6: our Ed25519 makes the same bytes of the private key', () => {
    const { jwkPublic, testOnlyPrivateJwkD } = vectors.keys['test-key-ed25519']!;
    const key = readPrivateKey({ ...jwkPublic, d: testOnlyPrivateJwkD! });
    if (isFault(key)) throw new Error(key.why);
    const one = vectors.cases.find(({ id }) => id === 'B.2.6')!;
    expect(Buffer.from(signBytes(key, Buffer.from(one.signatureBase))).toString('base64')).toBe(one.signatureB64);
  });

  it.each(vectors.transformMessages.filter(({ text }) => / HTTP\/1.1/.test(text)))(
    'B.4: $pn verifies where the message was only transformed',
    ({ pn, text }) => {
      const message = readRequest(text);
      const signature = readSignature(message.headers);
      if (isHttpSignatureFault(signature)) throw new Error(signature.why);
      // The last two change the method and authority, or the order of two lines.
      const isChanged = /-(13|15)$/.test(pn);
      expect(verifySignature(message, signature, keyOf('test-key-ed25519'))?.code).toBe(
        isChanged ? 'bad_signature' : undefined,
      );
    },
  );

  it('the digests of its request and response are those of their bodies', () => {
    for (const { headers, body } of [request, response]) expect(checkContentDigest(headers, body!)).toBeNull();
  });
});

describe('section 2.4: a response bound to its request', () => {
  it.each(['2.4-14', '2.4-22'])('%s', (section) => {
    const asked = readRequest(block('2.4-7'));
    const message = readResponse(block(section), asked);
    const signature = readSignature(message.headers);
    if (isHttpSignatureFault(signature)) throw new Error(signature.why);
    const expected = block(section === '2.4-14' ? '2.4-12' : '2.4-20').trimEnd();
    expect(signatureBase(message, signature.components, signature.params)).toBe(expected);
    expect(verifySignature(message, signature, keyOf('test-key-ecc-p256'))).toBeNull();
    const other = { ...message, request: { ...asked, method: 'PUT' } };
    expect(verifySignature(other, signature, keyOf('test-key-ecc-p256'))?.code).toBe('bad_signature');
    const { request: _request, ...alone } = message;
    expect(verifySignature(alone, signature, keyOf('test-key-ecc-p256'))?.code).toBe('component_missing');
  });
});

describe('sections 3 and 4', () => {
  it('2.5 and 3.2: the base of the signed request', () => {
    const signature = readSignature(readRequest(block('3.2-6')).headers) as HttpSignature;
    expect(signatureBase(readRequest(block('2.5-11')), signature.components, signature.params)).toBe(
      block('2.5-13.1').trimEnd(),
    );
  });
  it('4.3: of a client’s and a proxy’s signatures each is found by its key, and covers what it says', () => {
    const sent = readRequest(block('4.3-3'));
    const client = readSignature(sent.headers, (keyid) => keyid === 'test-key-ecc-p256') as HttpSignature;
    expect(verifySignature(sent, client, keyOf('test-key-ecc-p256'))).toBeNull();
    const forwarded = readRequest(block('4.3-11'));
    expect((readSignature(forwarded.headers, (keyid) => keyid === 'test-key-ecc-p256') as HttpSignature).label).toBe(
      'sig1',
    );
    const proxy = readSignature(forwarded.headers, (keyid) => keyid === 'test-key-rsa') as HttpSignature;
    expect(signatureBase(forwarded, proxy.components, proxy.params)).toBe(block('4.3-7').trimEnd());
    expect(verifySignature(forwarded, proxy, keyOf('test-key-ecc-p256'))?.code).toBe('alg_mismatch');
  });
});

describe('section 2: components', () => {
  /** The lines of a base but its last. */
  const lines = (message: HttpMessage, ...components: Parameters<typeof componentOf>[]): string => {
    const base = signatureBase(
      message,
      components.map((one) => componentOf(...one)),
      new Map(),
    );
    return isHttpSignatureFault(base) ? base.code : `${base.split('\n').slice(0, -1).join('\n')}\n`;
  };
  const fields = (section: string): HttpMessage => ({
    method: 'GET',
    url: 'https://www.example.com/',
    headers: readHeaders(block(section).trimEnd().split('\n')),
  });
  const shown = (section: string): string => block(section).replace('(SP)', ' ');

  it('2.1: fields are trimmed, unfolded and joined', () => {
    const names = ['host', 'date', 'x-ows-header', 'x-obs-fold-header', 'cache-control', 'example-dict'];
    expect(lines(fields('2.1-10'), ...names.map((name): [string] => [name]))).toBe(shown('2.1-12'));
    expect(lines({ ...request, headers: { 'X-Empty-Header': ' ' } }, ['x-empty-header'])).toBe(shown('2.1-16'));
  });
  it('2.1.1: a field written anew, where it is known to be structured', () => {
    expect(lines(fields('2.1.1-5'), ['example-dict'])).toBe(shown('2.1.1-7'));
    // Nobody knows what type an example's field has: Priority is a dictionary too.
    const priority = { ...request, headers: { Priority: block('2.1.1-5').slice('Example-Dict:'.length) } };
    expect(lines(priority, ['priority', { sf: true }])).toBe(shown('2.1.1-9').replace('example-dict', 'priority'));
    expect(lines(fields('2.1.1-5'), ['example-dict', { sf: true }])).toBe('component_malformed');
  });
  it('2.1.2: a member of a dictionary', () => {
    const keys = ['a', 'd', 'b', 'c'].map((key): [string, { key: string }] => ['example-dict', { key }]);
    expect(lines(fields('2.1.2-7'), ...keys)).toBe(shown('2.1.2-9'));
    expect(lines(fields('2.1.2-7'), ['example-dict', { key: 'e' }])).toBe('component_missing');
  });
  it('2.1.3: lines as bytes', () => {
    expect(lines(fields('2.1.3-5'), ['example-header'])).toBe(shown('2.1.3-9'));
    expect(lines(fields('2.1.3-7'), ['example-header'])).toBe(shown('2.1.3-9'));
    expect(lines(fields('2.1.3-5'), ['example-header', { bs: true }])).toBe(shown('2.1.3-11'));
    expect(lines(fields('2.1.3-7'), ['example-header', { bs: true }])).toBe(shown('2.1.3-13'));
  });
  it('2.1.4: trailers', () => {
    const [head = ''] = block('2.1.4-3').split('\n\n');
    const [trailer = ''] = block('2.1.4-3').trimEnd().split('\n').slice(-1);
    const message = { ...readResponse(head), trailers: readHeaders([trailer]) };
    expect(lines(message, ['@status'], ['trailer'], ['expires', { tr: true }])).toBe(shown('2.1.4-5'));
  });
  it.each([
    ['@method', '2.2.1-3', '2.2.1-7', 'https'],
    ['@target-uri', '2.2.2-3', '2.2.2-7', 'https'],
    ['@authority', '2.2.3-3', '2.2.3-7', 'https'],
    ['@scheme', '2.2.4-3', '2.2.4-7', 'http'],
    ['@request-target', '2.2.5-5', '2.2.5-9', 'https'],
    ['@request-target', '2.2.5-11', '2.2.5-15', 'https'],
    ['@request-target', '2.2.5-17', '2.2.5-21', 'https'],
    ['@request-target', '2.2.5-23', '2.2.5-27', 'https'],
    ['@path', '2.2.6-3', '2.2.6-7', 'https'],
    ['@query', '2.2.7-3', '2.2.7-7', 'https'],
    ['@query', '2.2.7-9', '2.2.7-13', 'https'],
  ])('%s of %s', (name, section, expected, scheme) =>
    expect(lines(readRequest(block(section), scheme), [name])).toBe(shown(expected)),
  );
  it('2.2.7: no query is an empty one', () =>
    expect(lines(readRequest('GET / HTTP/1.1\nHost: www.example.com\n'), ['@query'])).toBe(shown('2.2.7-17')));
  it('2.2.8: one parameter of the query', () => {
    const named = (...names: string[]): [string, { name: string }][] => names.map((name) => ['@query-param', { name }]);
    expect(lines(readRequest(block('2.2.8-7')), ...named('baz', 'qux', 'param'))).toBe(shown('2.2.8-13'));
    expect(lines(readRequest(block('2.2.8-16')), ...named('var', 'bar', 'fa%C3%A7ade%22%3A%20'))).toBe(
      shown('2.2.8-18'),
    );
  });
  it('2.2.9: the status', () => expect(lines(readResponse(block('2.2.9-3')), ['@status'])).toBe(shown('2.2.9-7')));
});

describe('the native verifier is the one that statements have', () => {
  it('refuses the published signature under a key of small order', () => {
    const weak: StatedKey = { ...keyOf('test-key-ed25519'), point: Buffer.alloc(32) };
    const one = vectors.cases.find(({ id }) => id === 'B.2.6')!;
    expect(native.isValidKey('Ed25519', weak.point)).toBe(false);
    expect(verifySignature(request, read(one), weak)?.code).toBe('weak_key');
  });
});
