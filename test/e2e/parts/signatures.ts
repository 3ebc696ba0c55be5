/** Requests that are signed (RFC 9421) instead of borne by a token. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, type DoubleSpend } from '../../service/town.ts';
import { signed, type Answer } from '../harness/client.ts';
import { until } from '../harness/place.ts';
import { freshSpend, submit, untilVerdict, type BankOfTown, type World } from '../harness/world.ts';

export const signatures = (get: () => World): void =>
  describe('a signed request', () => {
    let spend: DoubleSpend;
    let id = '';
    let bank: BankOfTown;
    beforeAll(async () => {
      const world = get();
      spend = freshSpend(world);
      const filed = await submit(world, world.north.key, { claims: spend.claims });
      expect(filed.status).toBe(202);
      id = filed.json.id;
      bank = await world.addBank(`signer ${world.place.dataDir}`, keyOf(`signer ${world.place.dataDir}`));
    });

    /** Asks with fields that were signed for something else than what is sent. */
    const send = (
      fields: Record<string, string>,
      { path = '/v1/conflicts', body }: { path?: string; body?: string } = {},
    ): Promise<Answer> => get().ask(null, path, { body, headers: fields });
    const at = (path = '/v1/conflicts'): string => `${get().service.url}${path}`;
    const north = (): BankOfTown => get().north;

    it('is its bank’s: what it files and reads is its own', async () => {
      const world = get();
      await untilVerdict(world, world.north.key, id);
      expect((await world.ask(world.south.key, `/v1/conflicts/${id}/bundle`)).status).toBe(200);
      expect((await world.ask(world.east.key, `/v1/conflicts/${id}`)).status).toBe(404);
    });

    it('lets a party read what it is part of, without an account', async () => {
      const world = get();
      await untilVerdict(world, world.north.key, id);
      const [claimant] = spend.claimants;
      expect(await world.ask(claimant!, `/v1/conflicts/${id}`)).toMatchObject({ status: 200, json: { id } });
      const { json } = await world.ask<{ items: { id: string }[] }>(claimant!, '/v1/conflicts');
      expect(json.items.map((item) => item.id)).toEqual([id]);
      const refused = await world.ask(claimant!, '/v1/conflicts', { body: { claims: spend.claims } });
      expect(refused).toMatchObject({ status: 403, json: { code: 'role_not_allowed' } });
    });

    it('covers its body: another one is refused', async () => {
      const [sent, other] = ['{"claims":[]}', '{"claims":[7]}'];
      const fields = signed(north().key, 'POST', at(), Buffer.from(sent));
      expect(await send(fields, { body: other })).toMatchObject({
        status: 401,
        json: { code: 'bad_signature', reason: 'digest_mismatch' },
      });
      const { 'content-digest': _digest, ...without } = signed(north().key, 'POST', at(), Buffer.from(sent));
      expect(await send(without, { body: sent })).toMatchObject({ status: 401, json: { code: 'bad_signature' } });
    });

    it('covers its address and its method', async () => {
      const elsewhere = signed(north().key, 'GET', at(`/v1/conflicts/${id}`), undefined);
      expect(await send(elsewhere)).toMatchObject({ status: 401, json: { code: 'bad_signature' } });
      const asPost = signed(north().key, 'POST', at(), undefined);
      expect(await send(asPost)).toMatchObject({ status: 401, json: { code: 'bad_signature' } });
    });

    it('is of now: 300 seconds old or early, and no more', async () => {
      const now = Math.floor(Date.now() / 1_000);
      const askAt = (created: number): Promise<Answer> =>
        send(signed(north().key, 'GET', at(), undefined, { created }));
      expect((await askAt(now - 280)).status).toBe(200);
      expect((await askAt(now + 280)).status).toBe(200);
      for (const created of [now - 320, now + 320, 0]) {
        expect(await askAt(created)).toMatchObject({ status: 401, json: { code: 'bad_signature' } });
      }
    });

    it('counts once: its nonce is used up', async () => {
      const fields = signed(north().key, 'GET', at(), undefined, { nonce: `n-${randomUUID()}` });
      expect((await send(fields)).status).toBe(200);
      expect(await send(fields)).toMatchObject({ status: 401, json: { code: 'nonce_used' } });
    });

    it('uses its nonce up once also where it comes many times at once', async () => {
      const fields = signed(north().key, 'GET', at(), undefined, { nonce: `n-${randomUUID()}` });
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(fields)));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array.from({ length: 7 }, () => 401),
      ]);
    });

    it('by a key that nobody knows does not count', async () => {
      const answer = await send(signed(keyOf('who is that'), 'GET', at(), undefined));
      expect(answer).toMatchObject({ status: 401, json: { code: 'bad_signature', reason: 'unknown_key' } });
    });

    it('by a key that was replaced does not count; the new key does, and sees what was the bank’s before', async () => {
      const world = get();
      const mine = freshSpend(world, { issuer: bank.key });
      const filed = await submit(world, bank.key, { claims: mine.claims });
      const next = keyOf(`signer ${world.place.dataDir}, second key`);
      expect(await world.store.access.rotateBank(bank.name, next, 'e2e')).toBeNull();
      expect((await world.ask(bank.key, '/v1/conflicts')).status).toBe(401);
      expect((await world.ask(next, `/v1/conflicts/${filed.json.id}`)).status).toBe(200);
      expect((await world.ask(bank.token, `/v1/conflicts/${filed.json.id}`)).status).toBe(200);
      // Notes that the old key signed stay good.
      await untilVerdict(world, next, filed.json.id);
      expect(await world.store.access.revokeBank(bank.name, 'e2e')).toBeNull();
      expect((await world.ask(next, '/v1/conflicts')).status).toBe(401);
      await until(async () => (await world.ask(bank.token, '/v1/conflicts')).status === 401, 2_000);
    });
  });
