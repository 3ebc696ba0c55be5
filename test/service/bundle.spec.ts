/** Bundles of a service on a real database: every check of every one holds. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFault, parseJson, readKey, type Json } from '#statements';
import { finaliseDue, isMistake } from '#tribunal';
import { seededRandom, type Random } from '../../libs/inference/test/random.ts';
import { randomWorld } from '../reference/random-world.ts';
import { bundleOf, checksOf, makeRounds, opened, submitExamples, untoldOf, whyOf, wrongOf } from './bundles.ts';
import { asNorth, asSouth, filedOr, north, openDesk, south, type Desk } from './desk.ts';
import { doubleSpend, keyOf, say } from './town.ts';

/** To look harder: WORLDS=400 WORLDS_SEED=7. */
const WORLDS = Number(process.env['WORLDS'] ?? 30);
const SEED = Number(process.env['WORLDS_SEED'] ?? 1);

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

  it(`holds for ${WORLDS} random worlds, handed in in two parts`, async () => {
    const random = seededRandom(SEED);
    const worlds = Array.from({ length: WORLDS }, (_, n) => randomWorld(SEED * 1_000 + n));
    const keys = worlds.flatMap(({ register }) => register ?? []).map((jwk) => readKey(jwk as unknown as Json, 'bank'));
    for (const [i, key] of keys.entries()) {
      if (!isFault(key)) await desk.database.store.access.addBank(`world-${i}`, key, 'test');
    }
    // What a register was is remembered for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const cases = new Set<string>();
    for (const { text } of worlds) {
      for (const part of inTwoParts(text, random)) {
        const filed = await desk.service.submit(random() < 0.5 ? asNorth : asSouth, part);
        if (isMistake(filed)) continue;
        cases.add(filed.conflict.id);
        await desk.advance(filed.conflict.id);
        if (random() < 0.2) await end(filed.conflict.id);
      }
    }
    let verdicts = 0;
    for (const id of cases) {
      const json = await bundleOf(desk, id);
      expect(wrongOf(checksOf(json)).map((why) => `${id} ${why}`)).toEqual([]);
      verdicts += opened(json).verdicts.length;
    }
    expect(verdicts).toBeGreaterThan(WORLDS / 2);
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

/** Some of a world's claims and evidence, and the rest. */
function inTwoParts(text: string, random: Random): Json[] {
  const document = parseJson(text);
  if ('problem' in document) return [];
  const { claims, evidence = [] } = document.value as { claims: Json[]; evidence?: Json[] };
  if (!Array.isArray(claims)) return [];
  const cut = 1 + Math.floor(random() * claims.length);
  const said = Math.floor(random() * (evidence.length + 1));
  return [
    { claims: claims.slice(0, cut), evidence: evidence.slice(0, said) },
    { claims: claims.slice(cut), evidence: evidence.slice(said) },
  ];
}

const findingsIn = (bundle: Json): readonly { readonly code: string }[] =>
  (bundle as { custody?: { custody: { findings: { code: string }[] } } | null }).custody?.custody.findings ?? [];
