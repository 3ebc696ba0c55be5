/** What somebody with bad intentions tries on a case, on a real database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jwkOf, signStatement, type Json } from '#statements';
import { finaliseDue, isMistake } from '#tribunal';
import { asNorth, asSouth, filedOr, north, openDesk, operator, south, type Desk } from './desk.ts';
import { doubleSpend, keyOf, say, type ClaimJson } from './town.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('abuse');
});
afterAll(() => desk.database.stop());

const file = async (who: typeof asNorth, claims: readonly unknown[]): Promise<ReturnType<typeof filedOr>> =>
  filedOr(await desk.service.submit(who, { claims } as unknown as Json));
const close = (id: string): Promise<unknown> =>
  desk.database.query('UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1', [id]);
const deadlineOf = async (id: string): Promise<string | null> =>
  (await desk.service.readConflict(operator, id))!.deadline;

describe('names', () => {
  it('may hold what jsonb cannot: a NUL in a serial, and "__proto__"', async () => {
    for (const serial of ['a\u0000b', '__proto__', '\u{1F4B6}'.repeat(40)]) {
      const spend = doubleSpend(serial, { issuer: north, bank: south });
      const { conflict } = await file(asSouth, spend.claims);
      expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'proposed']]));
      expect((await desk.service.readConflict(asSouth, conflict.id))!.serial).toBe(serial);
    }
  });
});

describe('a bank that has seen no more than the note', () => {
  it('joins the case of its serial and learns nothing of it', async () => {
    const spend = doubleSpend('only-the-note', { issuer: north, bank: north });
    const { conflict } = await file(asNorth, spend.claims);
    await desk.advance(conflict.id);
    const nosy: ClaimJson = { ...spend.claims[0]!, transcript: [spend.claims[0]!.transcript[0]!], bank: south.id };
    const joined = await file(asSouth, [nosy]);
    expect(joined.conflict.id).toBe(conflict.id);
    await desk.advance(conflict.id);
    const seen = (await desk.service.readConflict(asSouth, conflict.id))!;
    expect(seen.claims.map(({ submittedBy }) => submittedBy)).toEqual(['south']);
    expect(seen.parties.map(({ party }) => party)).toEqual([south.id]);
    expect(seen.assessment).toBeNull();
    expect(await desk.service.readCustody(asSouth, conflict.id)).toBeNull();
    expect(await desk.service.readBundle(asSouth, conflict.id)).toBeNull();
    expect(await desk.service.readVerdicts(asSouth, conflict.id)).toBeNull();
    expect(await desk.service.readReputation(asSouth, spend.claimants[0]!.id)).toBeNull();
    // The claim is kept all the same, with its defect.
    expect((await desk.service.readCustody(asNorth, conflict.id))!.custody).toMatchObject({
      claims: [{ sound: true }, { sound: true }, { sound: false, defect: 'malformed' }],
    });
  });

  it('takes part once a claim of its own is sound', async () => {
    const spend = doubleSpend('own-claim', { issuer: north, bank: south, ways: 3 });
    const { conflict } = await file(asNorth, spend.claims.slice(0, 2));
    await desk.advance(conflict.id);
    await file(asSouth, [spend.claims[2]]);
    await desk.advance(conflict.id);
    expect((await desk.service.readConflict(asSouth, conflict.id))!.claims).toHaveLength(3);
  });
});

describe('floods', () => {
  it('of one party keep nobody else from being heard', async () => {
    const spend = doubleSpend('flood', { issuer: north, bank: south });
    const { conflict } = await file(asSouth, spend.claims);
    await desk.advance(conflict.id);
    const [loud, quiet] = spend.claimants;
    const testimony = (key: typeof north, n: number): string =>
      say('testimony+jwt', { cas: conflict.id, sub: spend.note, say: 'other', txt: String(n) }, key);
    const hand = (key: typeof north, from: number, size: number): ReturnType<typeof desk.service.addEvidence> =>
      desk.service.addEvidence({ kind: 'stranger' }, conflict.id, {
        statements: Array.from({ length: size }, (_, n) => testimony(key, from + n)),
        claim: null,
      });
    expect(isMistake(await hand(loud!, 0, 50))).toBe(false);
    expect(await hand(loud!, 50, 1)).toMatchObject({ code: 'too_much_evidence' });
    expect(isMistake(await hand(quiet!, 0, 3))).toBe(false);
    const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, quiet!);
    expect(
      isMistake(await desk.service.addEvidence(asSouth, conflict.id, { statements: [receipt], claim: null })),
    ).toBe(false);
  });

  it('of claims neither: a bank that has few is always heard', async () => {
    const spend = doubleSpend('junk', { issuer: north, bank: south, ways: 2 });
    const junk = Array.from({ length: 1_000 }, (_, n) => ({
      ...spend.claims[0]!,
      transcript: [spend.claims[0]!.transcript[0]!, String(n)],
    }));
    const { conflict } = await file(asNorth, junk);
    expect(
      await desk.service.submit(asNorth, {
        claims: [{ ...junk[0], transcript: [junk[0]!.transcript[0], 'one more'] }],
      } as never),
    ).toMatchObject({ code: 'too_many_claims' });
    expect((await file(asSouth, spend.claims)).conflict.id).toBe(conflict.id);
  });

  it('are no reason to refuse what is there already', async () => {
    const spend = doubleSpend('again', { issuer: north, bank: south });
    const evidence = Array.from({ length: 201 }, (_, n) =>
      say('receipt+jwt', { sub: spend.note, frm: spend.holder.id, jti: String(n) }, spend.claimants[0]!),
    );
    const claims = [{ ...spend.claims[0]!, evidence }, spend.claims[1]];
    const { conflict } = await file(asSouth, claims);
    expect((await file(asSouth, claims)).conflict).toMatchObject({ id: conflict.id, revision: 2 });
  });

  it('and nobody can hand in another’s claim first to spoil it', async () => {
    const spend = doubleSpend('squat', { issuer: north, bank: south });
    const evidence = Array.from({ length: 201 }, (_, n) => `junk ${n}`);
    const squatted = await file(asNorth, [{ ...spend.claims[0]!, evidence }]);
    await file(asSouth, spend.claims);
    await desk.advance(squatted.conflict.id);
    expect((await desk.service.readCustody(operator, squatted.conflict.id))!.custody).toMatchObject({
      outcome: 'question',
      claims: [{ sound: false }, { sound: true }, { sound: true }],
    });
  });
});

describe('clocks', () => {
  it('are not begun anew by a round that changes nothing', async () => {
    const spend = doubleSpend('stall', { issuer: north, bank: south });
    const { conflict } = await file(asSouth, spend.claims);
    await desk.advance(conflict.id);
    const first = await deadlineOf(conflict.id);
    await desk.database.query(
      `UPDATE assize.conflicts SET deadline = deadline - interval '2 days' WHERE conflict_id = $1`,
      [conflict.id],
    );
    const sooner = await deadlineOf(conflict.id);
    const timestamp = say('timestamp+jwt', { ref: spend.note }, spend.holder);
    filedOr(await desk.service.addEvidence(asSouth, conflict.id, { statements: [timestamp], claim: null }));
    await desk.advance(conflict.id);
    const verdicts = (await desk.service.readVerdicts(operator, conflict.id))!;
    expect(verdicts.map(({ round }) => round)).toEqual([1, 0]);
    expect(await deadlineOf(conflict.id)).toBe(sooner);
    expect(sooner).not.toBe(first);
    expect((verdicts[0]!.payload as { apl: number }).apl * 1_000).toBe(Date.parse(sooner!));
  });
});

describe('what is final', () => {
  it('is not opened again by deliveries of a key that nobody knew, nor shown as weighed again', async () => {
    const serial = 'final-bearer';
    const note = signStatement(
      'note+jwt',
      { iat: 1_790_000_000, jti: serial, cls: 'bearer', val: { amt: '5', cur: 'EUR' } },
      north,
    );
    const people = [keyOf('bearer one'), keyOf('bearer two')];
    const claims = people.map((key, i) => ({
      transcript: [
        note.text,
        signStatement('redemption+jwt', { iat: 1_790_000_100, sub: note.digest, aud: south.id, jti: 'r' }, key).text,
      ],
      bank: south.id,
      receivedAt: `2026-11-2${i}T10:00:00Z`,
    }));
    const { conflict } = await file(asSouth, claims);
    await desk.advance(conflict.id);
    await close(conflict.id);
    await finaliseDue(desk.bench.docket);
    const shown = (await desk.service.readConflict(operator, conflict.id))!.assessment;
    const fresh = keyOf('a key made up for this');
    const deliveries = people.map(({ id }) => say('delivery+jwt', { sub: note.digest, to: id }, fresh));
    filedOr(await desk.service.addEvidence(asSouth, conflict.id, { statements: deliveries, claim: null }));
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'examined']]));
    const view = (await desk.service.readConflict(operator, conflict.id))!;
    expect(view).toMatchObject({ state: 'final', round: 0, examined: 3 });
    expect(view.assessment).toEqual(shown);
  });
});

describe('an unproven case', () => {
  it('stays one when its issuer is registered later, and closes', async () => {
    const late = keyOf('registered late');
    const [one, two] = ['u-1', 'u-2'].map((serial) => doubleSpend(serial, { issuer: late, bank: south }));
    const { conflict } = await file(asSouth, [one!.claims[0], two!.claims[0]]);
    expect(await desk.database.store.access.addBank('late', late, 'test')).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'proposed']]));
    expect((await desk.service.readConflict(operator, conflict.id))!.outcome).toBe('no_sound_claim');
  });
});

describe('a frozen case', () => {
  it('waits for another release, whatever is handed in', async () => {
    const spend = doubleSpend('frozen', { issuer: north, bank: south });
    const { conflict } = await file(asSouth, spend.claims);
    await desk.advance(conflict.id);
    await desk.database.query(`UPDATE assize.conflicts SET state = 'frozen', deadline = NULL WHERE conflict_id = $1`, [
      conflict.id,
    ]);
    const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, spend.claimants[0]!);
    filedOr(await desk.service.addEvidence(asSouth, conflict.id, { statements: [receipt], claim: null }));
    expect(await desk.advance(conflict.id)).toEqual(new Map([[conflict.id, 'stale']]));
    expect(await desk.bench.docket.findUnexamined(-1, 10, desk.bench.release)).not.toContain(conflict.id);
    expect(await desk.bench.docket.findUnexamined(-1, 10, '9.9.9')).toContain(conflict.id);
  });
});

it('a key that a statement states can sign requests, and is found without reading the case', async () => {
  const spend = doubleSpend('keys', { issuer: north, bank: south, hops: 3 });
  const { conflict } = await file(asSouth, spend.claims);
  await desk.advance(conflict.id);
  const [claimant] = spend.claimants;
  const found = await desk.database.store.access.findParty(claimant!.id);
  expect(found!.standing).toEqual({ kind: 'party', party: claimant!.id });
  expect(jwkOf(found!.key)).toEqual(jwkOf(claimant!));
});
