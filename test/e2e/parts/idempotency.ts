/** Idempotency-Key: one request, one effect, the same answer again. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../harness/client.ts';
import { asOwner, until } from '../harness/place.ts';
import { freshSpend, submit, type World } from '../harness/world.ts';

export const idempotency = (get: () => World): void =>
  describe('an Idempotency-Key', () => {
    const post = (key: string, body: object, path = '/v1/conflicts', who = get().south.token): Promise<Answer> =>
      get().ask(who, path, { body, headers: { 'idempotency-key': key } });

    it('gets the same answer again, which says that it is one', async () => {
      const world = get();
      const key = randomUUID();
      const body = { claims: freshSpend(world).claims };
      const first = await post(key, body);
      expect(first.status).toBe(202);
      expect(first.headers.has('idempotency-replayed')).toBe(false);
      const again = await post(key, body);
      expect(again).toMatchObject({ status: 202, text: first.text });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      for (const name of ['location', 'content-type']) expect(again.headers.get(name)).toBe(first.headers.get(name));
      // Without the key it is what it is: a conflict that stands.
      expect((await submit(world, world.south.token, body)).status).toBe(200);
    });

    it('keeps refusals too', async () => {
      const key = randomUUID();
      const first = await post(key, { claims: 7 });
      expect(first).toMatchObject({ status: 422, json: { code: 'not_a_submission' } });
      const again = await post(key, { claims: 7 });
      expect(again.status).toBe(422);
      expect(again.json['code']).toBe('not_a_submission');
    });

    it('is refused with another body, or at another address', async () => {
      const world = get();
      const key = randomUUID();
      const [one, two] = [freshSpend(world), freshSpend(world)];
      expect((await post(key, { claims: one.claims })).status).toBe(202);
      const mismatch = { status: 422, json: { code: 'idempotency_mismatch' } };
      expect(await post(key, { claims: two.claims })).toMatchObject(mismatch);
      expect(await post(key, one.claims[0]!, '/v1/claims')).toMatchObject(mismatch);
    });

    it('is each bank’s own', async () => {
      const world = get();
      const key = randomUUID();
      const { claims } = freshSpend(world);
      expect((await post(key, { claims })).status).toBe(202);
      const other = await post(key, { claims }, '/v1/conflicts', world.north.token);
      expect(other.status).toBe(200);
      expect(other.headers.has('idempotency-replayed')).toBe(false);
    });

    it('tells a second request to wait while the first is at work, and then gives its answer', async () => {
      const world = get();
      const spend = freshSpend(world, { ways: 3 });
      const { json } = await submit(world, world.south.token, { claims: spend.claims.slice(0, 2) });
      const key = randomUUID();
      const body = { claims: [spend.claims[2]] };
      const first = await asOwner(await world.place.databaseUrl(), async (client) => {
        // Whoever acts on a case waits for its row.
        await client.query('BEGIN');
        await client.query('SELECT 1 FROM assize.conflicts WHERE conflict_id = $1 FOR UPDATE', [json.id]);
        const waiting = post(key, body);
        await until(async () => (await client.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rows.length > 0);
        const second = await post(key, body);
        expect(second).toMatchObject({ status: 409, json: { code: 'idempotency_in_flight' } });
        expect(second.headers.get('retry-after')).toBe('1');
        await client.query('ROLLBACK');
        return waiting;
      });
      expect(first).toMatchObject({ status: 200, json: { id: json.id } });
      const again = await post(key, body);
      expect(again).toMatchObject({ status: 200, text: first.text });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });

    it('has to be printable and of some length', async () => {
      for (const key of ['x'.repeat(256), 'caf\u00e9']) {
        const answer = await post(key, { claims: [] });
        expect(answer).toMatchObject({ status: 400, json: { code: 'bad_idempotency_key' } });
      }
    });
  });
