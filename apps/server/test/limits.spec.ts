/** Too much of anything: requests, work, bodies, waiting. */
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ask, askRaw, bearer, readRaw, signatureFor, submission, type Answer } from './client.ts';
import { KEYS } from './people.ts';
import { startStub, type Stub } from './start-stub.ts';
import type { StubOptions } from './stub-server.ts';

const HEAD =
  'POST /v1/conflicts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-north\r\ncontent-type: application/json\r\n';

async function withStub(options: StubOptions, work: (stub: Stub) => Promise<void>): Promise<void> {
  const stub = await startStub(options);
  try {
    await work(stub);
  } finally {
    await stub.stop();
  }
}

const submit = (stub: Stub, token: string, reference?: string): Promise<Answer> =>
  ask(`${stub.url}/v1/conflicts`, { body: submission(reference), headers: bearer(token) });
const count = async (stub: Stub, metric: string): Promise<number> => {
  const { text } = await ask(`${stub.url}/metrics`);
  const lines = text.split('\n').filter((line) => line.startsWith(metric));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** Waits until so many requests are in progress; the one that asks is in progress too. */
async function untilBusy(stub: Stub, posts: number): Promise<void> {
  let busy = -1;
  for (let i = 0; i < 200 && busy !== posts; i += 1) {
    busy = (await count(stub, 'assize_http_requests_in_flight')) - 1;
    if (busy !== posts) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(busy).toBe(posts);
}

describe('the rate limit', () => {
  it('is of a principal, whatever it asks with', () =>
    withStub({ limits: { requestsPerMinute: 5 } }, async (stub) => {
      const url = `${stub.url}/v1/conflicts`;
      for (const left of [4, 3, 2]) {
        const { status, headers } = await submit(stub, 'token-north');
        expect(status).toBe(202);
        expect(headers.get('ratelimit-limit')).toBe('5');
        expect(headers.get('ratelimit-remaining')).toBe(String(left));
        expect(Number(headers.get('ratelimit-reset'))).toBeGreaterThan(50);
      }
      expect((await ask(url, { headers: bearer('token-north-reads') })).status).toBe(200);
      expect((await ask(url, { headers: signatureFor(url) })).status).toBe(200);
      const over = await ask(url, { headers: signatureFor(url) });
      expect(over).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(over.headers.get('ratelimit-remaining')).toBe('0');
      expect((await submit(stub, 'token-north')).status).toBe(429);
      expect((await submit(stub, 'token-south')).status).toBe(202);
      expect(await count(stub, 'assize_http_rate_limited_total')).toBe(2);
    }));

  it('of strangers is of their address, and wrong credentials are a stranger’s', () =>
    withStub({ limits: { requestsPerMinute: 3 } }, async (stub) => {
      const url = `${stub.url}/v1/conflicts`;
      expect((await ask(url)).status).toBe(401);
      expect((await ask(url, { headers: bearer('guess-1') })).status).toBe(401);
      expect((await ask(url, { headers: signatureFor(url, { key: KEYS.unseen }) })).status).toBe(401);
      for (const headers of [{}, bearer('guess-2'), signatureFor(url, { key: KEYS.unseen })]) {
        expect(await ask(url, { headers })).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
      }
      // The same address with a key that counts.
      expect((await ask(url, { headers: bearer('token-north') })).status).toBe(200);
      expect((await ask(`${stub.url}/healthz`)).status).toBe(200);
      expect(await count(stub, 'assize_http_auth_failures_total')).toBe(5);
    }));

  it('is not spent on a bank by somebody who only names its key', () =>
    withStub({ limits: { requestsPerMinute: 3 } }, async (stub) => {
      const url = `${stub.url}/v1/conflicts`;
      for (let i = 0; i < 4; i += 1) await ask(url, { headers: signatureFor(`${url}?other=${i}`) });
      expect((await ask(url, { headers: signatureFor(url) })).status).toBe(200);
    }));
});

describe('shedding', () => {
  it('refuses POSTs past the limit of those in progress, and reads on', () =>
    withStub({ load: { inFlight: 0, limit: 2 } }, async (stub) => {
      const busy = [submit(stub, 'token-north', 'slow:1000'), submit(stub, 'token-south', 'slow:1000')];
      await untilBusy(stub, 2);
      const over = await submit(stub, 'token-north');
      expect(over).toMatchObject({ status: 503, json: { code: 'overloaded' } });
      expect(over.headers.get('retry-after')).toBe('1');
      expect((await ask(`${stub.url}/v1/conflicts`, { headers: bearer('token-north') })).status).toBe(200);
      expect((await Promise.all(busy)).map(({ status }) => status)).toEqual([202, 202]);
      expect((await submit(stub, 'token-north')).status).toBe(202);
      expect(await count(stub, 'assize_http_shed_total')).toBe(1);
    }));

  it('refuses them too while other work is past the limit', () =>
    withStub({ load: { inFlight: 3, limit: 2 } }, async (stub) => {
      expect(await submit(stub, 'token-north')).toMatchObject({ status: 503, json: { code: 'overloaded' } });
    }));

  it('refuses bodies past what memory is for them, and takes them again after', () =>
    withStub({ limits: { bufferedBytes: 1_000_000, bodyTimeoutMs: 5_000 } }, async (stub) => {
      const head = (length: number): string => `${HEAD}connection: close\r\ncontent-length: ${length}\r\n\r\n`;
      const body = JSON.stringify(submission('x'.repeat(800_000)));
      const slow = askRaw(stub.port, [head(body.length), body.slice(0, 700_000), 1_000, body.slice(700_000)]);
      await untilBusy(stub, 1);
      const over = readRaw(await askRaw(stub.port, [head(body.length), body]));
      expect(over).toMatchObject({ status: 503, problem: { code: 'overloaded' } });
      expect(readRaw(await slow).status).toBe(202);
      expect(readRaw(await askRaw(stub.port, [head(body.length), body])).status).toBe(202);
    }));

  it('forgets those who left in the middle', () =>
    withStub({ load: { inFlight: 0, limit: 2 } }, async (stub) => {
      for (let i = 0; i < 6; i += 1) {
        const socket = connect(stub.port, '127.0.0.1');
        socket.write(`${HEAD}content-length: 99\r\n\r\n{`);
        await untilBusy(stub, 1);
        socket.destroy();
        await untilBusy(stub, 0);
      }
      expect((await submit(stub, 'token-north')).status).toBe(202);
      expect(await count(stub, 'assize_http_requests_in_flight')).toBe(1);
      const left = stub.log.filter(({ isAborted }) => isAborted === true);
      expect(left.map(({ route, code }) => [route, code])).toEqual(Array(6).fill(['/v1/conflicts', 'bad_request']));
    }));

  it('goes on counting the work of those who left while it is done', () =>
    withStub({ load: { inFlight: 0, limit: 2 } }, async (stub) => {
      for (let i = 0; i < 2; i += 1) {
        const socket = connect(stub.port, '127.0.0.1');
        const body = '{"reference":"slow:900","claims":[]}';
        socket.write(`${HEAD}content-length: ${body.length}\r\n\r\n${body}`);
        await untilBusy(stub, i + 1);
        socket.destroy();
      }
      expect(await submit(stub, 'token-north')).toMatchObject({ status: 503, json: { code: 'overloaded' } });
      await untilBusy(stub, 0);
      expect((await submit(stub, 'token-north')).status).toBe(202);
    }));
});

describe('a stop', () => {
  it('answers what is in progress, closes what is idle, and takes nothing new', async () => {
    const stub = await startStub();
    const idle = connect(stub.port, '127.0.0.1');
    const idleEnded = new Promise((resolve) => idle.once('close', resolve));
    const body = '{"reference":"slow:1500","claims":[]}';
    const slow = askRaw(stub.port, [`${HEAD}content-length: ${body.length}\r\n\r\n${body}`]);
    await untilBusy(stub, 1);
    // It began before the stop, and ends after it.
    const late = askRaw(stub.port, ['GET /healthz HTTP/1.1\r\nhost: x\r\n', 600, '\r\n']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const stopped = stub.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(ask(`${stub.url}/healthz`)).rejects.toThrow();
    const refusal = readRaw(await late);
    expect(refusal).toMatchObject({ status: 503, problem: { code: 'shutting_down' } });
    expect(refusal.head).toContain('retry-after: 5');
    const answer = readRaw(await slow);
    expect(answer.status).toBe(202);
    for (const { head } of [refusal, answer]) expect(head).toContain('connection: close');
    expect(await stopped).toBe(0);
    await idleEnded;
  });

  it('waits no longer than it is told', async () => {
    const stub = await startStub({ limits: { drainMs: 300 } });
    const hung = askRaw(stub.port, [`${HEAD}content-length: 38\r\n\r\n{"reference":"slow:60000","claims":[]}`]);
    await untilBusy(stub, 1);
    const started = performance.now();
    expect(await stub.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await hung).toBe('');
  });
});
