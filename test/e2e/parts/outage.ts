/** The database and the queue taken away and given back: what was acknowledged is there, and the service mends itself. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../harness/client.ts';
import { until } from '../harness/place.ts';
import { freshSpend, submit, untilVerdict, type World } from '../harness/world.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
}

const BACK_MS = 10_000;

export const outage = (get: () => World): void => {
  const readiness = async (): Promise<{ status: number; down: readonly string[] }> => {
    const { status, json } = await get().ask<Check[]>(null, '/readyz');
    return { status, down: json.filter(({ ok }) => !ok).map(({ name }) => name) };
  };
  /** Waits until everything is well again, and gives how long that took. */
  const untilWell = async (): Promise<number> => {
    const started = performance.now();
    await until(async () => (await readiness()).status === 200, BACK_MS);
    return performance.now() - started;
  };
  const file = (key: string): { claims: object; send: () => Promise<Answer> } => {
    const { claims } = freshSpend(get());
    const send = (): Promise<Answer> =>
      get().ask(get().south.token, '/v1/conflicts', { body: { claims }, headers: { 'idempotency-key': key } });
    return { claims, send };
  };

  describe('a database that goes and comes back', () => {
    it('is told of, loses nothing that was acknowledged, and is taken up again', async () => {
      const world = get();
      const before = await submit(world, world.south.token, { claims: freshSpend(world).claims });
      const [verdict] = await untilVerdict(world, world.south.token, before.json.id);

      const acknowledged: string[] = [];
      const refused: { status: number; code: unknown; claims: object; send: () => Promise<Answer> }[] = [];
      let isFiling = true;
      const filing = (async () => {
        while (isFiling) {
          const { claims, send } = file(randomUUID());
          const { status, json, headers } = await send();
          if (status === 202) acknowledged.push(json['id'] as string);
          else {
            expect(headers.get('retry-after')).toMatch(/^\d+$/);
            refused.push({ status, code: json['code'], claims, send });
          }
        }
      })();
      await until(() => acknowledged.length >= 5);
      await world.place.database.begin();
      await until(async () => (await readiness()).down.includes('database'));
      expect(await readiness()).toMatchObject({ status: 503 });
      expect((await world.ask(null, '/healthz')).status).toBe(200);
      const reading = await world.ask(world.south.token, `/v1/conflicts/${before.json.id}`);
      expect(reading).toMatchObject({ status: 503, json: { code: 'unavailable' } });
      expect(reading.headers.get('retry-after')).toBe('5');
      await world.place.database.end();
      expect(await untilWell()).toBeLessThan(BACK_MS);
      const size = acknowledged.length;
      await until(() => acknowledged.length > size);
      isFiling = false;
      await filing;

      expect(refused.length).toBeGreaterThan(0);
      expect(new Set(refused.map(({ status, code }) => `${status} ${String(code)}`))).toEqual(
        new Set(['503 unavailable']),
      );
      expect((await untilVerdict(world, world.south.token, before.json.id))[0]).toEqual(verdict);
      // Each was promised; each is decided, once.
      for (const id of acknowledged) expect(await untilVerdict(world, world.south.token, id)).toHaveLength(1);
      // What was refused is sent again, and nothing was half done. A key that was held when the database went stays held
      // for a minute; what it was sent with is the same filing without it.
      let held = 0;
      for (const { claims, send } of refused.slice(-5)) {
        let answer = await send();
        if (answer.status === 409) {
          expect(answer.json['code']).toBe('idempotency_in_flight');
          held += 1;
          answer = await submit(world, world.south.token, { claims });
        }
        expect([200, 202]).toContain(answer.status);
        expect(await untilVerdict(world, world.south.token, answer.json['id'] as string)).toHaveLength(1);
      }
      expect(held).toBeLessThanOrEqual(1);
    });
  });

  describe('a queue that goes and comes back', () => {
    it('is told of where it is not the database; filings are taken meanwhile, and every one is decided', async () => {
      const world = get();
      const { queue } = world.place;
      const fileSome = async (): Promise<string[]> => {
        const ids: string[] = [];
        for (let i = 0; i < 3; i += 1) {
          const filed = await submit(world, world.south.token, { claims: freshSpend(world).claims });
          ids.push(filed.json.id);
        }
        return ids;
      };
      if (queue === null) {
        expect(world.place.environment).not.toHaveProperty('REDIS_URL');
        expect((await readiness()).down).toEqual([]);
        return;
      }
      const before = await fileSome();
      await queue.begin();
      await until(async () => (await readiness()).down.includes('queue'));
      const during = await fileSome();
      await queue.end();
      expect(await untilWell()).toBeLessThan(BACK_MS);
      const after = await fileSome();
      for (const id of [...before, ...during, ...after]) {
        expect(await untilVerdict(world, world.south.token, id, { timeoutMs: 20_000 })).toHaveLength(1);
      }
    });
  });
};
