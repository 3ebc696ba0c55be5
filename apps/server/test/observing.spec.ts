/** What is logged and counted of requests, and what never is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, bearer, signatureFor, submission } from './client.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

describe('the log', () => {
  it('has one line a request: route and not address, who and not with what', async () => {
    const { json, headers } = await ask(`${stub.url}/v1/conflicts`, {
      body: submission('CASE-NUMBER-77'),
      headers: {
        ...bearer('token-north'),
        'x-request-id': 'line-1',
        cookie: 'CRUMB=1',
        'idempotency-key': 'KEY-OF-IT',
      },
    });
    expect(headers.get('x-request-id')).toBe('line-1');
    const line = await stub.lineOf('line-1');
    expect(line).toMatchObject({
      level: 30,
      method: 'POST',
      route: '/v1/conflicts',
      status: 202,
      ms: expect.any(Number),
      principal: { kind: 'bank', name: 'north' },
    });
    await ask(`${stub.url}/v1/conflicts/${String(json['id'])}?cursor=QUERY-VALUE`, {
      headers: { ...bearer('token-north'), 'x-request-id': 'line-2' },
    });
    expect(await stub.lineOf('line-2')).toMatchObject({
      route: '/v1/conflicts/:id',
      status: 400,
      code: 'invalid_query',
    });
    await ask(`${stub.url}/v1/conflicts`, { headers: { ...bearer('A-WRONG-TOKEN'), 'x-request-id': 'line-3' } });
    expect(await stub.lineOf('line-3')).toMatchObject({
      principal: { kind: 'stranger', name: '127.0.0.1' },
      code: 'bad_token',
    });
    const url = `${stub.url}/v1/conflicts`;
    const signed = signatureFor(url);
    await ask(url, { headers: { ...signed, 'x-request-id': 'line-4' } });
    await stub.lineOf('line-4');
    for (const id of ['line-1', 'line-2', 'line-3', 'line-4']) {
      expect(stub.log.filter(({ requestId }) => requestId === id)).toHaveLength(1);
    }
    const all = JSON.stringify(stub.log);
    const secrets = ['token-north', 'A-WRONG-TOKEN', 'CASE-NUMBER-77', 'CRUMB', 'KEY-OF-IT', 'QUERY-VALUE', 'a.b.c'];
    for (const secret of [...secrets, signed.signature!.slice(6, 40)]) expect(all).not.toContain(secret);
  });

  it('is quiet about probes that find all well', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      await ask(stub.url + path, { headers: { 'x-request-id': `probe${path}` } });
      expect(await stub.lineOf(`probe${path}`)).toMatchObject({ level: 20, route: path });
    }
  });

  it('of a HEAD has the route of the GET', async () => {
    await ask(`${stub.url}/openapi.json`, { method: 'HEAD', headers: { 'x-request-id': 'head-1' } });
    expect(await stub.lineOf('head-1')).toMatchObject({ method: 'HEAD', route: '/openapi.json', status: 200 });
  });
});

describe('the metrics', () => {
  it('count by route pattern, method and status, with few series', async () => {
    const before = (await ask(`${stub.url}/metrics`)).text;
    for (let i = 0; i < 3; i += 1) {
      await ask(`${stub.url}/v1/conflicts/no-${i}`, { headers: bearer('token-north') });
      await ask(`${stub.url}/nowhere/${i}`, { method: 'PROPFIND' });
    }
    await ask(`${stub.url}/healthz`);
    const { text, headers } = await ask(`${stub.url}/metrics`);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const counts = (page: string): Record<string, number> =>
      Object.fromEntries(
        [...page.matchAll(/^assize_http_request_seconds_count\{(.*)\} (\d+)$/gm)].map(([, labels, n]) => [
          labels!,
          Number(n),
        ]),
      );
    const [was, is] = [counts(before), counts(text)];
    const grew = (labels: string): number => (is[labels] ?? 0) - (was[labels] ?? 0);
    expect(grew('method="GET",route="/v1/conflicts/:id",status="404"')).toBe(3);
    expect(grew('method="other",route="unmatched",status="404"')).toBe(3);
    expect(text).not.toContain('nowhere');
    expect(text).toMatch(/^assize_http_requests_in_flight 1$/m);
    expect(text).toMatch(/^assize_http_auth_failures_total\{code="bad_token"\} \d+$/m);
  });
});
