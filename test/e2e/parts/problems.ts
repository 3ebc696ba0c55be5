/** Everything that can be wrong with a request, and the problem document that says so (RFC 9457). */
import { describe, expect, it } from '@jest/globals';
import { openWire, requestOf, type WireAnswer } from '../../proof/fuzz-wire.ts';
import { keyOf } from '../../service/town.ts';
import { freshSpend, submit, untilVerdict, type World } from '../harness/world.ts';

const MIB = 1_048_576;
/** What a bank may send at most; a stranger may send one mebibyte. */
const MOST = 32 * MIB;

export const problems = (get: () => World): void =>
  describe('a problem document', () => {
    const port = (): number => Number(new URL(get().service.url).port);
    const bearer = (): Record<string, string> => ({ authorization: `Bearer ${get().south.token}` });

    const claim = (): Record<string, unknown> => ({ ...freshSpend(get()).claims[0]! });
    const cases: readonly [
      what: string,
      status: number,
      code: string,
      () => { body: unknown; path?: string; headers?: Record<string, string> },
    ][] = [
      ['malformed JSON', 400, 'not_json', () => ({ body: '{"claims":[' })],
      ['duplicate members', 400, 'not_json', () => ({ body: '{"claims":[],"claims":[]}' })],
      [
        'bytes that are no UTF-8',
        400,
        'not_json',
        () => ({ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }),
      ],
      ['depth', 400, 'not_json', () => ({ body: `{"claims":${'['.repeat(5_000)}${']'.repeat(5_000)}}` })],
      ['an empty body', 400, 'body_missing', () => ({ body: '' })],
      [
        'another content type',
        415,
        'unsupported_media_type',
        () => ({ body: '{}', headers: { 'content-type': 'text/plain' } }),
      ],
      [
        'a content coding',
        415,
        'unsupported_media_type',
        () => ({ body: '{}', headers: { 'content-encoding': 'gzip' } }),
      ],
      ['an unknown member', 422, 'unknown_member', () => ({ body: { claims: [claim()], colour: 'red' } })],
      [
        'an unknown member of a claim',
        422,
        'unknown_member',
        () => ({ body: { claims: [{ ...claim(), colour: 'red' }] } }),
      ],
      ['no claims', 422, 'not_a_submission', () => ({ body: {} })],
      ['a missing bank', 422, 'not_a_submission', () => ({ body: { claims: [{ ...claim(), bank: undefined }] } })],
      [
        'a time without a zone',
        422,
        'not_a_submission',
        () => ({ body: { claims: [{ ...claim(), receivedAt: '2026-11-22T09:30:00' }] } }),
      ],
      [
        'too many claims',
        422,
        'too_many_claims',
        () => ({ body: { claims: Array.from({ length: 1_001 }, claimOfNothing) } }),
      ],
      ['different notes', 422, 'different_notes', () => ({ body: { claims: [claim(), claim()] } })],
      ['nothing that could be a note', 422, 'no_note', () => ({ body: { claims: [claimOfNothing()] } })],
      ['no statements', 422, 'invalid_body', () => ({ body: { statements: [] }, path: '/v1/registrations' })],
      [
        'a negative count',
        422,
        'not_activity',
        () => ({ body: { reports: [{ party: keyOf('x').id, settled: -1 }] }, path: '/v1/activity' }),
      ],
      [
        'what is no registration',
        422,
        'not_a_statement',
        () => ({ body: { statements: ['a.b.c'] }, path: '/v1/registrations' }),
      ],
    ];

    it.each(cases)('tells of %s: %i %s', async (_what, status, code, make) => {
      const world = get();
      const { path = '/v1/conflicts', ...question } = make();
      const answer = await world.ask(world.south.token, path, question);
      expect(answer).toMatchObject({ status, json: { code, status, type: `/docs/problems#${code}`, instance: path } });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.headers.get('x-request-id')).toBe(answer.json['requestId']);
      expect(answer.text).not.toMatch(/\n {4}at |node_modules|\.js:\d+/);
    });

    it('names the place that is wrong', async () => {
      const world = get();
      const bad = { ...claim(), receivedAt: 'yesterday' };
      const { json } = await world.ask(world.south.token, '/v1/conflicts', { body: { claims: [claim(), bad] } });
      expect(json['errors']).toEqual([{ pointer: '/claims/1/receivedAt', detail: expect.any(String) }]);
    });

    it('refuses a body that is too large before reading it, and one that grows too large while it comes', async () => {
      const wire = openWire(port());
      const told = await wire.ask([
        requestOf('POST', '/v1/conflicts', { ...bearer(), 'content-length': String(MOST + 1) }, Buffer.from('{')),
      ]);
      expect(problemOf(told)).toMatchObject({ status: 413, code: 'body_too_large' });
      const chunk = Buffer.concat([
        Buffer.from(`${MIB.toString(16)}\r\n`),
        Buffer.alloc(MIB, ' '),
        Buffer.from('\r\n'),
      ]);
      const head = `POST /v1/conflicts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: ${bearer()['authorization']}\r\ntransfer-encoding: chunked\r\n\r\n`;
      const streamed = await openWire(port()).ask([head, ...Array.from({ length: 33 }, () => chunk), '0\r\n\r\n']);
      expect(problemOf(streamed)).toMatchObject({ status: 413, code: 'body_too_large' });
      const stranger = requestOf('POST', `/v1/conflicts/${keyOf('x').id}/evidence`, {}, Buffer.alloc(MIB + 1, ' '));
      expect(problemOf(await openWire(port()).ask([stranger]))).toMatchObject({ status: 413, code: 'body_too_large' });
    });

    it('comes also where there is no request yet', async () => {
      const ask = async (text: string): Promise<unknown> => problemOf(await openWire(port()).ask([text]));
      expect(await ask('HELLO\r\n\r\n')).toMatchObject({ status: 400, code: 'bad_request' });
      expect(await ask('GET /healthz HTTP/1.1\r\n\r\n')).toMatchObject({ status: 400, code: 'bad_request' });
      expect(await ask(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatchObject({
        status: 431,
        code: 'headers_too_large',
      });
      expect(await ask('GET /v1/conflicts/%ff HTTP/1.1\r\nHost: x\r\n\r\n')).toMatchObject({
        status: 400,
        code: 'bad_url',
      });
      expect(await ask(`GET /v1/conflicts/${'x'.repeat(300)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatchObject({
        status: 414,
        code: 'url_too_long',
      });
      expect(await ask('POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n')).toMatchObject({
        status: 405,
        code: 'method_not_allowed',
      });
      expect(await ask('GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n')).toMatchObject({
        status: 404,
        code: 'no_such_route',
      });
    });

    it('keeps a note of a bank that nobody registered apart, and judges nothing by it', async () => {
      const world = get();
      const foreign = freshSpend(world, { issuer: keyOf('a bank that nobody registered') });
      const { json } = await submit(world, world.south.token, { claims: foreign.claims });
      const [only] = await untilExamined(world, json.id);
      expect(only).toMatchObject({
        outcome: 'no_sound_claim',
        claims: [{ defect: 'untrusted_issuer' }, { defect: 'untrusted_issuer' }],
      });
      // A claim that says it is about somebody's serial is not let into that case by saying so.
      const mine = freshSpend(world);
      const filed = await submit(world, world.north.token, { claims: mine.claims });
      await untilVerdict(world, world.north.token, filed.json.id);
      const forged = { ...foreign, claims: foreign.claims };
      const again = await submit(world, world.east.token, { claims: forged.claims });
      expect(again.json.id).not.toBe(filed.json.id);
    });
  });

/** Asked late, since the service waits for half a minute. */
export const slowness = (get: () => World): void =>
  describe('a request that comes too slowly', () => {
    it('is told so', async () => {
      const { body, fields } = get().late;
      expect(problemOf(await body)).toMatchObject({ status: 408, code: 'request_timeout' });
      expect(problemOf(await fields)).toMatchObject({ status: 408, code: 'request_timeout' });
    });
  });

const claimOfNothing = (): object => ({ transcript: [], bank: keyOf('x').id, receivedAt: '2026-11-22T09:30:00Z' });

function problemOf(answer: WireAnswer | null): Record<string, unknown> {
  if (answer === null) throw new Error('no answer came');
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return JSON.parse(answer.body.toString()) as Record<string, unknown>;
}

async function untilExamined(world: World, id: string): Promise<Record<string, unknown>[]> {
  for (const end = Date.now() + 10_000; ;) {
    const { status, json } = await world.ask(world.south.token, `/v1/conflicts/${id}/custody`);
    if (status === 200) return [json['custody'] as Record<string, unknown>];
    if (Date.now() > end) throw new Error(`not examined: ${JSON.stringify(json)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
