/** What is sent to a service beside submissions, and commands of commands. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';
import { serveStory, type ServedStory } from './served-story.ts';
import { assize, openStub, type StubService } from './stub-service.ts';

let place: Workplace;
let stub: StubService;
let story: ServedStory;
const ask = (...args: string[]) => assize(place.folder, args, { ASSIZE_URL: stub.url });
const read = (name: string): string => readFileSync(join(place.folder, name), 'utf8');

beforeAll(async () => {
  place = openWorkplace();
  stub = await openStub();
  story = serveStory('2-offline-fork');
});
beforeEach(() => stub.answer());
afterAll(async () => {
  await stub.close();
  place.leave();
});

describe('evidence, claims and reputations', () => {
  const body = (): unknown => JSON.parse(stub.asked[0]!.body.toString()) as unknown;
  beforeAll(() => {
    const { claims } = JSON.parse(readFileSync(story.path, 'utf8')) as { claims: { transcript: string[] }[] };
    writeFileSync(join(place.folder, 'redeemed.json'), JSON.stringify(claims[0]!.transcript));
    place.good('keygen', '--out', 'alice.json');
    const [note = ''] = claims[0]!.transcript;
    writeFileSync(join(place.folder, 'note.jws'), note);
    const receipt = ['receipt', '--key', 'alice.json', '--from', 'alice.json', '--note', 'note.jws'];
    place.good(...receipt, '--out', 'receipt.jws');
  });
  it('evidence add sends statements as they stand', async () => {
    stub.answer({ status: 202, body: story.conflict });
    const added = await ask(
      'evidence',
      'add',
      story.conflict.id,
      'receipt.jws',
      'redeemed.json',
      '--claim',
      'redeemed.json',
    );
    expect(added.out).toMatch(/^case \S+: \d+ statements added; a verdict is proposed/);
    expect(stub.asked[0]).toMatchObject({ method: 'POST', path: `/v1/conflicts/${story.conflict.id}/evidence` });
    expect(body()).toEqual({
      statements: [read('receipt.jws').trimEnd(), ...(JSON.parse(read('redeemed.json')) as string[])],
      claim: story.conflict.claims[0]!.redemption,
    });
    stub.answer({ status: 202, body: story.conflict });
    expect(JSON.parse((await ask('evidence', 'add', story.conflict.id, 'receipt.jws', '--json')).out)).toEqual(
      story.conflict,
    );
    expect(body()).not.toHaveProperty('claim');
    // A party without an account is not told how the case stands.
    stub.answer({ status: 202, body: { conflict: story.conflict.id, accepted: 1 } });
    expect((await ask('evidence', 'add', story.conflict.id, 'receipt.jws')).out).toBe(
      `case ${story.conflict.id}: 1 statement added\n`,
    );
  });
  it('claim --send registers what it makes of a transcript, or a claim as it is', async () => {
    stub.answer({ status: 201, body: { conflict: null, claim: 'c-1' } });
    const made = await ask(
      'claim',
      'redeemed.json',
      '--send',
      '--received-at',
      '2026-11-22T09:30:00Z',
      '--out',
      'made.json',
    );
    expect(made).toEqual({
      status: 0,
      err: '',
      out: 'redeemed.json: registered as claim c-1, the only one on its serial so far: no conflict\n',
    });
    expect(stub.asked[0]).toMatchObject({ method: 'POST', path: '/v1/claims' });
    expect(body()).toMatchObject({ receivedAt: '2026-11-22T09:30:00Z', evidence: [], paid: false });
    expect(JSON.parse(read('made.json'))).toEqual(body());
    stub.answer({ status: 201, body: { conflict: story.conflict.id, claim: 'c-2' } });
    const sent = await ask('claim', 'made.json', '--send', '--json');
    expect(JSON.parse(sent.out)).toEqual({ file: 'made.json', conflict: story.conflict.id, claim: 'c-2' });
    expect(body()).toEqual(JSON.parse(read('made.json')));
    expect((await ask('claim', 'made.json', '--send')).out).toContain(`assize case show ${story.conflict.id}`);
    const changed = await ask('claim', 'made.json', '--send', '--paid');
    expect(changed).toMatchObject({
      status: 2,
      err: expect.stringMatching(/sent as it is: --paid cannot change it/),
    });
  });
  it('claim without --send makes a file, and asks nobody', async () => {
    expect((await ask('claim', 'redeemed.json', '--out', 'offline.json')).err).toMatch(/a claim of \d+ statements/);
    expect((await ask('claim', 'offline.json')).err).toMatch(/neither a statement nor a JSON array/);
    expect(stub.asked).toEqual([]);
  });
  it('reputation show tells a party’s record', async () => {
    const party = JSON.parse(place.good('keygen', '--public', 'alice.json', '--json')) as { party: string };
    const view = {
      party: party.party,
      bank: null,
      settled: 12_000,
      faults: 1.5,
      rate: { mean: 0.0004, low: 0.00012, high: 0.001 },
      cheater: 0.0213,
      restsOn: { conflicts: 3, facts: 4, at: '2026-11-22T09:30:00.000Z' },
    };
    stub.answer({ status: 200, body: view });
    const { out } = await ask('reputation', 'show', 'alice.json');
    expect(stub.asked[0]!.path).toBe(`/v1/parties/${party.party}/reputation`);
    expect(out).toBe(
      [
        party.party,
        '  Registered by         no bank',
        '  Settled               12,000',
        '  Faults                1.5',
        '  Faults in a thousand  0.400 (between 0.120 and 1.00)',
        '  A habitual cheater    2.13 % likely',
        '  Rests on              3 conflicts and 4 facts, the last at 2026-11-22T09:30:00.000Z',
        '',
      ].join('\n'),
    );
    expect(JSON.parse((await ask('reputation', 'show', party.party, '--json')).out)).toEqual(view);
  });
});

describe('commands of commands', () => {
  it.each([
    [['case'], 'what of it? One of list, show, watch, verdict, bundle', 'assize case --help'],
    [['case', 'shwo'], "unknown command 'shwo'. Did you mean show?", 'assize case --help'],
    [['case', 'show'], "missing required argument 'id'", 'assize case show --help'],
    [
      ['evidence', 'add', '--clam', 'x'],
      "unknown option '--clam'. Did you mean --claim?",
      'assize evidence add --help',
    ],
    [
      ['case', 'watch', 'x', '--for', '0'],
      "option '--for <seconds>' argument '0' is invalid. A number of seconds above 0 is needed.",
      'assize case watch --help',
    ],
  ])('%j', (args, message, hint) => {
    expect(place.run(...args)).toEqual({ status: 2, out: '', err: `✖ ${message}\n  → ${hint}\n` });
  });
  it.each([
    ['case', 'list'],
    ['case', 'show'],
    ['case', 'watch'],
    ['case', 'verdict'],
    ['case', 'bundle'],
    ['evidence', 'add'],
    ['reputation', 'show'],
  ])('%s %s has help with examples', (...path) => {
    const help = place.good(...path, '--help');
    expect(help).toMatch(/Examples:\n {2}# .+\n {2}assize /);
  });
  it('are explained by help too', () => {
    expect(place.good('help', 'case', 'show')).toBe(place.good('case', 'show', '--help'));
    expect(place.run('help', 'case', 'shwo').err).toMatch(/Did you mean show/);
  });
  it('are completed', () => {
    const words = (...line: string[]): string[] =>
      place
        .good('complete', '--', ...line)
        .split('\n')
        .map((word) => word.split('\t')[0]!);
    expect(words('case', '')).toEqual(['list', 'show', 'watch', 'verdict', 'bundle', ':4', '']);
    expect(words('case', 'sh')).toEqual(['show', ':4', '']);
    expect(words('case', 'show', '--sv')).toEqual(['--svg', ':4', '']);
    expect(words('case', 'show', '')).toEqual([':4', '']);
    expect(words('case', 'show', 'x', '--svg', '')).toEqual([':0', '']);
    expect(words('evidence', 'add', 'x', '')).toEqual([':0', '']);
  });
});
