/** What must go on where one thing fails: clocks, reputations, reports. On a real database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { catchUp, finaliseDue, keepSnapshotIfDue, type Docket } from '#tribunal';
import { makeUpkeep, type UpkeepOptions } from '../../apps/server/src/worker/upkeep.ts';
import { asNorth, filedOr, north, openDesk, operator, type Desk } from './desk.ts';
import { doubleSpend, keyOf, say } from './town.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('upkeep');
});
afterAll(() => desk.database.stop());

const stateOf = async (id: string): Promise<unknown> => (await desk.service.readConflict(operator, id))?.state;

async function propose(...serials: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const serial of serials) {
    const spend = doubleSpend(serial, { issuer: north, bank: north });
    ids.push(filedOr(await desk.service.submit(asNorth, { claims: spend.claims } as unknown as Json)).conflict.id);
  }
  await desk.advance(...ids);
  return ids;
}

const register = async (name: string): Promise<string> => {
  const customer = keyOf(name);
  await desk.service.register(asNorth, [say('registration+jwt', { sub: customer.id }, north)]);
  return customer.id;
};

/** Whatever is asked of it fails the first time. */
function failingOnce<T extends object>(target: T, member: keyof T): T {
  let isBroken = true;
  const original = target[member] as (...args: unknown[]) => Promise<unknown>;
  const broken = async (...args: unknown[]): Promise<unknown> => {
    if (!isBroken) return original(...args);
    isBroken = false;
    throw new Error('Connection terminated');
  };
  return { ...target, [member]: broken };
}

describe('clocks', () => {
  it('end for all but the one case whose verdict cannot be read', async () => {
    const [bad, good] = await propose('u-1', 'u-2');
    await desk.database.query('ALTER TABLE assize.verdicts DISABLE TRIGGER USER');
    await desk.database.query(`UPDATE assize.verdicts SET statement = 'x' WHERE conflict_id = $1`, [bad]);
    await desk.database.query('UPDATE assize.conflicts SET deadline = clock_timestamp()');
    const told: string[] = [];
    expect(await finaliseDue(desk.bench.docket, (id) => told.push(id))).toBe(1);
    expect(told).toEqual([bad]);
    expect([await stateOf(bad!), await stateOf(good!)]).toEqual(['proposed', 'final']);
    await desk.database.query('UPDATE assize.conflicts SET deadline = NULL WHERE conflict_id = $1', [bad]);
  });
});

describe('reputations', () => {
  it('that could not be kept are kept the next time, and no snapshot passes them', async () => {
    const party = await register('a customer');
    await desk.service.reportActivity(asNorth, [{ party, settled: 7 }] as never);
    const { keeper } = desk.bench;
    const docket = failingOnce<Docket>(desk.bench.docket, 'keepReputations');
    await expect(catchUp(docket, keeper)).rejects.toThrow('terminated');
    expect(await keepSnapshotIfDue(docket, keeper, 1)).toBe(false);
    await catchUp(docket, keeper);
    expect(await desk.service.readReputation(asNorth, party)).toMatchObject({ settled: 7 });
    expect(await keepSnapshotIfDue(docket, keeper, 1)).toBe(true);
  });
});

describe('a report of activity', () => {
  it('that has a name counts once, however often and at once it comes', async () => {
    const party = await register('another customer');
    const report = [{ party, settled: 40 }] as never;
    const answers = await Promise.all([1, 2, 3].map(() => desk.service.reportActivity(asNorth, report, 'one')));
    expect(answers).toEqual([{ recorded: 1 }, { recorded: 1 }, { recorded: 1 }]);
    await desk.advance();
    expect(await desk.service.readReputation(asNorth, party)).toMatchObject({ settled: 40 });
    await desk.service.reportActivity(asNorth, report, 'two');
    await desk.service.reportActivity(asNorth, report);
    await desk.advance();
    expect(await desk.service.readReputation(asNorth, party)).toMatchObject({ settled: 120 });
  });

  it('is not noted where its facts could not be appended', async () => {
    const party = await register('a third customer');
    const report = [{ party, settled: 5 }] as never;
    const facts = 'assize.facts';
    await desk.database.query(`ALTER TABLE ${facts} ADD CONSTRAINT full_disk CHECK (kind <> 'activity') NOT VALID`);
    await expect(desk.service.reportActivity(asNorth, report, 'three')).rejects.toThrow('full_disk');
    await desk.database.query(`ALTER TABLE ${facts} DROP CONSTRAINT full_disk`);
    await desk.service.reportActivity(asNorth, report, 'three');
    await desk.advance();
    expect(await desk.service.readReputation(asNorth, party)).toMatchObject({ settled: 5 });
  });
});

describe('a beat', () => {
  const open = (changes: Partial<UpkeepOptions>): (() => Promise<number>) =>
    makeUpkeep({
      store: desk.database.store,
      keeper: desk.bench.keeper,
      worker: { advance: async () => {}, inHand: () => 0 },
      release: 'test',
      onOutage: () => {},
      onFault: () => {},
      ...changes,
    });

  it('that fails in one thing does the others, and fails', async () => {
    const [id] = await propose('u-3');
    await desk.database.query('UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1', [id]);
    await desk.database.query(`INSERT INTO assize.nonces VALUES ('p', 'n', clock_timestamp() - interval '1 s')`);
    const { store } = desk.database;
    const docket = failingOnce(failingOnce(store.docket, 'readFacts'), 'findUnexamined');
    const faults: string[] = [];
    const beat = open({ store: { ...store, docket }, onFault: ({ where }) => faults.push(where) });
    await expect(beat()).rejects.toThrow('terminated');
    expect(faults).toEqual(['sweep']);
    expect(await stateOf(id!)).toBe('final');
    expect(await desk.database.query('SELECT * FROM assize.nonces')).toEqual([]);
    expect(await beat()).toBe(0);
  });

  it('tells of an outage, and of a case that cannot be closed once', async () => {
    const [id] = await propose('u-4');
    await desk.database.query(`UPDATE assize.verdicts SET statement = 'x' WHERE conflict_id = $1`, [id]);
    await desk.database.query(`UPDATE assize.heartbeats SET at = at - interval '3 hours'`);
    const told: unknown[] = [];
    const beat = open({ onOutage: (_, clocks) => told.push(clocks), onFault: ({ error }) => told.push(String(error)) });
    await beat();
    await desk.database.query('UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1', [id]);
    await beat();
    await beat();
    expect(told).toEqual([1, `Error: the case ${id} cannot be closed`]);
  });
});
