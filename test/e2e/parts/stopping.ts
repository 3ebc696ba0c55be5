/** A stop that lets work end, and a start that finds everything as it was. */
import { describe, expect, it } from '@jest/globals';
import { describeEmbedded } from '#embedded';
import { openWire, requestOf } from '../../proof/fuzz-wire.ts';
import { freshSpend, submit, untilVerdict, type World } from '../harness/world.ts';

const SECOND_START_MS = 15_000;

export const stopping = (get: () => World): void =>
  describe('a stop', () => {
    it('finishes requests in progress, refuses others, and ends well; the next start goes on', async () => {
      const world = get();
      const old = await submit(world, world.south.token, { claims: freshSpend(world).claims });
      const [verdict] = await untilVerdict(world, world.south.token, old.json.id);
      const party = `/v1/parties/${freshSpend(world).issuer.id}/reputation`;
      const reputation = await world.ask(world.operator, party);

      const port = Number(new URL(world.service.url).port);
      const spend = freshSpend(world);
      const sent = requestOf(
        'POST',
        '/v1/conflicts',
        { authorization: `Bearer ${world.south.token}` },
        Buffer.from(JSON.stringify({ claims: spend.claims })),
      );
      const [inProgress, idle] = [openWire(port), openWire(port)];
      const health = requestOf('GET', '/healthz', {});
      expect((await idle.ask([health]))?.status).toBe(200);
      const answer = inProgress.ask([sent.subarray(0, -100), 1_500, sent.subarray(-100)]);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const ended = world.service.stop();
      await new Promise((resolve) => setTimeout(resolve, 200));
      const late = await idle.ask([health], { waitMs: 2_000 });
      if (late !== null) expect(late.status).toBe(503);
      expect(await openWire(port).ask([health], { waitMs: 1_000 })).toBeNull();
      const finished = await answer;
      expect(finished?.status).toBe(202);
      expect(finished?.headers.get('connection')).toBe('close');
      expect(await ended).toBe(0);
      if (world.place.environment['DATABASE_URL'] === undefined) {
        expect(await describeEmbedded(world.place.dataDir)).toMatchObject({ isRunning: false });
      }

      expect(await world.service.restart()).toBeLessThan(SECOND_START_MS);
      const { id } = JSON.parse(finished!.body.toString()) as { id: string };
      expect(await untilVerdict(world, world.south.token, id)).toHaveLength(1);
      expect(await untilVerdict(world, world.south.token, old.json.id)).toEqual([verdict]);
      const restored = await world.ask(world.operator, party);
      expect({ status: restored.status, ...strip(restored.json) }).toEqual({
        status: reputation.status,
        ...strip(reputation.json),
      });
    });

    it('logs no token, no statement and no key', () => {
      const { secrets } = get();
      const lines = get().service.stderr().split('\n');
      expect(lines.length).toBeGreaterThan(100);
      const STATEMENT = /eyJ[\w-]{20,}\.[\w-]{20,}\./;
      const telling = lines.filter(
        (line) => STATEMENT.test(line) || line.includes('"d":"') || secrets.some((secret) => line.includes(secret)),
      );
      expect(telling.map((line) => line.slice(0, 1_000))).toEqual([]);
    });
  });

/** What is asked for between the two readings changes what it rests on, and nothing else. */
const strip = ({
  restsOn: _restsOn,
  requestId: _requestId,
  ...rest
}: Record<string, unknown>): Record<string, unknown> => rest;
