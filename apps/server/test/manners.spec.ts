/** Every error is a problem document, whoever raises it: the router, Fastify, Node, or the bytes themselves. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, askRaw, bearer, readRaw, submission, type Answer } from './client.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const at = (path: string): string => stub.url + path;
const HOST = 'host: 127.0.0.1\r\n';
const raw = async (...chunks: (string | Buffer | number)[]): Promise<ReturnType<typeof readRaw>> =>
  readRaw(await askRaw(stub.port, chunks));

describe('a problem', () => {
  it('has its members, its media type and its request id', async () => {
    const answer = await ask(at('/v1/conflicts?secret=1'), { headers: { 'x-request-id': 'mine-1' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('x-request-id')).toBe('mine-1');
    expect(answer.json).toEqual({
      type: '/docs/problems#unauthenticated',
      title: 'Who asks is not known',
      status: 401,
      detail: 'this call needs a signed request or a bearer token',
      code: 'unauthenticated',
      instance: '/v1/conflicts',
      requestId: 'mine-1',
    });
    const page = await ask(at(String(answer.json['type'])));
    expect(page.text).toContain('id="unauthenticated"');
  });

  it('has an id of its own where the caller’s is not sane', async () => {
    for (const id of ['a b', '<script>', 'x'.repeat(129), '']) {
      const answer = await ask(at('/healthz'), { headers: { 'x-request-id': id } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('has no body in answer to HEAD', async () => {
    const answer = await ask(at('/v1/conflicts'), { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 401, text: '' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

describe('addresses and methods', () => {
  it('that are nowhere: 404', async () => {
    const nowhere = ['/', '/v1', '/v2/conflicts', '/v1/conflicts/', '/v1/conflicts//custody', '/docs/nothing.js'];
    for (const path of [...nowhere, '/docs/..%2fpackage.json']) {
      expect(await ask(at(path), { headers: bearer('token-north') })).toMatchObject({
        status: 404,
        json: { code: 'no_such_route', instance: path },
      });
    }
  });

  it('that do not go together: 405 with Allow, also for methods that nobody has', async () => {
    const allowed = {
      '/v1/conflicts': 'POST, GET, HEAD',
      '/v1/claims': 'POST',
      '/v1/conflicts/x/custody': 'GET, HEAD',
      '/healthz': 'GET, HEAD',
    };
    for (const [path, allow] of Object.entries(allowed)) {
      for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'PROPFIND']) {
        const answer = await ask(at(path), { method, headers: { origin: 'https://elsewhere.example' } });
        expect(answer).toMatchObject({ status: 405, json: { code: 'method_not_allowed' } });
        expect(answer.headers.get('allow')).toBe(allow);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    }
  });

  it('that cannot be read or are too long', async () => {
    const headers = bearer('token-north');
    for (const path of ['/v1/conflicts/%zz', '/v1/conflicts/%ff/custody']) {
      expect(await ask(at(path), { headers })).toMatchObject({ status: 400, json: { code: 'bad_url' } });
    }
    const long = await ask(at(`/v1/conflicts/${'x'.repeat(300)}`), { headers });
    expect(long).toMatchObject({ status: 414, json: { code: 'url_too_long' } });
    expect(long.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await stub.lineOf(long.headers.get('x-request-id')!)).toMatchObject({ status: 414, route: 'unmatched' });
  });

  it('with parameters that nobody knows, or twice, or wrong: 400 naming them', async () => {
    const wrong: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=1e2', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['state=lost', 'state'],
      ['cursor=forged', 'cursor'],
      [`cursor=${'x'.repeat(600)}`, 'cursor'],
      ['colour=red', 'colour'],
      ['__proto__=1', '__proto__'],
    ];
    for (const [query, parameter] of wrong) {
      const answer = await ask(at(`/v1/conflicts?${query}`), { headers: bearer('token-north') });
      expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_query', errors: [{ parameter }] } });
    }
    const elsewhere = await ask(at('/v1/conflicts/some-id?verbose=1'), { headers: bearer('token-north') });
    const errors = [{ parameter: 'verbose' }];
    expect(elsewhere).toMatchObject({ status: 400, json: { code: 'invalid_query', errors } });
  });
});

const EVIDENCE = `POST /v1/conflicts/x/evidence HTTP/1.1\r\n${HOST}content-type: application/json\r\n`;
const SUBMIT = `POST /v1/conflicts HTTP/1.1\r\n${HOST}content-type: application/json\r\nauthorization: Bearer token-north\r\n`;

describe('bytes that are no request', () => {
  it.each([
    ['no HTTP', 'GARBAGE\r\n\r\n'],
    ['a method of its own', 'FROB / HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['two lengths', `${EVIDENCE}content-length: 1\r\ncontent-length: 2\r\n\r\nxx`],
    ['a length and chunks', `${EVIDENCE}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a bad chunk', `${EVIDENCE}transfer-encoding: chunked\r\n\r\nzz\r\n`],
    ['no Host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n'],
    ['a NUL in a field', `GET /healthz HTTP/1.1\r\n${HOST}x: a\u0000b\r\n\r\n`],
  ])('%s: 400', async (_what, bytes) => {
    const { status, head, problem } = await raw(bytes);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: 'bad_request', status: 400, type: '/docs/problems#bad_request' });
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain(`x-request-id: ${problem!.requestId}`);
    expect(head).toContain('connection: close');
  });

  it('header fields beyond 16 KiB: 431', async () => {
    const { status, problem } = await raw(`GET /healthz HTTP/1.1\r\n${HOST}x-much: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect([status, problem?.code]).toEqual([431, 'headers_too_large']);
    expect(await stub.lineOf(problem!.requestId)).toMatchObject({ status: 431, code: 'headers_too_large' });
  });

  it('an expectation of something else: 417; 100-continue is met', async () => {
    const odd = await raw(`GET /healthz HTTP/1.1\r\n${HOST}expect: more\r\nconnection: close\r\n\r\n`);
    expect([odd.status, odd.problem?.code]).toEqual([417, 'expectation_failed']);
    const body = JSON.stringify(submission());
    const fields = `content-length: ${body.length}\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n`;
    const received = await askRaw(stub.port, [SUBMIT + fields, 50, body]);
    expect([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['100', '202']);
  });

  it('a tunnel: 405', async () => {
    const { status, problem } = await raw(`CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n`);
    expect([status, problem?.code]).toEqual([405, 'method_not_allowed']);
  });

  it('HTTP/1.0 without a Host is good', async () => {
    expect((await raw('GET /healthz HTTP/1.0\r\n\r\n')).status).toBe(200);
  });
});

describe('slowness', () => {
  it('of header fields: 408 in time', async () => {
    const started = performance.now();
    const { status, problem } = await raw('GET /healthz HTTP/1.1\r\nhost: x\r\n', 4_000, 'late: yes\r\n\r\n');
    expect([status, problem?.code]).toEqual([408, 'request_timeout']);
    expect(performance.now() - started).toBeLessThan(3_500);
  });

  it('of a body: 408 in time, and nothing of it reaches anybody', async () => {
    const before = await stub.calls();
    const { status, problem } = await raw(`${SUBMIT}content-length: 100\r\n\r\n`, '{"claims"', 4_500);
    expect([status, problem?.code]).toEqual([408, 'request_timeout']);
    expect(await stub.calls()).toEqual(before);
  });

  it('after the answer: one answer, no second', async () => {
    const refused = SUBMIT.replace('token-north', 'wrong');
    const received = await askRaw(stub.port, [`${refused}content-length: 100\r\n\r\n{`, 4_500]);
    expect(received.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(readRaw(received).status).toBe(401);
  });
});

describe('faults', () => {
  const submit = (reference: string): Promise<Answer> =>
    ask(at('/v1/conflicts'), { body: submission(reference), headers: bearer('token-north') });

  it('of ours say nothing of themselves: 500, the reason in the log only', async () => {
    const answer = await submit('throw');
    expect(answer).toMatchObject({ status: 500, json: { code: 'internal' } });
    expect(answer.text).not.toMatch(/SECRET|\.ts|\.js|node_modules| at /);
    await stub.lineOf(answer.headers.get('x-request-id')!);
    const failed = stub.log.find(
      ({ msg, requestId }) => msg === 'request failed' && requestId === answer.json['requestId'],
    );
    expect(JSON.stringify(failed)).toContain('SECRET-OF-THE-DATABASE');
  });

  it('of the world: 503 with Retry-After', async () => {
    const answer = await submit('outage');
    expect(answer).toMatchObject({ status: 503, json: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it.each([
    ['not_a_submission', 422],
    ['too_many_claims', 422],
    ['different_notes', 422],
    ['no_note', 422],
    ['not_a_statement', 422],
    ['wrong_kind', 422],
    ['wrong_signer', 422],
    ['bad_statement', 422],
    ['foreign_statement', 422],
    ['too_much_evidence', 422],
    ['not_activity', 422],
    ['not_found', 404],
    ['case_closed', 409],
    ['busy', 409],
  ])('of a party as the tribunal names them: %s is %d', async (code, status) => {
    const answer = await submit(`mistake:${code}`);
    expect(answer).toMatchObject({
      status,
      json: { code, errors: [{ pointer: '/claims/0', detail: 'as it was told' }] },
    });
    expect(answer.headers.get('retry-after')).toBe(code === 'busy' ? '1' : null);
  });

  it('of the queue: not ready, and why, for callers on this machine', async () => {
    const down = await startStub({ isDown: true });
    try {
      const answer = await ask(`${down.url}/readyz`);
      expect(answer).toMatchObject({
        status: 503,
        json: [
          { name: 'database', ok: true, detail: 'answers' },
          { name: 'queue', ok: false, detail: 'pings in 1 ms' },
        ],
      });
      const far = await ask(`${down.url}/readyz`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
      expect(far).toMatchObject({
        status: 503,
        json: [
          { name: 'database', ok: true },
          { name: 'queue', ok: false },
        ],
      });
      expect(far.text).not.toContain('detail');
      expect((await ask(`${down.url}/healthz`)).status).toBe(200);
    } finally {
      await down.stop();
    }
  });
});

describe('every answer', () => {
  it('forbids what a browser might do with it, and does not say what made it', async () => {
    for (const path of ['/healthz', '/v1/conflicts', '/nowhere', '/v1/conflicts/%zz']) {
      const { headers } = await ask(at(path));
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      for (const name of ['x-powered-by', 'server', 'access-control-allow-origin'])
        expect(headers.get(name)).toBeNull();
    }
  });
});
