/** What comes later: claims one by one from two banks, evidence without an account, what banks report, what follows from it. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, say, type DoubleSpend } from '../../service/town.ts';
import { freshSpend, untilVerdict, type World } from '../harness/world.ts';

export const rounds = (get: () => World): void =>
  describe('claims that come one by one', () => {
    let spend: DoubleSpend;
    let id = '';
    const register = async (bank: string, claim: object, reference?: string): Promise<Record<string, unknown>> => {
      const body = { ...claim, ...(reference === undefined ? {} : { reference }) };
      const { status, json } = await get().ask(bank, '/v1/claims', { body });
      expect(status).toBe(201);
      return json;
    };

    beforeAll(async () => {
      const world = get();
      spend = freshSpend(world, { ways: 3 });
      const first = await register(world.south.token, spend.claims[0]!, 'S-2');
      expect(first).toMatchObject({ conflict: null, claim: expect.any(String) });
      const second = await register(world.north.token, { ...spend.claims[1]!, bank: world.south.key.id });
      expect(second['conflict']).toEqual(expect.any(String));
      id = second['conflict'] as string;
      await untilVerdict(world, world.north.token, id);
    });

    it('open a new round each, whose verdict names the one that it replaces', async () => {
      const world = get();
      expect(await register(world.south.token, spend.claims[2]!)).toMatchObject({ conflict: id });
      const [newest, oldest] = await untilVerdict(world, world.south.token, id, { round: 1 });
      expect(newest!.replaces).toBe(oldest!.digest);
      expect(newest!.payload).toMatchObject({ rnd: 1, prv: oldest!.digest, cas: id });
      expect(newest!.payload['awd']).toHaveLength(3);
      const { json } = await world.ask(world.south.token, `/v1/conflicts/${id}`);
      expect(json['claims']).toHaveLength(3);
    });

    it('tell a bank’s own case number to that bank alone', async () => {
      const world = get();
      const referencesFor = async (who: string): Promise<unknown[]> => {
        const { json } = await world.ask<{ claims: { reference: unknown }[] }>(who, `/v1/conflicts/${id}`);
        return json.claims.map(({ reference }) => reference);
      };
      expect(await referencesFor(world.south.token)).toContain('S-2');
      expect(await referencesFor(world.north.token)).not.toContain('S-2');
    });

    it('take evidence of a party that has no account, by its own signature', async () => {
      const world = get();
      const [, claimant] = spend.claimants;
      const before = await untilVerdict(world, world.south.token, id);
      const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, claimant!);
      const path = `/v1/conflicts/${id}/evidence`;
      const taken = await world.ask(null, path, { body: { statements: [receipt] } });
      expect(taken).toMatchObject({ status: 202, json: { conflict: id, accepted: 1 } });
      // Nobody without an account is told anything of the case.
      expect(Object.keys(taken.json).sort()).toEqual(['accepted', 'conflict']);
      const round = before[0]!.round + 1;
      const [newest] = await untilVerdict(world, world.south.token, id, { round });
      expect(newest!.payload).toMatchObject({ rnd: round, prv: before[0]!.digest });
    });

    it('refuse evidence of strangers, forged or about something else', async () => {
      const world = get();
      const path = `/v1/conflicts/${id}/evidence`;
      const [claimant] = spend.claimants;
      const receipt = (by: Parameters<typeof say>[2], sub: string = spend.note): string =>
        say('receipt+jwt', { sub, frm: spend.holder.id }, by);
      const refusals: readonly [statement: string, status: number, code: string][] = [
        [receipt(keyOf('nobody to this case')), 404, 'not_found'],
        [`${receipt(claimant!).slice(0, -6)}AAAAAA`, 422, 'bad_statement'],
        [receipt(claimant!, keyOf('another note').id), 422, 'foreign_statement'],
        ['a.b.c', 422, 'not_a_statement'],
      ];
      for (const [statement, status, code] of refusals) {
        const answer = await world.ask(null, path, { body: { statements: [statement] } });
        expect(answer).toMatchObject({ status, json: { code } });
      }
      // Whether there is such a case at all is not told either.
      const nowhere = await world.ask(null, `/v1/conflicts/${keyOf('x').id}/evidence`, {
        body: { statements: [receipt(claimant!)] },
      });
      expect(nowhere).toMatchObject({ status: 404, json: { code: 'not_found' } });
    });

    it('count in reputations, with what banks report of their customers', async () => {
      const world = get();
      const customer = spend.holder.id;
      const path = `/v1/parties/${customer}/reputation`;
      const registration = say('registration+jwt', { sub: customer }, world.north.key);
      const registered = (): Promise<unknown> =>
        world.ask(world.north.token, '/v1/registrations', { body: { statements: [registration] } });
      expect(await registered()).toMatchObject({ status: 201, json: { registered: 1 } });
      expect(await registered()).toMatchObject({ status: 201, json: { registered: 0 } });
      const report = { reports: [{ party: customer, settled: 40 }] };
      expect(await world.ask(world.north.token, '/v1/activity', { body: report })).toMatchObject({
        status: 201,
        json: { recorded: 1 },
      });
      const other = await world.ask(world.south.token, '/v1/activity', { body: report });
      expect(other).toMatchObject({
        status: 422,
        json: { code: 'not_activity', errors: [{ pointer: '/reports/0/party' }] },
      });
      const foreign = await world.ask(world.south.token, '/v1/registrations', { body: { statements: [registration] } });
      expect(foreign).toMatchObject({ status: 422, json: { code: 'wrong_signer' } });
      // The worker hears of reports with its next beat.
      for (const end = Date.now() + 10_000; ;) {
        const { json } = await world.ask<{ settled: number }>(world.north.token, path);
        if (json.settled === 40) break;
        if (Date.now() > end) throw new Error(`the report is not in the reputation: ${JSON.stringify(json)}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const { json } = await world.ask(world.north.token, path);
      expect(json).toMatchObject({ party: customer, bank: world.north.key.id, restsOn: { conflicts: 1 } });
      const { mean, low, high } = json['rate'] as Record<'mean' | 'low' | 'high', number>;
      expect(low <= mean && mean <= high && low >= 0 && high <= 1).toBe(true);
      expect(await world.ask(world.east.token, path)).toMatchObject({ status: 404 });
      expect(await world.ask(spend.holder, path)).toMatchObject({ status: 200, json: { party: customer } });
    });
  });
