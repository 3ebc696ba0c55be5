/** Everybody who may or may not ask, for proof "access": each with a client, and what the table of routes should make of it. */
import { makeToken } from '#config';
import type { PrivateKey } from '#statements';
import { openStore, type Store } from '#store';
import { SCOPES, type Scope } from '#tribunal';
import { doubleSpend, keyOf, type DoubleSpend } from '../service/town.ts';
import { eventually, type Client, type Place, type Server } from './harness/index.ts';

/** What a caller is by rights; the proof works out from this and the table what it must be answered. */
export interface Rights {
  /** Who it is; null for credentials that do not count. */
  readonly role: 'bank' | 'party' | 'operator' | 'auditor' | 'arbiter' | 'stranger' | null;
  readonly scopes: readonly Scope[];
  /** Whether it takes part in the case that is asked about. */
  readonly takesPart: boolean;
  /** Whether its request comes through a proxy. */
  readonly isForwarded: boolean;
}

export interface Caller extends Rights {
  readonly name: string;
  readonly client: Client;
  /** Signs what it files; null for those who have no key. */
  readonly key: PrivateKey | null;
}

export interface AccessTown {
  readonly callers: readonly Caller[];
  /** The case that everybody asks about. */
  readonly conflict: string;
  readonly spend: DoubleSpend;
  /** A case that others have. */
  readonly elsewhere: DoubleSpend;
}

const HOUR_MS = 3_600_000;
const BY_SIGNATURE: readonly Scope[] = SCOPES.filter((scope) => scope !== 'metrics');
const OF_PARTIES: readonly Scope[] = ['evidence', 'read', 'reputation'];
const STAFF = ['operator', 'auditor', 'arbiter'] as const;

/** buildAccessTown lets everybody in, out, or half out, and files the case. */
export async function buildAccessTown(place: Place, server: Server): Promise<AccessTown> {
  const store = await openStore({ url: await place.databaseUrl(), connections: 2 });
  try {
    return await build(place, server, store);
  } finally {
    await store.close();
  }
}

async function build({ banks }: Place, server: Server, { access }: Store): Promise<AccessTown> {
  const { north, south } = banks;
  const issue = async (
    kind: 'bank' | (typeof STAFF)[number],
    bank: string | null,
    scopes: readonly Scope[],
    validMs = HOUR_MS,
  ): Promise<{ id: string; token: string }> => {
    const { id, token, hash } = makeToken();
    await access.createToken(
      { id, hash, kind, bank, name: kind, scopes, expiresAt: new Date(Date.now() + validMs) },
      'proof',
    );
    return { id, token };
  };
  const [east, old, next, gone] = ['east', 'old', 'old, second key', 'gone'].map((name) => keyOf(`access ${name}`)) as [
    PrivateKey,
    PrivateKey,
    PrivateKey,
    PrivateKey,
  ];
  for (const [name, key] of [
    ['east', east],
    ['old', old],
    ['gone', gone],
  ] as const)
    await access.addBank(name, key, 'proof');
  const lost = {
    gone: await issue('bank', 'gone', SCOPES),
    expired: await issue('bank', 'north', SCOPES, 1),
    revoked: await issue('bank', 'north', SCOPES),
  };
  await access.rotateBank('old', next, 'proof');
  await access.revokeBank('gone', 'proof');
  await access.revokeToken(lost.revoked.id, 'proof');

  const spend = doubleSpend('access-1', { issuer: north.key, bank: south.key });
  const other = doubleSpend('access-2', { issuer: east, bank: east });
  // A service remembers the register for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const file = async (key: PrivateKey, of: DoubleSpend): Promise<string> => {
    const { body } = await server.client({ key }).post('/v1/conflicts', { claims: of.claims });
    const id = String(body['id']);
    await eventually('a verdict', async () => {
      const { body: verdicts } = await server.client({ key }).get(`/v1/conflicts/${id}/verdicts`);
      return (verdicts['items'] as unknown[] | undefined)?.length === 1 ? true : null;
    });
    return id;
  };
  const conflict = await file(south.key, spend);
  await file(east, other);

  const callers: Caller[] = [];
  const add = (name: string, client: Client, rights: Partial<Rights>, key: PrivateKey | null = null): unknown =>
    callers.push({ name, client, key, role: null, scopes: [], takesPart: false, isForwarded: false, ...rights });
  const byToken = ({ token }: { token: string }): Client => server.client({ token });
  const bySignature = (key: PrivateKey): Client => server.client({ key });

  add('nobody', server.client(null), { role: 'stranger', takesPart: true }, spend.claimants[0]!);
  add(
    'nobody, through a proxy',
    withHeader(server.client(null), { 'x-forwarded-for': '192.0.2.1' }),
    { role: 'stranger', takesPart: true, isForwarded: true },
    spend.claimants[0]!,
  );
  add('nobody who takes part', server.client(null), { role: 'stranger' }, other.claimants[0]!);
  for (const [name, key, takesPart] of [
    ['issuing bank', north.key, true],
    ['redeeming bank', south.key, true],
    ['another bank', east, false],
  ] as const) {
    const bank = name === 'issuing bank' ? 'north' : name === 'redeeming bank' ? 'south' : 'east';
    add(`${name}, token`, byToken(await issue('bank', bank, SCOPES)), { role: 'bank', scopes: SCOPES, takesPart }, key);
    add(`${name}, signature`, bySignature(key), { role: 'bank', scopes: BY_SIGNATURE, takesPart }, key);
  }
  add('bank with a new key', bySignature(next), { role: 'bank', scopes: BY_SIGNATURE }, next);
  for (const scope of SCOPES) {
    add(
      `issuing bank, ${scope} alone`,
      byToken(await issue('bank', 'north', [scope])),
      { role: 'bank', scopes: [scope], takesPart: true },
      north.key,
    );
    add(
      `another bank, ${scope} alone`,
      byToken(await issue('bank', 'east', [scope])),
      { role: 'bank', scopes: [scope] },
      east,
    );
    for (const role of STAFF)
      add(`${role}, ${scope} alone`, byToken(await issue(role, null, [scope])), {
        role,
        scopes: [scope],
        takesPart: true,
      });
  }
  add('bank without scopes', byToken(await issue('bank', 'north', [])), { role: 'bank', takesPart: true }, north.key);
  for (const role of STAFF)
    add(role, byToken(await issue(role, null, SCOPES)), { role, scopes: SCOPES, takesPart: true });
  for (const [name, key, takesPart] of [
    ['claimant', spend.claimants[0]!, true],
    ['holder', spend.holder, true],
    ['party to another case', other.claimants[0]!, false],
  ] as const) {
    add(name, bySignature(key), { role: 'party', scopes: OF_PARTIES, takesPart }, key);
  }
  add('replaced key', bySignature(old), {}, old);
  add('revoked bank, token', byToken(lost.gone), {}, gone);
  add('revoked bank, signature', bySignature(gone), {}, gone);
  add('expired token', byToken(lost.expired), {}, north.key);
  add('revoked token', byToken(lost.revoked), {}, north.key);
  add('unknown token', byToken({ token: makeToken().token }), {}, north.key);
  add('unknown key', bySignature(keyOf('access unknown')), {}, keyOf('access unknown'));
  add('no bearer token', withHeader(server.client(null), { authorization: 'Basic bm9ydGg6eA==' }), {}, north.key);
  return { callers, conflict, spend, elsewhere: other };
}

const withHeader = (client: Client, more: Readonly<Record<string, string>>): Client => ({
  ...client,
  send: (method, path, body, headers = {}) => client.send(method, path, body, { ...headers, ...more }),
});
