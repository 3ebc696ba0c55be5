/** The cases of a service as the command line shows them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConflictView } from '#tribunal';
import { openWorkplace, type Workplace } from './run-assize.ts';
import { serveStory, type ServedStory } from './served-story.ts';
import { assize, openStub, problem, type Reply, type StubService } from './stub-service.ts';

let place: Workplace;
let stub: StubService;
let story: ServedStory;
const ask = (...args: string[]) => assize(place.folder, args, { ASSIZE_URL: stub.url });
const read = (name: string): string => readFileSync(join(place.folder, name), 'utf8');
const good = (body: unknown, headers: Record<string, string> = {}): Reply => ({ status: 200, body, headers });

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

describe('case list', () => {
  const line = (i: number): object => {
    const { claims: _claims, parties: _parties, assessment: _assessment, ...rest } = story.conflict;
    return { ...rest, serial: `S-${i}\u001b[31m`, claimCount: 2 };
  };
  it('is a table, newest first, page by page', async () => {
    stub.answer(good({ items: [line(1), line(2)], next: 'c1' }), good({ items: [line(3)], next: 'c2' }));
    const { out, err, status } = await ask('case', 'list', '--limit', '3', '--state', 'proposed');
    expect({ err, status }).toEqual({ err: '', status: 0 });
    expect(stub.asked.map(({ path }) => path)).toEqual([
      '/v1/conflicts?limit=3&state=proposed',
      '/v1/conflicts?limit=1&state=proposed&cursor=c1',
    ]);
    const [head, first, ...rest] = out.trimEnd().split('\n');
    expect(head).toMatch(/^case +state +outcome +claims +since +serial$/);
    expect(first).toBe(`${story.conflict.id}  proposed  question       2  2026-11-22T09:30:00Z  "S-1\\\\u{1b}[31m"`);
    expect(rest).toHaveLength(3);
    expect(rest.at(-1)).toBe('there are more: --limit 15');
  });
  it('is what the service gave with --json', async () => {
    stub.answer(good({ items: [line(1)], next: null }));
    expect(JSON.parse((await ask('case', 'list', '--json')).out)).toEqual({ items: [line(1)], next: null });
  });
  it('may be empty', async () => {
    stub.answer(good({ items: [], next: null }));
    expect((await ask('case', 'list')).out).toBe('no cases\n');
  });
});

describe('case show', () => {
  const show = (...args: string[]) => ask('case', 'show', story.conflict.id, ...args);
  /** The sections of a report by their headings. */
  const sections = (text: string): Map<string, string> =>
    new Map(
      text
        .trimEnd()
        .split('\n\n')
        .map((section) => [section.split('\n')[0]!, section]),
    );

  it('tells of a case what judge tells of its submission', async () => {
    stub.answer(good(story.conflict), good(story.custody));
    const { out, err, status } = await show();
    expect({ err, status }).toEqual({ err: '', status: 0 });
    const told = sections(out);
    writeFileSync(join(place.folder, 'express.json'), JSON.stringify(story.decision.policy));
    const judged = sections(place.good('judge', story.path, '--policy', 'express.json'));
    expect(told.get('What the statements show')).toBe(judged.get('What the statements show'));
    const question = [...judged.keys()].find((heading) => heading.startsWith('Who made the key of'))!;
    const [answers = ''] = judged.get(question)!.split('\nWhat could change it most');
    expect(told.get(question)).toBe(answers);
    expect(answers).toMatch(/█/);
    const awards = 'Recommended (policy express-1, least expected loss)';
    expect(told.get(awards)).toBe(judged.get(awards)!.replaceAll(/\d+ EUR/g, 'the face value'));
    const headline = judged.get([...judged.keys()][0]!)!.split('\n')[1];
    expect(out.split('\n').slice(0, 2)).toEqual([
      `Case ${story.conflict.id}: a verdict is proposed (round 0), open to challenge until 2026-11-25T09:30:00.120Z`,
      headline,
    ]);
  });
  it('shows the graph of custody as text', async () => {
    stub.answer(good(story.conflict), good(story.custody));
    const custody = sections((await show()).out).get('Custody')!;
    expect(custody.split('\n').slice(1)).toEqual([
      '  the note, issued by the issuer to E',
      '  passed on by E to F',
      '  passed on by F to G',
      '  passed on by G to C  ← signed over more than once',
      '  ├─ passed on by C to D',
      '  │  passed on by D to H',
      '  │  passed on by H to A',
      '  │  redeemed by A: claim 0',
      '  └─ passed on by C to B',
      '     redeemed by B: claim 1',
    ]);
  });
  it('never lets a text of others speak to the terminal', async () => {
    stub.answer(good(story.conflict), good(story.custody));
    const { out } = await show();
    expect(out).toContain('"R-1\\\\u{7}"');
    expect(out).not.toContain('\u0007');
  });
  it('draws it', async () => {
    stub.answer(good(story.conflict), good(story.custody));
    expect((await show('--svg', 'case.svg')).status).toBe(0);
    const svg = read('case.svg');
    expect(svg).toMatch(/^<svg[^>]*>[\s\S]*<\/svg>\s*$/);
    for (const text of ['fork: C', 'claim 0', 'claim 1', story.conflict.serial]) expect(svg).toContain(text);
  });
  it('gives both documents with --json', async () => {
    stub.answer(good(story.conflict), good(story.custody));
    expect(JSON.parse((await show('--json')).out)).toEqual({ conflict: story.conflict, custody: story.custody });
  });
  it('has less to say before the first examination, and nothing to draw', async () => {
    const waiting: ConflictView = {
      ...story.conflict,
      state: 'waiting',
      note: null,
      examined: null,
      round: null,
      verdict: null,
      deadline: null,
      assessment: null,
    };
    stub.answer(good(waiting));
    const { out } = await show();
    expect(out).toMatch(/^Case \S+: a lone claim, which becomes a conflict/);
    expect(out).toMatch(/The claims\n {2}a claim {2}received /);
    expect(stub.asked).toHaveLength(1);
    expect(await show('--svg', 'none.svg')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/nothing to draw/),
    });
  });
  it('says where more came after the examination', async () => {
    const late = { ...story.conflict.claims[0]!, id: 'late', evidence: 0, reference: null };
    stub.answer(
      good({ ...story.conflict, state: 'received', revision: 3, claims: [...story.conflict.claims, late] }),
      good(story.custody),
    );
    const { out } = await show();
    expect(out).toContain('More was handed in since');
    expect(sections(out).get('The claims')).toMatch(/a claim .*not examined yet$/);
  });
  it('asks for a case’s id', async () => {
    expect(await ask('case', 'show', '12')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^✖ 12: no case's id/),
    });
    stub.answer(problem(404, 'not_found', 'there is no such conflict'));
    expect(await show()).toEqual({ status: 2, out: '', err: '✖ there is no such conflict\n' });
  });
});

describe('case watch', () => {
  const watch = (...args: string[]) => ask('case', 'watch', story.conflict.id, ...args);
  const at = (state: string, revision: number, examined: number | null): object => ({
    ...story.conflict,
    state,
    revision,
    examined,
  });
  it('asks whether anything changed, prints what did, and ends with a verdict on everything', async () => {
    stub.answer(
      good(at('received', 2, null), { etag: '"1"' }),
      { status: 304, headers: { etag: '"1"' } },
      good(at('proposed', 3, 2), { etag: '"2"' }),
      good(at('proposed', 3, 3), { etag: '"3"' }),
    );
    const { out, status } = await watch();
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'revision 2, 2 claims: received, waiting to be examined',
      expect.stringMatching(/^revision 3, 2 claims: a verdict is proposed \(round 0\), open to challenge until /),
    ]);
    expect(stub.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"', '"2"']);
  });
  it.each(['final', 'frozen'])('ends where the case is %s', async (state) => {
    stub.answer(good(at(state, 2, 2)));
    const { out, status } = await watch('--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ state });
  });
  it('waits for a service that is away for a moment, and gives up after a time', async () => {
    stub.answer(good(at('received', 2, null), { etag: '"1"' }), problem(500, 'internal', 'broken'));
    expect(await watch()).toMatchObject({ status: 3, err: expect.stringMatching(/request id r-1/) });
    stub.answer(good(at('received', 2, null), { etag: '"1"' }), (response) => void response.destroy());
    const { status, err } = await watch('--for', '3');
    expect(status).not.toBe(0);
    expect(err).toMatch(/closed the connection before it answered; asking again\n/);
    stub.answer(good(at('received', 2, null)));
    expect(await watch('--for', '0.5')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/not settled within 0.5 s/),
    });
  });
});

describe('what is saved of a case', () => {
  it('the newest verdict, as it was signed', async () => {
    const older = { ...story.verdict, round: 0, statement: 'older' };
    const newer = { ...story.verdict, round: 1 };
    stub.answer(good({ items: [newer, older] }));
    expect(await ask('case', 'verdict', story.conflict.id, '--out', 'v.jws')).toMatchObject({ status: 0, out: '' });
    expect(read('v.jws')).toBe(`${story.verdict.statement}\n`);
    expect(place.good('verify', 'v.jws')).toMatch(/^✔ v.jws: good/);
    expect((await ask('case', 'verdict', story.conflict.id, '--round', '0')).out).toBe('older\n');
    expect(JSON.parse((await ask('case', 'verdict', story.conflict.id, '--json')).out)).toEqual(newer);
    expect((await ask('case', 'verdict', story.conflict.id, '--round', '7')).err).toMatch(
      /no verdict of round 7\n.*1, 0/,
    );
    stub.answer(good({ items: [] }));
    expect((await ask('case', 'verdict', story.conflict.id)).err).toMatch(/has no verdict yet\n.*case watch/);
  });
  it('the bundle, byte for byte', async () => {
    const bundle = { submission: { claims: [] }, big: 1e21 };
    stub.answer(good(bundle));
    expect((await ask('case', 'bundle', story.conflict.id, '--out', 'b.json')).status).toBe(0);
    expect(read('b.json')).toBe(`${JSON.stringify(bundle)}\n`);
    expect((await ask('case', 'bundle', story.conflict.id)).err).toMatch(/'--out <file>' not specified/);
  });
});
