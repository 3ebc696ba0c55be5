/** What proof "hostile" sends: requests that are made to cost much, each with the answers that it may get. */
import type { PrivateKey } from '#statements';
import { doubleSpend, say, type DoubleSpend } from '../service/town.ts';
import { requestOf } from './fuzz-wire.ts';

export interface HostileKind {
  readonly name: string;
  /** What is sent; numbers are pauses in milliseconds. */
  readonly parts: () => readonly (Buffer | number)[];
  /** The answers that it may get, as `status code`; a good status stands alone. */
  readonly answers: readonly string[];
  /** Whether it may be taken, and then costs work on other threads after its answer. */
  readonly isTaken: boolean;
  /** Whether it is refused only when 32 MiB were received. */
  readonly isReceived: boolean;
}

const WHITE = '32 MiB of white space';
const STRING = '32 MiB in one string';
const CHUNKS = '33 MiB in chunks';
const RECEIVED: readonly string[] = [WHITE, STRING, CHUNKS];
const MIB = 1_048_576;
const MOST = 32 * MIB;
const MILLION = 1_000_000;
const HOPS = 10_000;

export interface HostileMatter {
  readonly token: string;
  /** A case that stands, and what it is about. */
  readonly conflict: string;
  readonly spend: DoubleSpend;
  /** The bank that the token is of, and another. */
  readonly banks: readonly [PrivateKey, PrivateKey];
}

/** hostileKinds makes them all; what is large is made once. */
export function hostileKinds({ token, conflict, spend, banks: [issuer, bank] }: HostileMatter): HostileKind[] {
  const bearer = { authorization: `Bearer ${token}` };
  const submit = '/v1/conflicts';
  const evidence = `/v1/conflicts/${conflict}/evidence`;
  const text = (value: string): Buffer => Buffer.from(value);
  const json = (value: unknown): Buffer => text(JSON.stringify(value));
  const kind = (name: string, answers: readonly string[], parts: HostileKind['parts']): HostileKind => ({
    name,
    answers,
    parts,
    isTaken: answers.some((answer) => answer.startsWith('2')),
    isReceived: RECEIVED.includes(name),
  });
  const post = (
    name: string,
    answers: readonly string[],
    path: string,
    body: Buffer,
    headers: Readonly<Record<string, string>> = bearer,
  ): HostileKind => {
    const request = requestOf('POST', path, headers, body);
    return kind(name, answers, () => [request]);
  };
  const NOT_JSON = '400 not_json';
  const TOO_LARGE = '413 body_too_large';
  const TAKEN = ['202', '200'];

  const string32 = Buffer.alloc(MOST, 'a');
  string32.write(`{"claims":[{"bank":"${bank.id}","receivedAt":"2026-11-22T09:30:00Z","transcript":["`);
  string32.write('"]}]}', MOST - 5);
  const [first, other, many] = [1, 2, 3].map((i) => doubleSpend(`hostile ${i}`, { issuer, bank })) as [
    DoubleSpend,
    DoubleSpend,
    DoubleSpend,
  ];
  // The same note twice: once by the longest way there may be, once by a short one.
  const [long] = doubleSpend('hostile, long', { issuer, bank, ways: 1, hops: HOPS - 2 }).claims;
  const [, short] = doubleSpend('hostile, long', { issuer, bank }).claims;
  const [claim] = first.claims;
  const overlong = {
    ...claim,
    transcript: [claim!.transcript[0], ...Array.from({ length: HOPS }, hopOf(first)), claim!.transcript.at(-1)],
  };
  const broken = {
    ...other.claims[0],
    transcript: [
      other.claims[0]!.transcript[0],
      ...Array.from({ length: HOPS - 2 }, hopOf(other)),
      other.claims[0]!.transcript.at(-1),
    ],
  };
  const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, spend.claimants[0]!);
  const chunk = Buffer.concat([text(`${(MIB / 4).toString(16)}\r\n`), Buffer.alloc(MIB / 4, ' '), text('\r\n')]);
  const chunked = text(
    `POST ${submit} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  return [
    post('depth 1,000,000, lists', [NOT_JSON], submit, text(`{"claims":${'['.repeat(MILLION)}${']'.repeat(MILLION)}}`)),
    post('depth 1,000,000, objects', [NOT_JSON], submit, text(`${'{"a":'.repeat(MILLION)}1${'}'.repeat(MILLION)}`)),
    post('1,000,000 members', [TOO_LARGE], submit, text(`{${members(MILLION)}}`)),
    post(
      '240,000 members',
      ['422 unknown_member', '422 not_a_submission', TOO_LARGE],
      submit,
      text(`{${members(240_000)}}`),
    ),
    post(
      '240,000 members in a claim',
      ['422 unknown_member', '422 not_a_submission', TOO_LARGE],
      submit,
      text(`{"claims":[{${members(240_000)}}]}`),
    ),
    post('1,000,000 claims', [TOO_LARGE], submit, text(`{"claims":[${'{},'.repeat(MILLION - 1)}{}]}`)),
    post(
      '240,000 claims',
      ['422 too_many_claims', '422 not_a_submission', TOO_LARGE],
      submit,
      text(`{"claims":[${'{},'.repeat(239_999)}{}]}`),
    ),
    post('1,000,000 statements', [TOO_LARGE], evidence, text(`{"statements":[${'"a",'.repeat(MILLION - 1)}"a"]}`)),
    post(
      '240,000 statements',
      ['422 not_a_statement', '422 too_much_evidence', '422 invalid_body', TOO_LARGE],
      evidence,
      text(`{"statements":[${'"a",'.repeat(239_999)}"a"]}`),
    ),
    post(
      '240,000 reports',
      ['422 not_activity', TOO_LARGE],
      '/v1/activity',
      text(`{"reports":[${'{},'.repeat(239_999)}{}]}`),
    ),
    post('a number of 1,000,000 digits', [NOT_JSON], submit, text(`{"claims":${'9'.repeat(MILLION)}}`)),
    post(
      '1,000,000 escapes',
      ['422 not_a_submission'],
      submit,
      text(`{"reference":"${'\\u0041'.repeat(MILLION)}","claims":7}`),
    ),
    post(WHITE, [NOT_JSON], submit, Buffer.alloc(MOST, ' ')),
    post(STRING, ['422 not_a_submission', '422 no_note'], submit, string32),
    kind('32 MiB and a byte, announced', [TOO_LARGE], () => [
      requestOf('POST', submit, { ...bearer, 'content-length': String(MOST + 1) }, text('{')),
    ]),
    kind(CHUNKS, [TOO_LARGE], () => [chunked, ...Array.from({ length: 132 }, () => chunk)]),
    post('32 MiB by nobody', [TOO_LARGE], evidence, Buffer.alloc(MOST, ' '), {}),
    post('32 MiB under a forged signature', ['401 bad_signature'], submit, Buffer.alloc(MOST, ' '), forged(issuer.id)),
    post('10,000 hops and two', TAKEN, submit, json({ claims: [overlong, first.claims[1]] })),
    post('10,000 hops, to no end', TAKEN, submit, json({ claims: [broken, other.claims[1]] })),
    post('10,000 hops, all good', TAKEN, submit, json({ claims: [long, short] })),
    post('1,000 claims of 30 hops', TAKEN, submit, json({ claims: Array.from({ length: 1_000 }, copyOf(many)) })),
    post(
      '200 times a statement, by nobody',
      ['202', '422 too_much_evidence'],
      evidence,
      json({ statements: Array.from({ length: 200 }, () => receipt) }),
      {},
    ),
    kind(SLOW, ['408 request_timeout'], () => [
      requestOf('POST', submit, { ...bearer, 'content-length': '50' }, text('{')),
      ...Array.from({ length: 20 }, () => [500, text(' ')]).flat(),
    ]),
    kind('header fields without end', ['431 headers_too_large'], () => [
      text('GET /healthz HTTP/1.1\r\nhost: x\r\n'),
      text('x-a: b\r\n'.repeat(10_000)),
    ]),
    kind('300 signatures', ['401 bad_signature', '431 headers_too_large', '400 bad_request'], () => [
      requestOf('GET', submit, { 'signature-input': labels('("@method");keyid="x"'), signature: labels(':AA==:') }),
    ]),
  ];
}

/** The one that takes half a minute. */
export const SLOW = 'a body that comes slowly';

const members = (size: number): string => Array.from({ length: size }, (_, i) => `"m${i}":${i % 10}`).join(',');
const labels = (value: string): string => Array.from({ length: 300 }, (_, i) => `s${i}=${value}`).join(',');

const forged = (keyid: string): Record<string, string> => ({
  'content-digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  'signature-input': `sig1=("@method" "@target-uri" "content-digest");created=${Math.floor(Date.now() / 1_000)};nonce="${'n'.repeat(20)}";keyid="${keyid}"`,
  signature: `sig1=:${Buffer.alloc(64, 1).toString('base64')}:`,
});

/** Transfers that are well-formed, by the holder, and lead nowhere. */
function hopOf({ note, holder }: DoubleSpend): (unused: unknown, i: number) => string {
  const prv = note;
  const first = say(
    'transfer+jwt',
    {
      sub: note,
      prv,
      jti: 'h',
      cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } },
    },
    holder,
  );
  const [header, , signature] = first.split('.');
  // Each has words of its own, so that nothing is the same text twice; no signature but the first is good.
  return (_, i) => {
    const payload = {
      iss: holder.id,
      iat: 1_790_000_000 + i,
      sub: note,
      prv,
      cnf: { jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } },
    };
    return `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`;
  };
}

function copyOf(spend: DoubleSpend): (unused: unknown, i: number) => object {
  const [claim] = spend.claims;
  const hop = hopOf(spend);
  return (_, i) => ({
    ...claim,
    receivedAt: new Date(1_790_100_000_000 + i).toISOString(),
    transcript: [
      claim!.transcript[0],
      ...Array.from({ length: 30 }, (_unused, j) => hop(null, i * 30 + j)),
      claim!.transcript.at(-1),
    ],
  });
}
