/** Requests that are signed (RFC 9421), as the server sees them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, askRaw, readRaw, signatureFor, submission } from './client.ts';
import { KEYS } from './people.ts';
import { startStub, type Stub } from './start-stub.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(() => stub.stop());

const SENT = JSON.stringify(submission());
const at = (path = '/v1/conflicts'): string => stub.url + path;

describe('a signed request', () => {
  it('is its signer’s, with a body and without', async () => {
    const filed = await ask<{ id: string }>(at(), {
      body: SENT,
      headers: signatureFor(at(), { method: 'POST', body: SENT }),
    });
    expect(filed.status).toBe(202);
    const path = `/v1/conflicts/${filed.json.id}`;
    expect((await ask(at(path), { headers: signatureFor(at(path)) })).status).toBe(200);
    expect((await ask(at(path), { headers: signatureFor(at(path), { key: KEYS.south }) })).status).toBe(404);
    expect(await stub.lineOf(filed.headers.get('x-request-id')!)).toMatchObject({
      principal: { kind: 'bank', name: 'north' },
      status: 202,
    });
  });

  it('by a party without an account reads as that party', async () => {
    const url = at('/v1/conflicts?limit=3');
    const answer = await ask(url, { headers: signatureFor(url, { key: KEYS.alice }) });
    expect(answer).toMatchObject({ status: 200, json: { items: [], next: null } });
  });

  it('counts once', async () => {
    const headers = signatureFor(at());
    expect((await ask(at(), { headers })).status).toBe(200);
    const again = await ask(at(), { headers });
    expect(again).toMatchObject({ status: 401, json: { code: 'nonce_used' } });
    expect(again.headers.get('www-authenticate')).toBe('Bearer realm="assize"');
  });

  const refused = async (headers: Record<string, string>, body?: string): Promise<unknown> => {
    const before = await stub.calls();
    const answer = await ask(at(), { body, headers });
    expect(await stub.calls()).toEqual(before);
    expect(answer).toMatchObject({ status: 401, json: { code: 'bad_signature' } });
    return answer.json['reason'];
  };

  it('does not count by a key that nobody knows, late, early, half, or for another request', async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect(await refused(signatureFor(at(), { key: KEYS.unseen }))).toBe('unknown_key');
    expect(await refused(signatureFor(at(), { created: now - 400 }))).toBe('signature_out_of_time');
    expect(await refused(signatureFor(at(), { created: now + 400 }))).toBe('signature_out_of_time');
    expect(await refused(signatureFor(at('/v1/claims')))).toBe('bad_signature');
    const { 'signature-input': input, signature } = signatureFor(at());
    expect(await refused({ signature: signature! })).toBe('signature_missing');
    expect(await refused({ 'signature-input': input! })).toBe('signature_missing');
    expect(await refused({ 'signature-input': 'sig1=()', signature: signature! })).toBe('unknown_key');
    expect(await refused({ 'signature-input': 'no structure (', signature: signature! })).toBe('signature_malformed');
  });

  it('does not count over another body, or over none where there is one', async () => {
    const signed = signatureFor(at(), { method: 'POST', body: SENT });
    expect(await refused(signed, `${SENT} `)).toBe('digest_mismatch');
    expect(await refused(signatureFor(at(), { method: 'POST' }), SENT)).toBe('not_covered');
    expect(await refused({ ...signed, 'content-digest': 'sha-256=:AAAA:' }, SENT)).toBe('bad_signature');
  });

  it('is refused before a large body is read, unless the holder of the key sends it', async () => {
    const large = JSON.stringify(submission('x'.repeat(200_000)));
    const good = signatureFor(at(), { method: 'POST', body: large });
    const forged = { ...good, signature: signatureFor(at()).signature! };
    const head = (fields: Readonly<Record<string, string>>): string =>
      [
        'POST /v1/conflicts HTTP/1.1',
        `host: 127.0.0.1:${stub.port}`,
        'content-type: application/json',
        `content-length: ${large.length}`,
        'connection: close',
        ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
        '\r\n',
      ].join('\r\n');
    // Not one byte of the body is sent.
    const early = readRaw(await askRaw(stub.port, [head(forged)], { waitMs: 1_000 }));
    expect(early).toMatchObject({ status: 401, problem: { code: 'bad_signature', reason: 'bad_signature' } });
    expect(readRaw(await askRaw(stub.port, [head(good), large])).status).toBe(202);
  });

  it('says of a body that is no JSON that it is none only after its signature counted', async () => {
    const body = '{"claims":';
    const answer = await ask(at(), { body, headers: signatureFor(at(), { method: 'POST', body }) });
    expect(answer).toMatchObject({ status: 400, json: { code: 'not_json' } });
    expect(await refused(signatureFor(at(), { method: 'POST', body: 'other' }), body)).toBe('digest_mismatch');
  });
});

describe('the target URI', () => {
  it('is the one under which others reach the service, where that is set', async () => {
    const proxied = await startStub({ publicUrl: 'https://tribunal.example' });
    try {
      const url = `${proxied.url}/v1/conflicts`;
      const there = await ask(url, { headers: signatureFor('https://tribunal.example/v1/conflicts') });
      expect(there.status).toBe(200);
      const here = await ask(url, { headers: signatureFor(url) });
      expect(here).toMatchObject({ status: 401, json: { reason: 'bad_signature' } });
    } finally {
      await proxied.stop();
    }
  });

  it('is the whole one that a request line may have', async () => {
    const target = `http://127.0.0.1:${stub.port}/v1/conflicts`;
    const fields = Object.entries(signatureFor(target)).map(([name, value]) => `${name}: ${value}`);
    const request = [`GET ${target} HTTP/1.1`, 'host: 127.0.0.1', 'connection: close', ...fields, '\r\n'].join('\r\n');
    expect(readRaw(await askRaw(stub.port, [request])).status).toBe(200);
  });
});
