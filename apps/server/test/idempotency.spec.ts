/** Idempotency-Key: the same answer again, and nothing done twice. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, bearer, claim, submission, type Answer } from './client.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const post = (
  key: string,
  body: unknown,
  { path = '/v1/conflicts', token = 'token-north' }: { readonly path?: string; readonly token?: string } = {},
): Promise<Answer> => ask(stub.url + path, { body, headers: { ...bearer(token), 'idempotency-key': key } });
const submitted = async (): Promise<number> => (await stub.calls())['submit'] ?? 0;

describe('the same request with the same key', () => {
  it('gets the same answer, marked as such, and reaches nobody', async () => {
    const first = await post('k-1', submission());
    const before = await submitted();
    const again = await post('k-1', submission());
    expect(first.status).toBe(202);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    for (const name of ['location', 'content-type']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await submitted()).toBe(before);
  });

  it('gets the same refusal where the tribunal refused it', async () => {
    const first = await post('k-2', submission('mistake:different_notes'));
    const again = await post('k-2', submission('mistake:different_notes'));
    expect(first).toMatchObject({ status: 422, json: { code: 'different_notes' } });
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('waits while the first is at work: 409', async () => {
    const slow = post('k-3', submission('slow:400'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    const meanwhile = await post('k-3', submission('slow:400'));
    expect(meanwhile).toMatchObject({ status: 409, json: { code: 'idempotency_in_flight' } });
    expect(meanwhile.headers.get('retry-after')).toBe('1');
    const first = await slow;
    expect((await post('k-3', submission('slow:400'))).text).toBe(first.text);
  });

  it('is done again where the world or we failed, or somebody else was faster', async () => {
    for (const [order, status] of [
      ['outage', 503],
      ['throw', 500],
      ['mistake:busy', 409],
    ] as const) {
      const before = await submitted();
      for (let i = 0; i < 2; i += 1) {
        const answer = await post(`k-${order}`, submission(order));
        expect(answer.status).toBe(status);
        expect(answer.headers.get('idempotency-replayed')).toBeNull();
      }
      expect(await submitted()).toBe(before + 2);
    }
  });
});

describe('another request with the same key', () => {
  it('is refused: another body, another address', async () => {
    await post('k-4', submission());
    const other = await post('k-4', submission('another'));
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency_mismatch' } });
    const elsewhere = await post('k-4', claim(), { path: '/v1/claims' });
    expect(elsewhere).toMatchObject({ status: 422, json: { code: 'idempotency_mismatch' } });
  });

  it('is its own where somebody else sends it', async () => {
    const north = await post('k-5', submission());
    const south = await post('k-5', submission('another'), { token: 'token-south' });
    expect([north.status, south.status]).toEqual([202, 202]);
    expect(south.headers.get('idempotency-replayed')).toBeNull();
  });
});

describe('a key', () => {
  it('is 1 to 255 printable characters', async () => {
    for (const key of ['k'.repeat(256), 'k\u00e9', '']) {
      expect(await post(key, submission())).toMatchObject({ status: 400, json: { code: 'bad_idempotency_key' } });
    }
    expect((await post('k'.repeat(255), submission())).status).toBe(202);
  });

  it('is not used up by a request that was refused before anybody saw it', async () => {
    expect((await post('k-6', { claims: 1 })).status).toBe(422);
    expect((await post('k-6', submission())).status).toBe(202);
  });
});
