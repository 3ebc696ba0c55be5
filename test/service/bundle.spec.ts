/** Bundles of a service on a real database: every check of every one holds. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { finaliseDue } from '#tribunal';
import { bundleOf, checksOf, makeRounds, opened, submitExamples, untoldOf, whyOf, wrongOf } from './bundles.ts';
import { asSouth, filedOr, north, openDesk, south, type Desk } from './desk.ts';
import { doubleSpend, keyOf, say } from './town.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('bundle');
});
afterAll(() => desk.database.stop());

const end = async (id: string): Promise<void> => {
  await desk.database.query(`UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE conflict_id = $1`, [id]);
  await finaliseDue(desk.bench.docket);
};

describe('a bundle of a service that has learned', () => {
  it('holds for every example, whatever it shows', async () => {
    const cases = await submitExamples(desk);
    const codes = new Set<string>();
    let [verdicts, weighed] = [0, 0];
    for (const id of cases) {
      const json = await bundleOf(desk, id);
      const bundle = opened(json);
      const checks = checksOf(json);
      expect(wrongOf(checks).map((why) => `${id} ${why}`)).toEqual([]);
      expect(untoldOf(checks)).toEqual([]);
      verdicts += bundle.verdicts.length;
      weighed += whyOf(checks, 'probabilities').filter((why) => why.includes('the model gives the same')).length;
      for (const { code } of findingsIn(json)) codes.add(code);
    }
    expect(verdicts).toBeGreaterThan(60);
    expect(weighed).toBeGreaterThan(20);
    expect(codes.size).toBeGreaterThan(7);
  });

  it('holds in every round, each resting on what had been handed in by then', async () => {
    const { id } = await makeRounds(desk, 'b-rounds');
    const checks = checksOf(await bundleOf(desk, id));
    expect([wrongOf(checks), untoldOf(checks)]).toEqual([[], []]);
    expect(whyOf(checks, 'inputs')).toEqual([
      'it rests on 5 of the 11 statements; the others were handed in later',
      'it rests on 6 of the 11 statements; the others were handed in later',
      'it rests on 8 of the 11 statements; the others were handed in later',
      'it rests on all 11 statements of the submission',
    ]);
  });

  it('holds where more came after the last verdict, and says so', async () => {
    const { id, spend } = await makeRounds(desk, 'b-late');
    await end(id);
    const [, other] = spend.claimants;
    const late = [
      say('testimony+jwt', { cas: id, sub: spend.note, say: 'received_in_good_faith', jti: 'too late' }, other!),
      say('receipt+jwt', { sub: spend.note, frm: spend.holder.id, jti: 'too late' }, other!),
    ];
    filedOr(await desk.service.addEvidence({ kind: 'stranger' }, id, { statements: late, claim: null }));
    await desk.advance(id);
    expect(await desk.service.register(asSouth, [say('registration+jwt', { sub: other!.id }, south)])).toEqual({
      registered: 1,
    });
    const checks = checksOf(await bundleOf(desk, id));
    expect(wrongOf(checks)).toEqual([]);
    expect(whyOf(checks, 'inputs').at(-1)).toBe('it rests on 11 of the 14 statements; the others were handed in later');
    expect(untoldOf(checks)).toEqual(['null custody: it was made of more than the newest verdict rests on']);
  });

  it('holds for a case that nobody vouched for, also when its issuer is registered later', async () => {
    const stranger = keyOf('a bank that is registered later');
    const forged = doubleSpend('b-forged', { issuer: stranger, bank: south });
    const { conflict } = filedOr(await desk.service.submit(asSouth, { claims: forged.claims } as unknown as Json));
    await desk.advance(conflict.id);
    await desk.database.store.access.addBank('late', stranger, 'test');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const json = await bundleOf(desk, conflict.id);
    const checks = checksOf(json);
    expect([...opened(json).register.keys()]).toContain(stranger.id);
    expect([wrongOf(checks), untoldOf(checks)]).toEqual([[], []]);
    expect(whyOf(checks, 'case')[0]).toContain('an unproven case: no registered bank had issued its note');
    expect(whyOf(checks, 'case')[0]).toContain('“south”, who filed it');
  });

  it('has nothing to prove before the first verdict', async () => {
    const { claims } = doubleSpend('b-lone', { issuer: north, bank: south });
    const filed = filedOr(await desk.service.registerClaim(asSouth, claims[0] as unknown as Json));
    const checks = checksOf(await bundleOf(desk, filed.conflict.id));
    expect(checks).toEqual([
      { round: null, check: 'events', held: true, why: expect.any(String) },
      { round: null, check: 'custody', held: null, why: 'there is none yet' },
    ]);
  });
});

const findingsIn = (bundle: Json): readonly { readonly code: string }[] =>
  (bundle as { custody?: { custody: { findings: { code: string }[] } } | null }).custody?.custody.findings ?? [];
