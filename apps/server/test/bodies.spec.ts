/** What a body may be: JSON that has one reading, of a size, with members that somebody knows. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, askRaw, bearer, claim, readRaw, submission, type Answer } from './client.ts';
import { KEYS } from './people.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask(stub.url + path, { method: 'POST', body, headers: { ...bearer('token-north'), ...headers } });
const raw = async (
  head: readonly string[],
  ...chunks: (string | Buffer | number)[]
): Promise<ReturnType<typeof readRaw>> =>
  readRaw(
    await askRaw(stub.port, [
      [
        'POST /v1/conflicts HTTP/1.1',
        'host: x',
        'authorization: Bearer token-north',
        'connection: close',
        ...head,
        '\r\n',
      ].join('\r\n'),
      ...chunks,
    ]),
  );

describe('JSON', () => {
  it.each([
    ['a member twice', '{"claims":[],"claims":[]}', 'the member "claims" a second time, at line 1, column 14'],
    ['a member twice, escaped', '{"claims":[],"cl\\u0061ims":[]}', 'a second time'],
    ['a lone surrogate', '{"reference":"\\ud800","claims":[]}', 'a lone surrogate'],
    ['a byte order mark', '\ufeff{"claims":[]}', 'a byte order mark'],
    ['depth', `{"claims":${'['.repeat(17)}${']'.repeat(17)}}`, 'levels of nesting'],
    ['a number without end', '{"claims":[1e999]}', 'not a finite double'],
    ['two values', '{"claims":[]} {}', 'text after the value'],
    ['a comment', '{"claims":[] /* none */}', "',' or '}' expected"],
    ['text', 'claims', 'a value expected'],
    ['an end too soon', '{"claims":\n[', 'a value expected, the text ends, at line 2, column 2'],
  ])('with %s is none', async (_what, body, detail) => {
    const answer = await post('/v1/conflicts', body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'not_json' } });
    expect(answer.json['detail']).toContain(detail);
  });

  it('that is no UTF-8 is none', async () => {
    const body = Buffer.concat([Buffer.from('{"reference":"'), Buffer.from([0xff]), Buffer.from('","claims":[]}')]);
    const { status, problem } = await raw(['content-type: application/json', `content-length: ${body.length}`], body);
    expect([status, problem?.detail]).toEqual([400, 'not UTF-8, at offset 14']);
  });

  it('of any size is read by the same rules, beyond 64 KiB too', async () => {
    const filler = 'x'.repeat(70_000);
    expect((await post('/v1/conflicts', submission(filler))).status).toBe(202);
    const twice = await post('/v1/conflicts', `{"reference":"${filler}","claims":[],"claims":[]}`);
    expect(twice).toMatchObject({ status: 400, json: { code: 'not_json' } });
    expect(twice.json['detail']).toMatch(/a second time, at offset \d+$/);
  });

  it('with names that JavaScript might trip over is read as written', async () => {
    const answer = await post('/v1/conflicts', '{"claims":[],"__proto__":{"reference":"joined"},"constructor":1}');
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'unknown_member', errors: [{ pointer: '/__proto__' }, { pointer: '/constructor' }] },
    });
  });

  it('has to be there', async () => {
    expect(await post('/v1/conflicts', '')).toMatchObject({ status: 400, json: { code: 'body_missing' } });
    const none = await raw(['content-length: 0']);
    expect([none.status, none.problem?.code]).toEqual([400, 'body_missing']);
  });
});

describe('media types', () => {
  it('other than application/json are not read', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json-seq',
      'nonsense',
    ]) {
      const answer = await post('/v1/conflicts', '{"claims":[]}', { 'content-type': type });
      expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
    }
    const none = await raw(['content-length: 2'], '{}');
    expect([none.status, none.problem?.code]).toEqual([415, 'unsupported_media_type']);
    const charset = await post('/v1/conflicts', submission(), { 'content-type': 'application/json; charset=utf-8' });
    expect(charset.status).toBe(202);
  });

  it('in a coding are not unpacked', async () => {
    const answer = await post('/v1/conflicts', '{"claims":[]}', { 'content-encoding': 'gzip' });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } });
  });
});

describe('members', () => {
  const at = async (path: string, body: unknown): Promise<unknown> => {
    const { status, json } = await post(path, body);
    return [status, json['code'], (json['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)];
  };

  it('that nobody knows are refused, at any depth, each with its place', async () => {
    expect(await at('/v1/conflicts', { claims: [], note: 1 })).toEqual([422, 'unknown_member', ['/note']]);
    expect(await at('/v1/conflicts', { claims: [claim(), claim({ 'a/b~c': 1, amount: 2 })] })).toEqual([
      422,
      'unknown_member',
      ['/claims/1/a~1b~0c', '/claims/1/amount'],
    ]);
    expect(await at('/v1/claims', claim({ claims: [] }))).toEqual([422, 'unknown_member', ['/claims']]);
    expect(await at('/v1/conflicts/x/evidence', { statements: ['a'], paid: true })).toEqual([
      422,
      'unknown_member',
      ['/paid'],
    ]);
    expect(await at('/v1/activity', { reports: [{ party: KEYS.alice.id, settled: 1, x: 1 }] })).toEqual([
      422,
      'unknown_member',
      ['/reports/0/x'],
    ]);
  });

  it('of the wrong type are named', async () => {
    expect(await at('/v1/conflicts', [])).toEqual([422, 'not_a_submission', ['']]);
    expect(await at('/v1/conflicts', {})).toEqual([422, 'not_a_submission', ['/claims']]);
    expect(await at('/v1/conflicts', { claims: [claim({ bank: 'north' })] })).toEqual([
      422,
      'not_a_submission',
      ['/claims/0/bank'],
    ]);
    expect(await at('/v1/conflicts', { claims: [claim({ evidence: ['a', 1] })] })).toEqual([
      422,
      'not_a_submission',
      ['/claims/0/evidence/1'],
    ]);
    expect(await at('/v1/conflicts', { claims: [claim({ transcript: {}, paid: 'no' })] })).toEqual([
      422,
      'not_a_submission',
      ['/claims/0/transcript', '/claims/0/paid'],
    ]);
    expect(await at('/v1/claims', {})).toEqual([422, 'not_a_submission', ['/transcript', '/bank', '/receivedAt']]);
    expect(await at('/v1/conflicts/x/evidence', { statements: [] })).toEqual([422, 'invalid_body', ['/statements']]);
    expect(await at('/v1/conflicts/x/evidence', { statements: 'a' })).toEqual([422, 'invalid_body', ['/statements']]);
    expect(await at('/v1/registrations', { statements: ['a', null] })).toEqual([
      422,
      'invalid_body',
      ['/statements/1'],
    ]);
    expect(await at('/v1/activity', { reports: [{ party: KEYS.alice.id, settled: 1.5 }] })).toEqual([
      422,
      'not_activity',
      ['/reports/0/settled'],
    ]);
    expect(await at('/v1/activity', { reports: [] })).toEqual([422, 'not_activity', ['/reports']]);
  });

  it('of a transcript may be anything: that becomes a defect, not a refusal', async () => {
    const transcript = ['a.b.c', 7, null, { deep: [true] }];
    expect((await post('/v1/conflicts', { claims: [claim({ transcript })] })).status).toBe(202);
  });

  it('are named up to a number, and cut to a length', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_none, i) => [`m${i}`.padEnd(300, 'x'), i]));
    const { json, text } = await post('/v1/conflicts', { claims: [], ...many });
    expect(json['errors']).toHaveLength(20);
    expect(json['detail']).toMatch(/and 499 more$/);
    expect(text.length).toBeLessThan(5_000);
  });
});

describe('sizes', () => {
  it('beyond the limit are refused by what they say, and by what they are', async () => {
    const said = await raw(['content-type: application/json', 'content-length: 5000000']);
    expect([said.status, said.problem?.code]).toEqual([413, 'body_too_large']);
    expect(said.problem?.detail).toContain('4194304');
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const chunked = await raw(
      ['content-type: application/json', 'transfer-encoding: chunked'],
      ...Array<string>(70).fill(chunk),
      '0\r\n\r\n',
    );
    expect([chunked.status, chunked.problem?.code]).toEqual([413, 'body_too_large']);
  });

  it('of lists are looked at before what is in them', async () => {
    const claims = await post('/v1/conflicts', { claims: Array(1_001).fill({}) });
    expect(claims).toMatchObject({ status: 422, json: { code: 'too_many_claims', errors: [{ pointer: '/claims' }] } });
    const reports = await post('/v1/activity', { reports: Array(10_001).fill(0) });
    expect(reports).toMatchObject({ status: 422, json: { code: 'not_activity', errors: [{ pointer: '/reports' }] } });
    const values = await post('/v1/conflicts', `{"claims":[],"x":[${'1,'.repeat(250_000)}1]}`);
    expect(values).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    expect(values.json['detail']).toContain('250000 values');
  });

  it('are smaller for those whom nobody knows', async () => {
    const url = `${stub.url}/v1/conflicts/some-id/evidence`;
    const body = { statements: ['x'.repeat(70_000)] };
    expect(await ask(url, { body })).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    expect(await ask(url, { body, headers: bearer('token-north') })).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
  });

  it('leave the connection good where the body was refused', async () => {
    const body = `{"x":"${'y'.repeat(100_000)}"}`;
    const head = [
      'POST /v1/conflicts HTTP/1.1',
      'host: x',
      'authorization: Bearer wrong',
      'content-type: application/json',
      `content-length: ${body.length}`,
      '\r\n',
    ].join('\r\n');
    const received = await askRaw(stub.port, [
      head,
      body,
      'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ]);
    expect([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['401', '200']);
  });
});
