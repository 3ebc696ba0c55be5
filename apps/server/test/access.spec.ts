/** Roles × routes, from the table itself: everybody gets where the table says, and nowhere else. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findRoute, findUndeclared, ROUTES, type Role, type Route } from '../src/api/route-table.ts';
import { ask, bearer, claim, signatureFor, submission } from './client.ts';
import { KEYS } from './people.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
let conflict = '';
beforeAll(async () => {
  stub = await startStub();
  const filed = await ask<{ id: string }>(`${stub.url}/v1/conflicts`, {
    body: submission(),
    headers: bearer('token-north'),
  });
  conflict = filed.json.id;
});
afterAll(() => stub.stop());

const ROWS = Object.entries(ROUTES) as [keyof typeof ROUTES, Route][];

const BODIES: Readonly<Record<string, unknown>> = {
  submit: submission(),
  registerClaim: claim(),
  addEvidence: { statements: ['a.b.c'] },
  register: { statements: ['a.b.c'] },
  reportActivity: { reports: [{ party: KEYS.alice.id, settled: 3 }] },
};

const pathFor = (name: string, path: string): string =>
  path.replace(':id', name === 'readReputation' ? KEYS.alice.id : conflict).replace(':file', 'start.js');

/** Asks a route as somebody; the loopback door of /metrics is shut by a forwarding header. */
async function askAs(role: Role, name: string, { method, path }: Route): Promise<number> {
  const url = stub.url + pathFor(name, path);
  const body = BODIES[name] === undefined ? undefined : JSON.stringify(BODIES[name]);
  const sign = (): Readonly<Record<string, string>> => signatureFor(url, { method, body: body ?? '', key: KEYS.alice });
  const credentials =
    role === 'stranger' ? {} : role === 'party' ? sign() : bearer(`token-${role === 'bank' ? 'north' : role}`);
  return (await ask(url, { method, body, headers: { ...credentials, 'x-forwarded-for': '192.0.2.1' } })).status;
}

const ROLES: readonly Role[] = ['bank', 'party', 'arbiter', 'auditor', 'operator', 'stranger'];
const MATRIX = ROWS.flatMap(([name, route]) => ROLES.map((role) => ({ name, route, role })));

describe('the table of routes', () => {
  it.each(MATRIX)('$role at $name', async ({ name, route, role }) => {
    const status = await askAs(role, name, route);
    const may = route.who === 'anyone' || route.who.includes(role);
    if (may) {
      // What is not this party's is not there for it, which is no matter of roles.
      const isHidden = role === 'party' && route.path.startsWith('/v1/conflicts/:id');
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status < 300 || (isHidden && status === 404)).toBe(true);
    } else expect(status).toBe(role === 'stranger' ? 401 : 403);
  });

  it.each(ROWS.filter(([, { scope }]) => scope !== null))(
    '%s needs its scope',
    async (name, { method, path, scope }) => {
      const token = scope === 'read' ? 'token-no-scopes' : 'token-north-reads';
      const answer = await ask(stub.url + pathFor(name, path), {
        method,
        body: BODIES[name],
        headers: { ...bearer(token), 'x-forwarded-for': '192.0.2.1' },
      });
      expect(answer).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
      expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
    },
  );

  it('is compared with the handlers, both ways', () => {
    const served = ROWS.map(([, { method, path }]) => ({ method: method as string, path }));
    expect(findUndeclared([...served, { method: 'HEAD', path: '/healthz' }])).toEqual([]);
    expect(findUndeclared([...served, { method: 'DELETE', path: '/v1/conflicts/:id' }])).toEqual([
      'DELETE /v1/conflicts/:id has a handler and no row',
    ]);
    expect(findUndeclared(served.slice(1))).toEqual(['POST /v1/conflicts has a row and no handler']);
    expect(findRoute('PUT', '/v1/conflicts')).toBeUndefined();
  });

  it('knows no route of what is not built yet', async () => {
    const later = [`/v1/conflicts/${conflict}/acts`, `/v1/conflicts/${conflict}/appeals`, '/v1/log/checkpoint'];
    for (const path of later) {
      for (const method of ['GET', 'POST']) {
        const answer = await ask(stub.url + path, { method, headers: bearer('token-operator') });
        expect(answer).toMatchObject({ status: 404, json: { code: 'no_such_route' } });
      }
    }
  });
});

describe('credentials', () => {
  it('that nobody issued do not count, and say so', async () => {
    const bad = ['Bearer no-such-token', 'Bearer', 'Basic bm9ydGg6eA==', `Bearer ${'x'.repeat(600)}`];
    for (const authorization of bad) {
      const answer = await ask(`${stub.url}/v1/conflicts`, { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, json: { code: 'bad_token' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="assize", error="invalid_token"');
    }
  });

  it('are looked at where they are not needed too: a bad one is no stranger', async () => {
    const url = `${stub.url}/v1/conflicts/${conflict}/evidence`;
    const answer = await ask(url, { body: { statements: ['a.b.c'] }, headers: bearer('no-such-token') });
    expect(answer).toMatchObject({ status: 401, json: { code: 'bad_token' } });
  });

  it('are not looked at where anyone may ask', async () => {
    for (const path of ['/healthz', '/readyz', '/.well-known/jwks.json', '/openapi.json']) {
      expect((await ask(stub.url + path, { headers: bearer('no-such-token') })).status).toBe(200);
    }
  });

  it('are one at a time', async () => {
    const url = `${stub.url}/v1/conflicts`;
    const answer = await ask(url, { headers: { ...bearer('token-north'), ...signatureFor(url) } });
    expect(answer).toMatchObject({ status: 400, json: { code: 'two_credentials' } });
  });

  it('show a bank its own conflicts and nobody else’s', async () => {
    for (const path of ['', '/custody', '/verdicts', '/bundle']) {
      const url = `${stub.url}/v1/conflicts/${conflict}${path}`;
      expect((await ask(url, { headers: bearer('token-north') })).status).toBe(200);
      const other = await ask(url, { headers: bearer('token-south') });
      const none = await ask(url.replace(conflict, 'no-such-id'), { headers: bearer('token-south') });
      expect(other).toMatchObject({ status: 404, json: { code: 'not_found' } });
      expect({ ...none.json, instance: '', requestId: '' }).toEqual({ ...other.json, instance: '', requestId: '' });
    }
  });
});

describe('metrics', () => {
  const read = async (headers: Record<string, string>): Promise<number> =>
    (await ask(`${stub.url}/metrics`, { headers })).status;

  it('open to a caller on this machine that forwards for nobody, and to tokens for them', async () => {
    expect(await read({})).toBe(200);
    for (const field of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via', 'x-forwarded-host']) {
      expect(await read({ [field]: '192.0.2.1' })).toBe(401);
      expect(await read({ [field]: '192.0.2.1', ...bearer('token-operator') })).toBe(200);
    }
  });

  it('are not opened by a key', async () => {
    const url = `${stub.url}/metrics`;
    expect(await read({ ...signatureFor(url), via: '1.1 proxy' })).toBe(403);
  });
});
