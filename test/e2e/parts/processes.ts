/** Several processes on one database: one answers, another works; each counts its callers and sheds for itself. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWire, requestOf } from '../../proof/fuzz-wire.ts';
import { startServer, type Server } from '../../proof/harness/server.ts';
import { makeClient, type Client } from '../harness/client.ts';
import { freshSpend, submit, untilVerdict, type World } from '../harness/world.ts';

const LIMIT = 12;

export const processes = (get: () => World): void =>
  describe('a process that only answers', () => {
    let server: Server;
    let client: Client;
    beforeAll(async () => {
      const { place, conformance } = get();
      const env = { ...place.environment, RATE_LIMIT: String(LIMIT), MAX_IN_FLIGHT: '1' };
      server = await startServer(place.dataDir, { roles: 'api', env });
      await server.restart();
      client = makeClient(
        () => server.url,
        () => conformance,
      );
    });
    afterAll(() => server.kill());

    it('takes what another one decides, and shows the same', async () => {
      const world = get();
      const filed = await submit(client, world.south.token, { claims: freshSpend(world).claims });
      const verdicts = await untilVerdict(world, world.south.token, filed.json.id);
      const { json } = await client.ask<{ items: unknown }>(
        world.south.token,
        `/v1/conflicts/${filed.json.id}/verdicts`,
      );
      expect(json.items).toEqual(verdicts);
      expect(await client.ask(null, '/.well-known/jwks.json')).toMatchObject({
        json: (await world.ask(null, '/.well-known/jwks.json')).json,
      });
    });

    it('tells more than it takes on at once to come again', async () => {
      const world = get();
      const body = Buffer.from(JSON.stringify({ claims: freshSpend(world).claims }));
      const fields = { authorization: `Bearer ${world.north.token}` };
      const slow = openWire(Number(new URL(server.url).port));
      const sent = requestOf('POST', '/v1/conflicts', fields, body);
      const first = slow.ask([sent.subarray(0, -10), 1_000, sent.subarray(-10)]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const second = await client.ask(world.north.token, '/v1/conflicts', { body: {} });
      expect(second).toMatchObject({ status: 503, json: { code: 'overloaded' } });
      expect(second.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await first)?.status).toBe(202);
    });

    it('counts the requests of each bank, by whatever credentials, and of no other', async () => {
      const world = get();
      const asked: number[] = [];
      for (let i = 0; i < LIMIT + 2; i += 1) {
        const who = i % 2 === 0 ? world.east.token : world.east.key;
        asked.push((await client.ask(who, '/v1/conflicts')).status);
      }
      expect(asked).toEqual([...Array.from({ length: LIMIT }, () => 200), 429, 429]);
      const refused = await client.ask(world.east.token, '/v1/conflicts');
      expect(refused).toMatchObject({ status: 429, json: { code: 'rate_limited' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.headers.get('ratelimit-remaining')).toBe('0');
      expect((await client.ask(world.south.token, '/v1/conflicts')).status).toBe(200);
    });
  });
