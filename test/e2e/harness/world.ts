/** What a part of the suite works with: a running service, its banks with keys and tokens, and a client. */
import { makeToken } from '#config';
import { openStore, type Store } from '#store';
import { SCOPES, type Scope } from '#tribunal';
import type { PrivateKey } from '#statements';
import { doubleSpend, keyOf, type DoubleSpend } from '../../service/town.ts';
import { makeClient, type Answer, type Caller, type Client } from './client.ts';
import { readConformance, type Conformance, type OpenApi } from './conformance.ts';
import type { Place } from './place.ts';
import { openWire, requestOf, type WireAnswer } from '../../proof/fuzz-wire.ts';
import { startServer, type Server } from '../../proof/harness/server.ts';

export interface BankOfTown {
  readonly name: string;
  readonly key: PrivateKey;
  /** Good for everything that a bank may do. */
  readonly token: string;
}

/** Tests of one place share it; what changes in it (a stop) is put back by whoever changed it. */
export interface World extends Client {
  readonly place: Place;
  readonly service: Server;
  readonly store: Store;
  readonly conformance: Conformance;
  readonly north: BankOfTown;
  readonly south: BankOfTown;
  /** Takes no part in any case. */
  readonly east: BankOfTown;
  /** A token for staff that reads everything. */
  readonly operator: string;
  /** What came of a body, and of header fields, that were sent too slowly. */
  readonly late: { readonly body: Promise<WireAnswer | null>; readonly fields: Promise<WireAnswer | null> };
  /** Every token that was issued: none may ever be logged. */
  readonly secrets: readonly string[];
  issue(kind: 'bank' | 'operator' | 'auditor' | 'arbiter', more?: TokenTerms): Promise<IssuedToken>;
  /** Lets another bank in. */
  addBank(name: string, key?: PrivateKey): Promise<BankOfTown>;
  close(): Promise<void>;
}

interface TokenTerms {
  readonly bank?: string;
  readonly scopes?: readonly Scope[];
  readonly validMs?: number;
}

export interface IssuedToken {
  readonly id: string;
  readonly token: string;
}

const START_MS = 60_000;
/** Settings that let a suite of many requests through, and look for lost work often. */
const SETTINGS = { RATE_LIMIT: '1000000', SWEEP_EVERY_MS: '1000', LOG_LEVEL: 'info' };

/** openWorld starts the service in a place and lets three banks in. */
export async function openWorld(place: Place, settings: Readonly<Record<string, string>> = {}): Promise<World> {
  const service = await startServer(place.dataDir, { env: { ...place.environment, ...SETTINGS, ...settings } });
  await service.restart(START_MS);
  let conformance: Conformance | null = null;
  const client = makeClient(
    () => service.url,
    () => conformance,
  );
  const { json: document } = await client.ask<OpenApi>(null, '/openapi.json');
  conformance = readConformance(document);
  const store = await openStore({ url: await place.databaseUrl(), connections: 4, applicationName: 'e2e' });
  const secrets: string[] = [];
  const issue: World['issue'] = async (kind, { bank, scopes = SCOPES, validMs = 3_600_000 } = {}) => {
    const { id, token, hash } = makeToken();
    const expiresAt = new Date(Date.now() + validMs);
    const refused = await store.access.createToken(
      { id, hash, kind, bank: bank ?? null, name: `${kind} ${id}`, scopes, expiresAt },
      'e2e',
    );
    if (refused !== null) throw new Error(refused.refused);
    secrets.push(token);
    return { id, token };
  };
  const admit = async (name: string, key = keyOf(name)): Promise<BankOfTown> => {
    const refused = await store.access.addBank(name, key, 'e2e');
    if (refused !== null) throw new Error(refused.refused);
    const { token } = await issue('bank', { bank: name });
    return { name, key, token };
  };
  const [north, south, east] = [await admit('north'), await admit('south'), await admit('east')];
  const { token: operator } = await issue('operator');
  await untilRegistered();
  return {
    ...client,
    place,
    service,
    store,
    conformance,
    north,
    south,
    east,
    operator,
    secrets,
    issue,
    addBank: async (name, key) => {
      const bank = await admit(name, key);
      await untilRegistered();
      return bank;
    },
    late: sendSlowly(Number(new URL(service.url).port), north.token),
    close: async () => {
      await store.close();
      await service.kill();
      await place.remove();
    },
  };
}

/** A service remembers the register for a second: the notes of a bank are nobody's until then. */
const untilRegistered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1_100));

/** Requests that never come whole; the service gives up on them while other things are tried. */
function sendSlowly(port: number, token: string): World['late'] {
  const known = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': '1000' };
  const head = requestOf('POST', '/v1/conflicts', known);
  const fields = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
  return {
    body: openWire(port).ask([head, 5_000, ' ', 5_000, ' ', 5_000, ' '], { waitMs: 45_000 }),
    fields: openWire(port).ask([fields, 3_000, 'X-A: b\r\n', 3_000, 'X-B: c\r\n'], { waitMs: 45_000 }),
  };
}

let serials = 0;

/** freshSpend makes a double spend on a serial that nobody used yet. */
export function freshSpend(
  world: World,
  more: { readonly ways?: number; readonly hops?: number; readonly issuer?: PrivateKey } = {},
): DoubleSpend {
  serials += 1;
  const { issuer = world.north.key, ...rest } = more;
  return doubleSpend(`e2e-${process.pid}-${serials}`, { issuer, bank: world.south.key, ...rest });
}

export interface VerdictOfCase {
  readonly round: number;
  readonly digest: string;
  readonly replaces: string | null;
  readonly statement: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** untilVerdict polls, as a bank does, until a case has the verdict of a round, and gives all, newest first. */
export async function untilVerdict(
  world: Client,
  who: Caller,
  id: string,
  { round = 0, timeoutMs = 15_000 } = {},
): Promise<readonly VerdictOfCase[]> {
  for (const end = Date.now() + timeoutMs; ;) {
    const { status, json } = await world.ask<{ items: VerdictOfCase[] }>(who, `/v1/conflicts/${id}/verdicts`);
    if (status === 200 && (json.items[0]?.round ?? -1) >= round) return json.items;
    if (Date.now() > end)
      throw new Error(`no verdict of round ${round} within ${timeoutMs} ms: ${status} ${JSON.stringify(json)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** submit files claims and gives the conflict; it fails where they are not taken. */
export async function submit(
  world: Client,
  who: Caller,
  body: object,
): Promise<Answer<{ id: string; claimIds: string[] }>> {
  const answer = await world.ask<{ id: string; claimIds: string[] }>(who, '/v1/conflicts', { body });
  if (answer.status !== 202 && answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
