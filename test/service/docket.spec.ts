/** The use cases on a real database, without HTTP: filing, rounds, clocks, restarts. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foldCase, type CaseEvent } from '#arbitration';
import { reputations, saveMarket } from '#inference';
import { isFault, native, parseStatement, startVerification, verifyStatement, type Json } from '#statements';
import { finaliseDue, keepSnapshotIfDue, openMarket } from '#tribunal';
import { withHeader } from '../../libs/inference/test/reseal.ts';
import { asNorth, asSouth, filedOr, north, openDesk, operator, south, tribunalKey, type Desk } from './desk.ts';
import { doubleSpend, say } from './town.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('docket');
});
afterAll(() => desk.database.stop());

const stateOf = async (id: string): Promise<unknown> => (await desk.service.readConflict(operator, id))?.state;

describe('a double spend handed in at one bank', () => {
  const spend = doubleSpend('n-1', { issuer: north, bank: south });
  let id: string;

  it('is a conflict at once, and says who takes part', async () => {
    const filed = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
    id = filed.conflict.id;
    expect(filed).toMatchObject({ hasBegun: true, joined: false });
    expect(filed.conflict).toMatchObject({ state: 'received', serial: 'n-1', revision: 2, examined: null });
    expect(filed.claims).toHaveLength(2);
    expect(desk.nudges()).toBe(1);
    const read = await desk.service.readConflict(asSouth, id);
    expect({ ...read, createdAt: '', begunAt: '' }).toEqual({ ...filed.conflict, createdAt: '', begunAt: '' });
  });

  it('gets a verdict that the tribunal signed and that anybody can check', async () => {
    expect(await desk.advance(id)).toEqual(new Map([[id, 'proposed']]));
    const [verdict] = (await desk.service.readVerdicts(asNorth, id))!;
    const statement = parseStatement(verdict!.statement);
    expect(isFault(statement)).toBe(false);
    if (isFault(statement)) return;
    expect(verifyStatement(startVerification(native), statement, null)).toBeNull();
    expect(statement.issuer).toBe(tribunalKey.id);
    expect(statement.payload).toMatchObject({ cas: id, sub: spend.note, rnd: 0 });
    const custody = await desk.service.readCustody(operator, id);
    expect(custody).toMatchObject({ revision: 2, custody: { outcome: 'question', findings: [{ code: 'fork' }] } });
    expect(custody!.graph.nodes).toHaveLength(5);
    expect(custody!.graph.edges).toHaveLength(4);
  });

  it('does nothing when the same hint comes twice', async () => {
    expect(await desk.advance(id)).toEqual(new Map([[id, 'stale']]));
    expect(await desk.service.readVerdicts(operator, id)).toHaveLength(1);
  });

  it('changes nothing when the same claims come again', async () => {
    const again = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
    expect(again).toMatchObject({ joined: true, conflict: { revision: 2, state: 'proposed' } });
  });

  it('opens a new round when evidence comes, whose verdict names the one it replaces', async () => {
    const [claimant] = spend.claimants;
    const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, claimant!);
    const filed = filedOr(
      await desk.service.addEvidence({ kind: 'stranger' }, id, { statements: [receipt], claim: null }),
    );
    expect(filed.conflict).toMatchObject({ revision: 3, state: 'proposed' });
    expect(await desk.advance(id)).toEqual(new Map([[id, 'proposed']]));
    const verdicts = (await desk.service.readVerdicts(operator, id))!;
    expect(verdicts.map(({ round }) => round)).toEqual([1, 0]);
    expect(verdicts[0]!.replaces).toBe(verdicts[1]!.digest);
    expect(verdicts[0]!.payload).toMatchObject({ rnd: 1, prv: verdicts[1]!.digest });
  });

  it('keeps the row that its events add up to', async () => {
    const [file] = await desk.bench.docket.readCases([id]);
    const events = (await desk.bench.docket.readEvents(id)) as readonly CaseEvent[];
    expect(foldCase(events)).toEqual({
      state: file!.record.state,
      revision: file!.record.revision,
      examined: file!.record.examined,
      round: file!.record.round,
      verdict: file!.record.verdict,
    });
    expect(file!.record.events).toBe(events.length);
  });

  it('takes back from the market what the first round asked', async () => {
    const facts = await desk.bench.docket.readFacts(0, 100);
    const about = facts.filter(({ fact }) => fact.kind === 'conflict' || fact.kind === 'retraction');
    expect(about.map(({ fact }) => fact.kind)).toEqual(['conflict', 'retraction', 'conflict']);
    expect(facts.map(({ at }) => at)).toEqual(facts.map(({ at }) => at).toSorted((a, b) => a - b));
  });
});

describe('claims that arrive one by one', () => {
  const spend = doubleSpend('n-2', { issuer: north, bank: south, ways: 3 });
  const claim = (i: number): Json => spend.claims[i] as unknown as Json;

  it('wait alone, begin at the second, and open a new round at the third', async () => {
    const first = filedOr(await desk.service.registerClaim(asSouth, claim(0)));
    expect(first).toMatchObject({ hasBegun: false, conflict: { state: 'waiting' } });
    expect(await desk.advance(first.conflict.id)).toEqual(new Map([[first.conflict.id, 'stale']]));
    const second = filedOr(await desk.service.registerClaim(asNorth, claim(1)));
    expect(second).toMatchObject({ hasBegun: true, joined: false, conflict: { state: 'received' } });
    await desk.advance(first.conflict.id);
    const third = filedOr(await desk.service.registerClaim(asSouth, claim(2)));
    expect(third).toMatchObject({ joined: true, conflict: { state: 'proposed', revision: 3 } });
    await desk.advance(first.conflict.id);
    const verdicts = await desk.service.readVerdicts(operator, first.conflict.id);
    expect(verdicts!.map(({ round }) => round)).toEqual([1, 0]);
  });

  it('are of one conflict also where two banks submit at the same instant', async () => {
    const race = doubleSpend('n-3', { issuer: north, bank: south });
    const [one, two] = await Promise.all([
      desk.service.submit(asSouth, { claims: [race.claims[0]] } as unknown as Json),
      desk.service.submit(asNorth, { claims: [race.claims[1]] } as unknown as Json),
    ]);
    expect(filedOr(one).conflict.id).toBe(filedOr(two).conflict.id);
    expect(filedOr(one).hasBegun).not.toBe(filedOr(two).hasBegun);
  });
});

describe('clocks', () => {
  it('close a proposed case when its window has ended by the database’s time, and not before', async () => {
    const spend = doubleSpend('n-4', { issuer: north, bank: south });
    const { conflict } = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
    await desk.advance(conflict.id);
    expect(await finaliseDue(desk.bench.docket)).toBe(0);
    await desk.database.query(`UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1`, [
      conflict.id,
    ]);
    expect(await finaliseDue(desk.bench.docket)).toBe(1);
    expect(await stateOf(conflict.id)).toBe('final');
    // A claim that comes now is kept and proves nothing new: the verdict stands.
    const late = filedOr(
      await desk.service.registerClaim(asNorth, {
        ...spend.claims[0],
        receivedAt: '2027-01-01T00:00:00Z',
      } as unknown as Json),
    );
    expect(late.conflict).toMatchObject({ state: 'final', revision: 3 });
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'examined']]));
    expect(await desk.service.readVerdicts(operator, conflict.id)).toHaveLength(1);
  });

  it('are opened again by a third way that nobody knew of', async () => {
    const spend = doubleSpend('n-5', { issuer: north, bank: south, ways: 3 });
    const { conflict } = filedOr(
      await desk.service.submit(asSouth, { claims: spend.claims.slice(0, 2) } as unknown as Json),
    );
    await desk.advance(conflict.id);
    await desk.database.query(`UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1`, [
      conflict.id,
    ]);
    await finaliseDue(desk.bench.docket);
    filedOr(await desk.service.registerClaim(asNorth, spend.claims[2] as unknown as Json));
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'reopened']]));
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'proposed']]));
    expect((await desk.service.readVerdicts(operator, conflict.id))!.map(({ round }) => round)).toEqual([1, 0]);
    expect((await desk.bench.docket.readEvents(conflict.id)).map(({ kind }) => kind)).toContain('reopened');
  });
});

describe('a restart', () => {
  it('restores the market from its snapshot and the facts since, bit for bit', async () => {
    await keepSnapshotIfDue(desk.bench.docket, desk.bench.keeper, 1);
    const spend = doubleSpend('n-7', { issuer: north, bank: south });
    const { conflict } = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
    await desk.advance(conflict.id);
    const restored = await openMarket(desk.bench.docket);
    expect(restored.problem).toBeNull();
    expect(restored.keeper.snapshotSeq).toBeGreaterThan(0);
    expect(restored.keeper.factSeq).toBe(desk.bench.keeper.factSeq);
    expect(reputations(restored.keeper.market)).toEqual(reputations(desk.bench.keeper.market));
  });

  it('after a change of model learns anew from the facts, and keeps anew what it says of everybody', async () => {
    const { docket, keeper } = desk.bench;
    const snapshot = withHeader(saveMarket(keeper.market), (header) => ({ ...header, model: 'plain-1' }));
    await docket.keepSnapshot(keeper.factSeq, snapshot);
    await desk.database.query(`UPDATE assize.reputations SET record = '{"cheater": 2}', fact_seq = $1`, [
      keeper.factSeq,
    ]);
    const again = await openMarket(docket);
    expect(again.problem).toContain('saved by the model plain-1');
    expect(again.keeper).toMatchObject({ factSeq: keeper.factSeq, snapshotSeq: 0 });
    const learned = reputations(again.keeper.market);
    expect(learned).toEqual(reputations(keeper.market));
    for (const { party, ...record } of learned) expect(await docket.readReputation(party)).toMatchObject(record);
    // And the snapshot, though of no more facts, takes the place of the one that cannot be read.
    expect(await keepSnapshotIfDue(docket, again.keeper, 1)).toBe(true);
    expect((await openMarket(docket)).problem).toBeNull();
  });
});

describe('lists', () => {
  it('go on where the last page ended, whatever is inserted meanwhile', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await desk.service.listConflicts(operator, { limit: 3, after, state: null });
      if (!('items' in page)) throw new Error(page.why);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      if (seen.length === 3) {
        const spend = doubleSpend('n-8', { issuer: north, bank: south });
        filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
      }
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const [{ size }] = (await desk.database.query('SELECT count(*)::integer AS size FROM assize.conflicts')) as [
      { size: number },
    ];
    expect(seen).toHaveLength(size - 1);
  });
});

describe('what readers are shown', () => {
  it('stands in the order in which the claims arrived, whatever order the verdict is computed in', async () => {
    for (let n = 0; n < 4; n += 1) {
      const spend = doubleSpend(`n-order-${n}`, { issuer: north, bank: south, ways: 3 });
      const filed = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json));
      await desk.advance(filed.conflict.id);
      const custody = await desk.service.readCustody(operator, filed.conflict.id);
      expect(custody!.custody).toMatchObject({
        claimIds: filed.claims,
        claims: spend.claimants.map(({ id }, index) => ({ index, claimant: id })),
        findings: [{ code: 'fork', branches: spend.claimants.map(({ id }, i) => ({ next: id, claims: [i] })) }],
      });
      const view = await desk.service.readConflict(operator, filed.conflict.id);
      expect(view!.claims.map(({ id }) => id)).toEqual(filed.claims);
      expect(view!.assessment).toMatchObject({ questions: [{ finding: 0 }] });
    }
  });
});
