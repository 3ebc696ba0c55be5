/** Reading again and page by page: ETags and cursors. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { say, type DoubleSpend } from '../../service/town.ts';
import type { Answer } from '../harness/client.ts';
import { freshSpend, submit, untilVerdict, type BankOfTown, type World } from '../harness/world.ts';

interface Page {
  readonly items: readonly { readonly id: string; readonly createdAt: string; readonly state: string }[];
  readonly next: string | null;
}

export const reading = (get: () => World): void => {
  describe('an ETag', () => {
    let spend: DoubleSpend;
    let path = '';
    let id = '';
    beforeAll(async () => {
      const world = get();
      spend = freshSpend(world);
      const { json } = await submit(world, world.north.token, { claims: spend.claims });
      id = json.id;
      path = `/v1/conflicts/${id}`;
      await untilVerdict(world, world.north.token, id);
    });

    it('saves reading what has not changed, and changes with the case', async () => {
      const world = get();
      const first = await world.ask(world.north.token, path);
      const tag = first.headers.get('etag')!;
      const ask = (field: string): Promise<Answer> =>
        world.ask(world.north.token, path, { headers: { 'if-none-match': field } });
      for (const field of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
        const unchanged = await ask(field);
        expect(unchanged).toMatchObject({ status: 304, text: '' });
        expect(unchanged.headers.get('etag')).toBe(tag);
      }
      expect((await ask('"other"')).status).toBe(200);
      const [claimant] = spend.claimants;
      const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, claimant!);
      await world.ask(null, `${path}/evidence`, { body: { statements: [receipt] } });
      await untilVerdict(world, world.north.token, id, { round: 1 });
      const changed = await ask(tag);
      expect(changed.status).toBe(200);
      expect(changed.headers.get('etag')).not.toBe(tag);
    });

    it('opens no case to others', async () => {
      const world = get();
      const { headers } = await world.ask(world.north.token, path);
      const answer = await world.ask(world.east.token, path, { headers: { 'if-none-match': headers.get('etag')! } });
      expect(answer.status).toBe(404);
    });

    it('comes with HEAD too', async () => {
      const world = get();
      const { headers } = await world.ask(world.north.token, path);
      const head = await world.ask(world.north.token, path, { method: 'HEAD' });
      expect(head).toMatchObject({ status: 200, text: '' });
      expect(head.headers.get('etag')).toBe(headers.get('etag'));
    });
  });

  describe('a list', () => {
    let bank: BankOfTown;
    const mine: string[] = [];
    beforeAll(async () => {
      const world = get();
      bank = await world.addBank(`lister ${world.place.dataDir}`);
      for (let i = 0; i < 7; i += 1) {
        const { json } = await submit(world, bank.token, { claims: freshSpend(world, { issuer: bank.key }).claims });
        mine.unshift(json.id);
      }
    });
    const pageAt = async (query: string): Promise<Page> => {
      const { status, json } = await get().ask<Page>(bank.token, `/v1/conflicts${query}`);
      expect(status).toBe(200);
      return json;
    };

    it('goes on where its last page ended, whatever is filed meanwhile', async () => {
      const world = get();
      const seen: string[] = [];
      let query = '?limit=2';
      for (;;) {
        const { items, next } = await pageAt(query);
        expect(items.length).toBeLessThanOrEqual(2);
        seen.push(...items.map((item) => item.id));
        if (next === null) break;
        await submit(world, bank.token, { claims: freshSpend(world, { issuer: bank.key }).claims });
        query = `?limit=2&cursor=${encodeURIComponent(next)}`;
      }
      expect(seen).toEqual(mine);
    });

    it('links to its next page', async () => {
      const { headers, json } = await get().ask<Page>(bank.token, '/v1/conflicts?limit=3');
      const [, link] = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      const { json: next } = await get().ask<Page>(bank.token, link!);
      expect(next.items).toHaveLength(3);
      expect(next.items[0]!.createdAt <= json.items.at(-1)!.createdAt).toBe(true);
    });

    it('can be of one state', async () => {
      await untilVerdict(get(), bank.token, mine[0]!);
      const { items } = await pageAt('?state=proposed&limit=200');
      expect(items.length).toBeGreaterThan(0);
      expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['proposed']));
      expect((await pageAt('?state=frozen')).items).toEqual([]);
    });

    it('takes no parameter that it does not know, and no cursor that it did not give', async () => {
      const wrong = ['limit=0', 'limit=201', 'limit=ten', 'limit=1&limit=2', 'state=lost', 'cursor=AAAA', 'page=2'];
      for (const query of wrong) {
        const answer = await get().ask(bank.token, `/v1/conflicts?${query}`);
        const parameter = query.split('=')[0];
        expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_query', errors: [{ parameter }] } });
      }
    });
  });
};
