/** Outages: every running clock is extended once and whole, and none ends before that. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, type TestDatabase } from './open-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('outage');
  await database.query(`INSERT INTO assize.policies (digest, id, body, at) VALUES ('d', 'p', '{}', clock_timestamp())`);
  await database.query(
    `INSERT INTO assize.conflicts (conflict_id, issuer, serial_json, policy_digest, state, created_at, begun_at,
       changed_at, revision, examined, events, claims, questions, bytes, attempts, deadline)
     SELECT gen_random_uuid(), 'i', '"s"', 'd', 'proposed', clock_timestamp(), clock_timestamp(), clock_timestamp(), 2, 2,
       1, 2, 1, 0, 0, clock_timestamp() FROM generate_series(1, 40)`,
  );
});
afterAll(() => database.stop());

const silent = (interval: string): Promise<unknown> =>
  database.query(
    `INSERT INTO assize.heartbeats (name, at) VALUES ('sweep', clock_timestamp() - $1::interval)
     ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at`,
    [interval],
  );
const due = (): Promise<number> => database.store.docket.transaction(async (tx) => (await tx.lockDue(100)).length);
const hoursLeft = async (): Promise<number[]> => {
  const rows = await database.query(
    `SELECT DISTINCT round(extract(epoch FROM deadline - clock_timestamp()) / 3600)::integer AS hours FROM assize.conflicts`,
  );
  return rows.map(({ hours }) => hours as number);
};

describe('an outage', () => {
  beforeEach(async () => {
    await database.query('UPDATE assize.conflicts SET deadline = clock_timestamp()');
  });

  it('is none where nobody was ever there, nor after minutes', async () => {
    await database.query(`DELETE FROM assize.heartbeats`);
    expect(await due()).toBe(40);
    expect(await database.store.housekeeping.beat()).toEqual({ silence: expect.any(Number), extended: null });
    await silent('10 minutes');
    expect(await due()).toBe(40);
    const { silence, extended } = await database.store.housekeeping.beat();
    expect(extended).toBeNull();
    expect(silence).toBeGreaterThan(599);
    expect(silence).toBeLessThan(610);
  });

  it('lets no clock end before the clocks are extended', async () => {
    await silent('3 hours');
    expect(await due()).toBe(0);
    expect(await database.store.housekeeping.beat()).toMatchObject({ extended: 40 });
    await database.query('UPDATE assize.conflicts SET deadline = clock_timestamp()');
    expect(await due()).toBe(40);
  });

  it('extends each clock once, by its length and a day, however many workers start together', async () => {
    for (let round = 0; round < 5; round += 1) {
      await database.query('UPDATE assize.conflicts SET deadline = clock_timestamp()');
      await silent('3 hours');
      const beats = await Promise.all(Array.from({ length: 4 }, () => database.store.housekeeping.beat()));
      expect(beats.filter(({ extended }) => extended !== null)).toHaveLength(1);
      expect(await hoursLeft()).toEqual([27]);
    }
  });

  it('is still to be accounted for where extending failed half-way', async () => {
    await silent('3 hours');
    const [row] = await database.query('SELECT conflict_id AS id, events FROM assize.conflicts LIMIT 1');
    // An event where the next one should go.
    await database.query(
      `INSERT INTO assize.events (conflict_id, seq, kind, at, actor, why, body)
       VALUES ($1, $2, 'x', clock_timestamp(), 'x', 'x', '{}')`,
      [row!['id'], row!['events']],
    );
    await expect(database.store.housekeeping.beat()).rejects.toThrow('events_pkey');
    expect(await due()).toBe(0);
    await database.query('UPDATE assize.conflicts SET events = events + 1 WHERE conflict_id = $1', [row!['id']]);
    expect(await database.store.housekeeping.beat()).toMatchObject({ extended: 40 });
    expect(await hoursLeft()).toEqual([27]);
  });

  it('is accounted for beside others who lock the same cases', async () => {
    const rows = await database.query('SELECT conflict_id AS id FROM assize.conflicts');
    const ids = rows.map(({ id }) => id as string);
    const { docket, housekeeping } = database.store;
    const lock = (): Promise<unknown> => docket.transaction(async (tx) => tx.lock(ids));
    for (let round = 0; round < 20; round += 1) {
      // Rows that were moved lie in another order than that of their ids.
      await database.query('UPDATE assize.conflicts SET changed_at = now() WHERE random() < 0.5');
      await silent('3 hours');
      await Promise.all([lock(), housekeeping.beat(), lock()]);
    }
    expect(await housekeeping.beat()).toMatchObject({ extended: null });
  });
});

describe('the tribunal’s key', () => {
  it('is one, also where several processes start together with keys of their own', async () => {
    const { openStore } = await import('../src/index.ts');
    const { makePrivateKey } = await import('#statements');
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url: database.url, connections: 1 })));
    const keys = stores.map((_, i) => makePrivateKey('Ed25519', Buffer.alloc(32, i + 1)));
    try {
      for (let round = 0; round < 15; round += 1) {
        await database.query('ALTER TABLE assize.tribunal_keys DISABLE TRIGGER USER; DELETE FROM assize.tribunal_keys');
        await Promise.all(stores.map(({ housekeeping }) => housekeeping.databaseNow()));
        const seen = await Promise.all(stores.map(({ housekeeping }, i) => housekeeping.tribunalKeys(keys[i]!)));
        expect(seen.map((list) => list.length)).toEqual([1, 1, 1]);
        expect(new Set(seen.map(([jwk]) => jwk!.x)).size).toBe(1);
      }
    } finally {
      for (const store of stores) await store.close();
    }
  });
});
