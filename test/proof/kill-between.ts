/** SIGKILL at the one moment that chance rarely finds: a request is done and committed, and its answer is not kept yet. */
import { doubleSpend, keyOf, say } from '../service/town.ts';
import { eventually, type Place, type Server, type Trial } from './harness/index.ts';

/** Advisory lock that holds up whoever keeps an answer. */
const GATE = 4_801;
/** A key whose first request died is free after a minute; it is made that old. */
const LAPSED = `UPDATE assize.idempotency_keys SET created_at = created_at - interval '2 minutes' WHERE status IS NULL`;

interface Request {
  readonly path: string;
  readonly body: object;
  /** How many effects it has had. */
  readonly effects: string;
  readonly values: readonly unknown[];
}

/** killBetween does so for each call that takes a key; the same request again must be taken, and have had one effect. */
export async function killBetween(place: Place, server: Server, fail: Trial['fail']): Promise<string> {
  const requests = await prepare(place, server);
  const client = server.client(place.banks.north);
  await place.sql(`CREATE OR REPLACE FUNCTION assize.hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END $$`);
  await place.sql(
    `CREATE TRIGGER hold_up BEFORE UPDATE ON assize.idempotency_keys FOR EACH ROW EXECUTE FUNCTION assize.hold_up()`,
  );
  const effectsOf = async ({ effects, values }: Request): Promise<number> =>
    (await place.sql<{ size: number }>(`SELECT count(*)::integer AS size FROM ${effects}`, values))[0]!.size;
  const release = await place.hold(`SELECT pg_advisory_lock(${GATE})`);
  const asked = requests.map((request, i) =>
    client.post(request.path, request.body, { 'idempotency-key': `between ${i}` }),
  );
  for (const request of requests) {
    await eventually(`${request.path} is done`, async () => ((await effectsOf(request)) > 0 ? true : null));
  }
  await server.kill();
  // PostgreSQL would not notice before its statement ends that nobody waits for it any more.
  await place.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'UPDATE assize.idempotency_keys%'`,
  );
  await release();
  await place.sql('DROP TRIGGER hold_up ON assize.idempotency_keys');
  await place.sql(LAPSED);
  const answers = await Promise.all(asked);
  await server.restart();
  for (const [i, request] of requests.entries()) {
    if (answers[i]!.status !== 0) fail(`${request.path} was answered ${answers[i]!.status} before its answer was kept`);
    const again = await client.post(request.path, request.body, { 'idempotency-key': `between ${i}` });
    if (again.status < 200 || again.status > 299)
      fail(`${request.path} once more by its key was answered ${again.status}: ${again.text.slice(0, 200)}`);
    const effects = await effectsOf(request);
    if (effects !== 1)
      fail(`${request.path}: a key had ${effects} effects, since a kill came between the effect and its answer`);
  }
  return `${requests.length} calls killed between their commit and their answer, and done once each`;
}

async function prepare({ banks: { north, south } }: Place, server: Server): Promise<Request[]> {
  const client = server.client(north);
  const customer = keyOf('between customer');
  const known = doubleSpend('between known', { issuer: north.key, bank: south.key });
  const fresh = doubleSpend('between fresh', { issuer: north.key, bank: south.key });
  const lone = doubleSpend('between lone', { issuer: north.key, bank: south.key });
  const filed = await client.post('/v1/conflicts', { claims: known.claims });
  const registered = await client.post('/v1/registrations', {
    statements: [say('registration+jwt', { sub: customer.id }, north.key)],
  });
  if (filed.status !== 202 || registered.status !== 201)
    throw new Error(`not prepared: ${filed.text} ${registered.text}`);
  const other = keyOf('between another customer');
  const ofSerial = (kind: string): string =>
    `assize.events e JOIN assize.conflicts c USING (conflict_id) WHERE c.serial_json = $1 AND e.kind = '${kind}'`;
  const receipt = say('receipt+jwt', { sub: known.note, frm: known.holder.id }, known.claimants[0]!);
  return [
    {
      path: '/v1/conflicts',
      body: { claims: fresh.claims },
      effects: ofSerial('begun'),
      values: [JSON.stringify(fresh.serial)],
    },
    {
      path: '/v1/claims',
      body: lone.claims[0]!,
      effects: ofSerial('claim_added'),
      values: [JSON.stringify(lone.serial)],
    },
    {
      path: `/v1/conflicts/${String(filed.body['id'])}/evidence`,
      body: { statements: [receipt] },
      effects: ofSerial('evidence_added'),
      values: [JSON.stringify(known.serial)],
    },
    {
      path: '/v1/registrations',
      body: { statements: [say('registration+jwt', { sub: other.id }, north.key)] },
      effects: `assize.facts WHERE kind = 'registration' AND body->>'party' = $1`,
      values: [other.id],
    },
    {
      path: '/v1/activity',
      body: { reports: [{ party: customer.id, settled: 7 }] },
      effects: `assize.facts WHERE kind = 'activity' AND body->>'party' = $1`,
      values: [customer.id],
    },
  ];
}
