/** Who gets in: tokens with their scopes and ends, banks and what is theirs. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '#tribunal';
import { keyOf, say, type DoubleSpend } from '../../service/town.ts';
import { until } from '../harness/place.ts';
import { freshSpend, submit, untilVerdict, type World } from '../harness/world.ts';

const READINGS = ['', '/custody', '/verdicts', '/bundle'] as const;

export const access = (get: () => World): void =>
  describe('access', () => {
    let id = '';
    let spend: DoubleSpend;
    beforeAll(async () => {
      const world = get();
      spend = freshSpend(world);
      const { json } = await submit(world, world.north.token, { claims: spend.claims });
      id = json.id;
      await untilVerdict(world, world.north.token, id);
    });

    it.each(READINGS)('shows a case%s to those who take part and to staff, and to no other bank', async (reading) => {
      const world = get();
      const path = `/v1/conflicts/${id}${reading}`;
      for (const who of [world.north.token, world.south.token, world.operator]) {
        expect((await world.ask(who, path)).status).toBe(200);
      }
      const hidden = await world.ask(world.east.token, path);
      const absent = await world.ask(world.east.token, path.replace(/[0-9a-f]{12}/, '0'.repeat(12)));
      expect(hidden).toMatchObject({ status: 404, json: { code: 'not_found' } });
      // A case of others looks as one that is not there.
      const plain = { instance: '', requestId: '' };
      expect({ ...absent.json, ...plain }).toEqual({ ...hidden.json, ...plain });
      expect((await world.ask(null, path)).status).toBe(401);
    });

    it('lists a bank’s own cases alone', async () => {
      const world = get();
      const idsFor = async (who: string): Promise<string[]> => {
        const { json } = await world.ask<{ items: { id: string }[] }>(who, '/v1/conflicts?limit=200');
        return json.items.map((item) => item.id);
      };
      expect(await idsFor(world.north.token)).toContain(id);
      expect(await idsFor(world.east.token)).toEqual([]);
    });

    it('adds no evidence of a bank to a case of others', async () => {
      const world = get();
      const { key, token } = world.east;
      const body = { statements: [say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, key)] };
      for (const place of [id, id.replace(/.{12}$/, '0'.repeat(12))]) {
        const answer = await world.ask(token, `/v1/conflicts/${place}/evidence`, { body });
        expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
      }
      // What is no statement is refused as that, whatever case it is for.
      const wrong = await world.ask(token, `/v1/conflicts/${id}/evidence`, { body: { statements: ['a.b.c'] } });
      expect(wrong).toMatchObject({ status: 422, json: { code: 'not_a_statement' } });
    });

    it.each<[Scope, string, object | undefined]>([
      ['submit', '/v1/conflicts', { claims: [] }],
      ['submit', '/v1/claims', {}],
      ['read', '/v1/conflicts', undefined],
      ['evidence', '/v1/conflicts/x/evidence', { statements: ['a.b.c'] }],
      ['register', '/v1/registrations', { statements: ['a.b.c'] }],
      ['register', '/v1/activity', { reports: [] }],
      ['reputation', '/v1/parties/x/reputation', undefined],
    ])('needs the scope %s at %s', async (scope, path, body) => {
      const world = get();
      const others = (['submit', 'read', 'evidence', 'register', 'reputation', 'metrics'] as const).filter(
        (one) => one !== scope,
      );
      const [without, only] = [
        await world.issue('bank', { bank: 'north', scopes: others }),
        await world.issue('bank', { bank: 'north', scopes: [scope] }),
      ];
      const refused = await world.ask(without.token, path, { body });
      expect(refused).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
      expect(refused.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
      expect((await world.ask(only.token, path, { body })).status).not.toBe(403);
    });

    it('ends with a token’s time, its revocation, or its bank’s', async () => {
      const world = get();
      const statusOf = async (token: string): Promise<unknown> => {
        const { status, json } = await world.ask(token, '/v1/conflicts');
        return status === 200 ? 200 : json['code'];
      };
      const brief = await world.issue('bank', { bank: 'north', validMs: 1_500 });
      const taken = await world.issue('bank', { bank: 'north' });
      const gone = await world.addBank(`gone ${world.place.dataDir}`, keyOf(`gone ${world.place.dataDir}`));
      expect(await Promise.all([brief.token, taken.token, gone.token].map(statusOf))).toEqual([200, 200, 200]);
      await world.store.access.revokeToken(taken.id, 'e2e');
      await world.store.access.revokeBank(gone.name, 'e2e');
      // A service remembers for a second whom a token speaks for.
      await until(async () => (await statusOf(taken.token)) === 'bad_token', 2_000);
      await until(async () => (await statusOf(gone.token)) === 'bad_token', 2_000);
      await until(async () => (await statusOf(brief.token)) === 'bad_token', 4_000);
      expect(await statusOf('assize_none_none')).toBe('bad_token');
    });

    it('tells staff apart from banks', async () => {
      const world = get();
      const refused = await world.ask(world.operator, '/v1/conflicts', { body: { claims: [] } });
      expect(refused).toMatchObject({ status: 403, json: { code: 'role_not_allowed' } });
      const { token: auditor } = await world.issue('auditor', { scopes: ['read'] });
      expect((await world.ask(auditor, `/v1/conflicts/${id}`)).status).toBe(200);
    });
  });
