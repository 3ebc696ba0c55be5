/** What each call answers where all is well; every answer has the form that the OpenAPI document promises. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../src/api/operations.ts';
import type { RouteName } from '../src/api/route-table.ts';
import { ask, bearer, claim, submission, type Answer } from './client.ts';
import { KEYS } from './people.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const NORTH = bearer('token-north');

/** Asks, and holds the answer to the schema of its status. */
async function call(
  name: RouteName,
  path: string,
  options: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await ask(stub.url + path, { headers: NORTH, ...options });
  const promised = OPERATIONS[name].answers[answer.status];
  expect(promised).toBeDefined();
  if (promised?.body && 'schema' in promised.body) {
    expect(promised.body.schema.safeParse(answer.json).error).toBeUndefined();
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  }
  for (const header of Object.keys(promised?.headers ?? {})) {
    if (header !== 'Link') expect(answer.headers.get(header)).not.toBeNull();
  }
  return answer;
}

const file = async (reference?: string): Promise<string> =>
  (await call('submit', '/v1/conflicts', { body: submission(reference) })).json['id'] as string;

describe('filing', () => {
  it('answers 202 with a new conflict and where it is', async () => {
    const answer = await call('submit', '/v1/conflicts', { body: submission('ours') });
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ state: 'received', claimIds: [expect.any(String)] });
    expect(answer.headers.get('location')).toBe(`/v1/conflicts/${String(answer.json['id'])}`);
    expect((await call('readConflict', answer.headers.get('location')!)).json['id']).toBe(answer.json['id']);
  });

  it('answers 200 where it joined one', async () => {
    expect((await call('submit', '/v1/conflicts', { body: submission('joined') })).status).toBe(200);
  });

  it('of one claim names the conflict once there is one', async () => {
    const alone = await call('registerClaim', '/v1/claims', { body: claim() });
    expect([alone.status, alone.json['conflict']]).toEqual([201, null]);
    const met = await call('registerClaim', '/v1/claims', { body: claim({ reference: 'begun' }) });
    expect([met.status, met.headers.get('location')]).toEqual([201, `/v1/conflicts/${String(met.json['conflict'])}`]);
  });
});

describe('evidence', () => {
  it('from a bank answers the conflict, from a stranger what was taken and no more', async () => {
    const id = await file();
    const body = { statements: ['a.b.c', 'd.e.f'] };
    const path = `/v1/conflicts/${id}/evidence`;
    const bank = await call('addEvidence', path, { body });
    expect(bank).toMatchObject({ status: 202, json: { id, claims: expect.any(Array) } });
    const stranger = await call('addEvidence', path, { body, headers: {} });
    expect([stranger.status, stranger.json]).toEqual([202, { conflict: id, accepted: 2 }]);
    expect(await stub.calls()).toMatchObject({ 'addEvidence by bank': 1, 'addEvidence by stranger': 1 });
    expect(await ask(`${stub.url}/v1/conflicts/none/evidence`, { body })).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
  });
});

describe('reading', () => {
  it('gives custody, verdicts and bundle', async () => {
    const path = `/v1/conflicts/${await file()}`;
    expect((await call('readCustody', `${path}/custody`)).json).toMatchObject({ revision: 2, graph: { nodes: [] } });
    expect((await call('readVerdicts', `${path}/verdicts`)).json).toMatchObject({
      items: [{ round: 0, statement: 'a.b.c' }],
    });
    expect((await call('readBundle', `${path}/bundle`)).json).toHaveProperty('submission');
  });

  it('tells what has not changed', async () => {
    const path = `/v1/conflicts/${await file()}`;
    const first = await call('readConflict', path);
    const tag = first.headers.get('etag')!;
    expect(tag).toBe('W/"2.-.received.-"');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    for (const known of [tag, '*', `"other", ${tag}`, tag.slice(2)]) {
      const again = await call('readConflict', path, { headers: { ...NORTH, 'if-none-match': known } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag]);
    }
    const other = await call('readConflict', path, { headers: { ...NORTH, 'if-none-match': 'W/"1.-.received.-"' } });
    expect(other.status).toBe(200);
    const hidden = await ask(stub.url + path, { headers: { ...bearer('token-south'), 'if-none-match': '*' } });
    expect(hidden).toMatchObject({ status: 404, json: { code: 'not_found' } });
    expect(hidden.headers.get('etag')).toBeNull();
  });

  it('goes through a list page by page, each once', async () => {
    const south = bearer('token-south');
    const filed: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { json } = await call('submit', '/v1/conflicts', { body: submission(), headers: south });
      filed.push(json['id'] as string);
    }
    const seen: string[] = [];
    let path: string | null = '/v1/conflicts?limit=2&state=received';
    while (path !== null) {
      const page: Answer = await call('listConflicts', path, { headers: south });
      const items = page.json['items'] as { readonly id: string; readonly claimCount: number }[];
      expect(items.length).toBeLessThanOrEqual(2);
      seen.push(...items.map(({ id }) => id));
      const link = page.headers.get('link');
      expect(link === null).toBe(page.json['next'] === null);
      path = link === null ? null : /^<([^>]+)>; rel="next"$/.exec(link)![1]!;
      if (path !== null) expect(path).toContain('state=received');
    }
    expect(seen).toEqual(filed);
  });
});

describe('parties', () => {
  it('are vouched for, reported on, and known by their reputation', async () => {
    const registered = await call('register', '/v1/registrations', { body: { statements: ['a.b.c'] } });
    expect([registered.status, registered.json]).toEqual([201, { registered: 1 }]);
    const reports = [{ party: KEYS.alice.id, settled: 12 }];
    const recorded = await call('reportActivity', '/v1/activity', { body: { reports } });
    expect([recorded.status, recorded.json]).toEqual([201, { recorded: 1 }]);
    expect((await call('readReputation', `/v1/parties/${KEYS.alice.id}/reputation`)).json).toMatchObject({
      settled: 3,
    });
    const nobody = await ask(`${stub.url}/v1/parties/nobody/reputation`, { headers: NORTH });
    expect(nobody).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

describe('the service', () => {
  it('gives the tribunal’s key, by which anybody can check a verdict', async () => {
    const { json, headers } = await call('readKeys', '/.well-known/jwks.json', { headers: {} });
    const { id } = KEYS.tribunal;
    expect(json).toEqual({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: id, use: 'sig' }] });
    expect(headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('answers probes in lists, each check by name', async () => {
    expect((await call('readHealth', '/healthz', { headers: {} })).json).toMatchObject([{ name: 'process', ok: true }]);
    expect((await call('readReadiness', '/readyz', { headers: {} })).json).toMatchObject([
      { name: 'database', ok: true },
      { name: 'queue', ok: true },
    ]);
  });
});
