/** Who may see and do what, and what banks report, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { isMistake, type Filed, type Mistake } from '#tribunal';
import { asNorth, asSouth, filedOr, north, openDesk, south, type Desk } from './desk.ts';
import { doubleSpend, keyOf, say } from './town.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('standing');
});
afterAll(() => desk.database.stop());

const stranger = keyOf('a bank that nobody registered');

describe('who may see and do what', () => {
  const spend = doubleSpend('n-6', { issuer: north, bank: north });
  let id: string;
  beforeAll(async () => {
    id = filedOr(await desk.service.submit(asNorth, { claims: spend.claims, reference: 'N-77' } as unknown as Json))
      .conflict.id;
    await desk.advance(id);
  });

  it('a bank that takes no part sees nothing', async () => {
    expect(await desk.service.readConflict(asSouth, id)).toBeNull();
    expect(await desk.service.readVerdicts(asSouth, id)).toBeNull();
    expect(await desk.service.readBundle(asSouth, id)).toBeNull();
    const page = await desk.service.listConflicts(asSouth, { limit: 100, after: null, state: null });
    expect('items' in page && page.items.some((item) => item.id === id)).toBe(false);
  });

  it('a claimant sees the case, but not the bank’s own number', async () => {
    const view = await desk.service.readConflict({ kind: 'party', party: spend.claimants[0]!.id } as never, id);
    expect(view!.claims.map(({ reference }) => reference)).toEqual([null, null]);
    const own = await desk.service.readConflict(asNorth, id);
    expect(own!.claims.map(({ reference }) => reference)).toEqual(['N-77', 'N-77']);
  });

  it('a forged note that names the serial does not let its maker in', async () => {
    const forged = doubleSpend('n-6', { issuer: stranger, bank: south });
    const filed = filedOr(await desk.service.submit(asSouth, { claims: forged.claims } as unknown as Json));
    expect(filed.conflict.id).not.toBe(id);
    await desk.advance(filed.conflict.id);
    expect(await desk.service.readCustody(asSouth, filed.conflict.id)).toMatchObject({
      custody: { outcome: 'no_sound_claim', claims: [{ defect: 'untrusted_issuer' }, { defect: 'untrusted_issuer' }] },
    });
  });

  it('a stranger’s statement is refused where he is no party, where it is not signed, and where it is about another case', async () => {
    const add = (statement: string): Promise<Filed | Mistake> =>
      desk.service.addEvidence({ kind: 'stranger' }, id, { statements: [statement], claim: null });
    const testimony = (key: ReturnType<typeof keyOf>, cas = id): string =>
      say('testimony+jwt', { cas, sub: spend.note, say: 'received_in_good_faith' }, key);
    expect(await add(testimony(stranger))).toMatchObject({ code: 'not_found' });
    const [claimant] = spend.claimants;
    const mine = testimony(claimant!);
    expect(await add(`${mine.slice(0, -4)}AAAA`)).toMatchObject({ code: 'bad_statement' });
    expect(await add(testimony(claimant!, '00000000-0000-8000-8000-000000000000'))).toMatchObject({
      code: 'foreign_statement',
    });
    expect(isMistake(await add(mine))).toBe(false);
  });

  it('reputations are for the party, its bank, and banks that share a case with it', async () => {
    const [claimant] = spend.claimants;
    expect(await desk.service.readReputation(asSouth, claimant!.id)).toBeNull();
    expect(await desk.service.readReputation(asNorth, claimant!.id)).toMatchObject({
      party: claimant!.id,
      restsOn: { conflicts: 1 },
    });
  });
});

describe('what banks report', () => {
  it('becomes facts once, and counts in reputations', async () => {
    const customer = keyOf('customer');
    const registration = say('registration+jwt', { sub: customer.id }, north);
    expect(await desk.service.register(asNorth, [registration])).toEqual({ registered: 1 });
    expect(await desk.service.register(asNorth, [registration])).toEqual({ registered: 0 });
    expect(await desk.service.register(asSouth, [registration])).toMatchObject({ code: 'wrong_signer' });
    const report = [{ party: customer.id, settled: 40 }] as never;
    expect(await desk.service.reportActivity(asSouth, report)).toMatchObject({ code: 'not_activity' });
    expect(await desk.service.reportActivity(asNorth, report)).toEqual({ recorded: 1 });
    await desk.advance();
    expect(await desk.service.readReputation(asNorth, customer.id)).toMatchObject({
      bank: north.id,
      settled: 40,
    });
  });
});
