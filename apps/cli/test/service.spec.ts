/** The commands that ask a service, against one that answers as a test says: who asks, how often, and what is refused. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkContentDigest, isHttpSignatureFault, verifyRequest } from '#http-signatures';
import { isFault, readPrivateKey, type Json, type PrivateKey } from '#statements';
import { openWorkplace, type Workplace } from './run-assize.ts';
import { serveStory, type ServedStory } from './served-story.ts';
import { assize, openStub, problem, type Asked, type Reply, type StubService } from './stub-service.ts';

let place: Workplace;
let stub: StubService;
let bank: PrivateKey;
let story: ServedStory;
const ask = (args: readonly string[], environment: Record<string, string> = { ASSIZE_URL: stub.url }) =>
  assize(place.folder, args, environment);
const put = (name: string, content: string): void => writeFileSync(join(place.folder, name), content);

beforeAll(async () => {
  place = openWorkplace();
  stub = await openStub();
  story = serveStory('2-offline-fork');
  place.good('keygen', '--out', 'bank.json');
  const key = readPrivateKey(JSON.parse(readFileSync(join(place.folder, 'bank.json'), 'utf8')) as Json);
  if (isFault(key)) throw new Error(key.why);
  bank = key;
  put('case.json', readFileSync(story.path, 'utf8'));
});
beforeEach(() => stub.answer());
afterAll(async () => {
  await stub.close();
  place.leave();
});

const taken = (): Reply => ({ status: 202, body: { ...story.conflict, claimIds: ['claim-0'] } });

/** Who signed a request that came, or why nobody did. */
function signerOf({ method, path, fields, body }: Asked): string {
  const request = { method, url: `${stub.url}${path}`, headers: fields, body };
  const answer = verifyRequest(request, (keyid) => (keyid === bank.id ? bank : null), { now: Date.now() / 1_000 });
  return isHttpSignatureFault(answer) ? answer.code : answer.keyid;
}

describe('submit', () => {
  it('sends the bytes of the file, and says what became of them', async () => {
    stub.answer(taken());
    const { status, out, err } = await ask(['submit', 'case.json'], { ASSIZE_URL: stub.url, ASSIZE_TOKEN: 't-1' });
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(
      `case.json: case ${story.conflict.id}: a verdict is proposed (round 0), open to challenge until 2026-11-25T09:30:00.120Z (2 claims)\n`,
    );
    const [{ method, path, headers, body }] = stub.asked as [Asked];
    expect({ method, path, token: headers.authorization }).toEqual({
      method: 'POST',
      path: '/v1/conflicts',
      token: 'Bearer t-1',
    });
    expect(body.equals(readFileSync(story.path))).toBe(true);
    expect(headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['content-type']).toBe('application/json');
  });
  it('says so where the case stood already, and gives the answer as it is with --json', async () => {
    stub.answer({ ...(taken() as object), status: 200 });
    const { out } = await ask(['submit', 'case.json', '--json']);
    expect(JSON.parse(out)).toEqual({
      file: 'case.json',
      joined: true,
      conflict: { ...story.conflict, claimIds: ['claim-0'] },
    });
    expect((await ask(['submit', 'case.json'])).out).toContain(', which stood already: ');
  });
  it('signs with a bank’s key: method, address and body are covered, each try anew', async () => {
    stub.answer({ status: 503, headers: { 'retry-after': '0' } }, { status: 429 }, taken());
    const { status } = await ask(['submit', 'case.json', '--key', 'bank.json']);
    expect(status).toBe(0);
    expect(stub.asked.map(signerOf)).toEqual([bank.id, bank.id, bank.id]);
    expect(checkContentDigest(stub.asked[0]!.fields, stub.asked[0]!.body)).toBeNull();
    expect(new Set(stub.asked.map(({ headers }) => headers['signature-input'])).size).toBe(3);
    expect(new Set(stub.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(stub.asked.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
  it('waits for the first request with its key where that is still at work', async () => {
    stub.answer(problem(409, 'idempotency_in_flight', 'still at work', {}, { 'retry-after': '0' }), taken());
    expect((await ask(['submit', 'case.json'])).status).toBe(0);
    expect(stub.asked).toHaveLength(2);
  });
  it('sends again where the connection breaks, under the same idempotency key', async () => {
    stub.answer((response) => void response.destroy(), taken());
    expect((await ask(['submit', 'case.json'])).status).toBe(0);
    expect(new Set(stub.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });
  it('tells a refusal with its code, places and request id, and goes on with the other files', async () => {
    const errors = [{ pointer: '/claims/0/bank', detail: 'not a party id' }];
    const whole = { pointer: '', detail: 'this is no submission' };
    stub.answer(problem(422, 'not_a_submission', 'this is no submission', { errors: [whole, ...errors] }), taken());
    const refused = await ask(['submit', 'case.json', 'case.json']);
    expect(refused).toMatchObject({ status: 2, out: expect.stringContaining('case.json: case ') });
    expect(refused.err).toBe('✖ case.json: this is no submission\n  /claims/0/bank: not a party id\n');
    stub.answer(problem(422, 'not_a_submission', 'this is no submission', { errors }));
    expect(JSON.parse((await ask(['submit', 'case.json', '--json'])).err)).toEqual({
      error: {
        code: 'not_a_submission',
        message: 'case.json: this is no submission',
        file: 'case.json',
        errors,
        requestId: 'r-1',
      },
    });
  });
  it('is not for other files, which are not sent', async () => {
    put('list.json', '[]');
    put('claim.json', '{"transcript":[]}');
    put('cut.json', '{"claims":[');
    const { status, err } = await ask(['submit', 'list.json', 'claim.json', 'cut.json', 'missing.json']);
    expect(status).toBe(2);
    expect(err).toMatch(/^✖ list.json: no submission\n.*inspect list.json/m);
    expect(err).toMatch(/^✖ claim.json: no submission, but a single claim\n.*claim claim.json --send/m);
    expect(err).toMatch(/^✖ cut.json: no valid JSON, line 1, column 12/m);
    expect(err).toMatch(/^✖ missing.json: no such file/m);
    expect(stub.asked).toEqual([]);
  });
});

describe('a service that does not answer', () => {
  it('is not there: exit status 3, and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    expect(await ask(['submit', 'case.json', 'case.json', '--url', url])).toEqual({
      status: 3,
      out: '',
      err: `✖ case.json: nothing listens at ${url}\n  → assize serve starts a service here; another: --url https://tribunal.example\n`,
    });
    const { err } = await ask(['case', 'list'], { ASSIZE_URL: url });
    expect(err).toContain(`nothing listens at ${url}, the address in ASSIZE_URL\n`);
  });
  it('is silent for too long', async () => {
    stub.answer(() => undefined);
    const { status, err } = await ask(['case', 'list', '--timeout', '0.3']);
    expect({ status, err }).toEqual({
      status: 3,
      err: `✖ ${stub.url} gave no answer within 0.3 s\n  → wait longer: --timeout 120\n`,
    });
  });
  it('is something else', async () => {
    const page: Reply = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello');
    stub.answer(page);
    expect(await ask(['case', 'list'])).toMatchObject({
      status: 3,
      err: expect.stringMatching(/answers, but not as a tribunal does \(text\/html\)\n/),
    });
    stub.answer({ status: 200, body: [] });
    expect((await ask(['case', 'list'])).err).toMatch(/answers without "items"/);
  });
  it('is elsewhere now: nothing is sent there', async () => {
    stub.answer({ status: 308, headers: { location: 'https://elsewhere.example/' } });
    const { status, err } = await ask(['case', 'list', '--token', 't-1']);
    expect(status).toBe(3);
    expect(err).toMatch(/answers 308.*\n.*--url https:\/\/elsewhere.example/);
    expect(stub.asked).toHaveLength(1);
  });
  it('is overloaded for longer than we wait', async () => {
    stub.answer(problem(503, 'overloaded', 'too much at once', {}, { 'retry-after': '3600' }));
    expect(await ask(['case', 'list'])).toEqual({ status: 3, out: '', err: '✖ too much at once\n' });
    expect(stub.asked).toHaveLength(1);
  });
});

describe('which service, and who asks', () => {
  const list = async (args: readonly string[], environment: Record<string, string>): Promise<string> => {
    stub.answer({ status: 200, body: { items: [], next: null } });
    const { err } = await ask(['case', 'list', ...args], environment);
    return err === '' ? (stub.asked[0]?.headers.authorization ?? 'nobody') : err;
  };
  it('is the one that was started here, with its token, unless another is said', async () => {
    mkdirSync(join(place.folder, 'var'), { recursive: true });
    mkdirSync(join(place.folder, 'data'), { recursive: true });
    put('var/service.json', JSON.stringify({ url: stub.url, token: 'local' }));
    put('data/service.json', JSON.stringify({ url: `${stub.url}/`, token: 'data' }));
    expect(await list([], {})).toBe('Bearer local');
    expect(await list([], { DATA_DIR: 'data' })).toBe('Bearer data');
    expect(await list([], { ASSIZE_TOKEN: 'env' })).toBe('Bearer env');
    expect(await list(['--token', 'option'], { ASSIZE_TOKEN: 'env' })).toBe('Bearer option');
    expect(await list(['--url', `${stub.url}/`], {})).toBe('Bearer local');
    // A local token is for the local service alone.
    const other = stub.url.replace('127.0.0.1', 'localhost');
    expect(await list(['--url', other], {})).toBe('nobody');
    expect(await list([], { ASSIZE_URL: other, DATA_DIR: 'data' })).toBe('nobody');
    put('var/service.json', '{"url":1}');
    expect(await list([], {})).toMatch(/^✖ var\/service.json: does not say where the service is\n/);
    rmSync(join(place.folder, 'var'), { recursive: true });
  });
  it('is asked for where nobody says', async () => {
    expect(await list([], {})).toMatch(/^✖ which service\? There is no --url, no ASSIZE_URL/);
    expect(await list([], { ASSIZE_URL: ' ' })).toMatch(/^✖ which service\?/);
  });
  it.each(['ftp://x', 'tribunal.example', 'http://u:p@tribunal.example', 'http://x/?a=1', ''])(
    '%j is no address',
    async (url) => {
      const said = await list(['--url', url], {});
      expect(said).toMatch(
        url === '' ? /^✖ which service/ : /^✖ --url: an http:\/\/ or https:\/\/ address is needed\n/,
      );
    },
  );
  it('is one: a key and a token are two', async () => {
    expect(await list(['--key', 'bank.json', '--token', 't'], { ASSIZE_URL: stub.url })).toMatch(/two ways to say who/);
    expect(await list(['--key', 'bank.json'], { ASSIZE_URL: stub.url, ASSIZE_TOKEN: 't' })).toBe('nobody');
    expect(signerOf(stub.asked[0]!)).toBe(bank.id);
  });
  it('must be said where the service asks', async () => {
    stub.answer(problem(401, 'unauthenticated', 'who asks is not known'));
    expect((await ask(['case', 'list'])).err).toBe(
      '✖ who asks is not known\n  → say who asks: --key BANK.json, or --token TOKEN\n',
    );
  });
});
