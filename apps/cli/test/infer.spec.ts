/** `assize infer` and the pools of `assize judge`, as a bank's engineer would call them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from '@jest/globals';

const BIN = new URL('../bin/assize.js', import.meta.url).pathname;
const HISTORY = new URL('../../../examples/stories/history.jsonl', import.meta.url).pathname;
const STORY = new URL('../../../examples/stories/1-finney.json', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'assize-infer-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly conflict: string;
  readonly hypotheses: readonly { readonly id: string; readonly probability: number }[];
  readonly culpability: readonly { readonly party: string; readonly probability: number }[];
}
interface Explained {
  readonly conflict: string;
  readonly hypotheses: readonly {
    readonly id: string;
    readonly milliban: number;
    readonly weights: readonly { readonly item: string; readonly milliban: number }[];
  }[];
  readonly telling: { readonly conflict: string; readonly hypothesis: string; readonly probability: number } | null;
  readonly missing: { readonly millibits: number } | null;
}
interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly answers: readonly Answer[];
}

function run(args: readonly string[], input: string | Buffer = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { input, encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"conflict"'));
  return { status, stdout, stderr, answers: lines.map((line) => JSON.parse(line) as Answer) };
}

const history = readFileSync(HISTORY, 'utf8').trimEnd().split('\n');
const CONFLICT = {
  kind: 'conflict',
  id: 'c',
  at: 1,
  shape: 'copy',
  issuer: 'b',
  claims: [
    { id: 'x', claimant: 'p', bank: 'b', at: 1 },
    { id: 'y', claimant: 'q', bank: 'b', at: 1 },
  ],
};

describe('assize infer', () => {
  it('answers each conflict in order, sorted, with probabilities that sum to one', () => {
    const { status, answers } = run(['infer', HISTORY]);
    const asked = history
      .filter((line) => line.includes('"kind":"conflict"'))
      .map((line) => JSON.parse(line) as { id: string });
    expect(status).toBe(0);
    expect(answers.map(({ conflict }) => conflict)).toEqual(asked.map(({ id }) => id));
    for (const { hypotheses, culpability } of answers) {
      expect(Math.abs(hypotheses.reduce((sum, { probability }) => sum + probability, 0) - 1)).toBeLessThan(1e-9);
      const inOrder = [...hypotheses].sort((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1));
      expect(hypotheses).toEqual(inOrder);
      const named = new Set(hypotheses.flatMap(({ id }) => id.slice(id.indexOf(':') + 1).split('+')).filter(Boolean));
      expect(new Set(culpability.map(({ party }) => party))).toEqual(named);
    }
  });

  it('answers a prefix of a stream as it answers the whole', () => {
    const half = history.slice(0, Math.floor(history.length / 2));
    const { answers } = run(['infer', '-'], `${half.join('\r\n')}\r\n`);
    expect(answers.length).toBeGreaterThan(3);
    expect(run(['infer', HISTORY]).answers.slice(0, answers.length)).toEqual(answers);
  });

  it('writes reputations of every party', () => {
    const file = join(folder, 'reputations.jsonl');
    expect(run(['infer', HISTORY, '--reputations', file]).status).toBe(0);
    const rows = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.length).toBeGreaterThan(10);
    const members = ['party', 'bank', 'settled', 'conflicts', 'faults', 'rate', 'cheater'];
    for (const row of rows) expect(Object.keys(row)).toEqual(members);
  });

  it('explains each answer, and answers the same: weights that add up, the telling case, what is missing', () => {
    const file = join(folder, 'why.jsonl');
    const { status, stdout, answers } = run(['infer', HISTORY, '--explain', file]);
    expect(status).toBe(0);
    expect(stdout).toBe(run(['infer', HISTORY]).stdout);
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Explained);
    expect(lines.map(({ conflict }) => conflict)).toEqual(answers.map(({ conflict }) => conflict));
    const before = new Set<string>();
    for (const [i, { conflict, hypotheses, telling, missing }] of lines.entries()) {
      const answer = answers[i]!.hypotheses;
      for (const [h, { id, milliban, weights }] of hypotheses.entries()) {
        const { probability } = answer[h]!;
        expect(id).toBe(answer[h]!.id);
        expect(weights.reduce((sum, weight) => sum + weight.milliban, 0)).toBe(milliban);
        expect(Math.abs(milliban - 1000 * Math.log10(probability / (1 - probability)))).toBeLessThan(1);
        expect(weights.map(({ item }) => item)).toEqual(expect.arrayContaining(['one of equals']));
      }
      if (telling !== null) {
        expect(before).toContain(telling.conflict);
        expect([telling.hypothesis, telling.probability]).toEqual([answer[0]!.id, answer[0]!.probability]);
      }
      expect(missing === null || missing.millibits >= 0).toBe(true);
      before.add(conflict);
    }
    expect(lines.filter(({ telling }) => telling !== null).length).toBeGreaterThan(3);
    expect(lines.filter(({ missing }) => missing !== null).length).toBeGreaterThan(3);
  });

  it.each([
    ['no JSON', '{"kind":"bank"', 'column 15'],
    ['an unknown kind', '{"kind":"bnak","bank":"b","at":1}', 'kind'],
    ['a missing member', '{"kind":"activity","party":"p","bank":"b","at":1}', 'settled'],
    ['a duplicate member', '{"kind":"bank","bank":"b","bank":"c","at":1}', 'a second time'],
    ['negative exposure', '{"kind":"activity","party":"p","bank":"b","at":1,"settled":-1}', 'settled'],
    ['an infinite number', '{"kind":"activity","party":"p","bank":"b","at":1,"settled":1e999}', 'finite'],
    ['time going back', '{"kind":"bank","bank":"b","at":0.5}', 'goes back'],
    ['a conflict told twice', JSON.stringify(CONFLICT), 'already heard'],
    ['a resolution of nothing', '{"kind":"resolution","conflict":"z","hypothesis":"unknown:","at":1}', '"z"'],
    ['bytes that are not UTF-8', Buffer.from('{"kind":"bank","bank":"b\xff","at":1}', 'latin1'), 'UTF-8'],
  ])('names the line of %s, keeps what was answered before, and reads nothing after', (_, line, words) => {
    const before = `${JSON.stringify(CONFLICT)}\n\n`;
    const after = `\n${JSON.stringify({ ...CONFLICT, id: 'later', at: 9 })}\n`;
    const { status, answers, stderr } = run(
      ['infer', '-'],
      Buffer.concat([Buffer.from(before), Buffer.from(line), Buffer.from(after)]),
    );
    expect(status).toBe(2);
    expect(stderr).toContain('line 3');
    expect(stderr).toContain(words);
    expect(answers.map(({ conflict }) => conflict)).toEqual(['c']);
  });

  // The shell's pipes come in small pieces, files and what node sends in large ones.
  it.each([
    ['a file', 'infer "$0"'],
    ['standard input', 'infer - < "$0"'],
    ['a pipe', 'infer - < <(cat "$0")'],
  ])('takes a line of 4 MiB from %s and no longer one, wherever it ends', (_, command) => {
    const path = join(folder, 'long.jsonl');
    const longest = 4 * 1024 * 1024;
    const outcomes = [0, 1].flatMap((more) =>
      ['', '\n', `\n${JSON.stringify(CONFLICT)}\n`].map((after) => {
        const bank = '{"kind":"bank","bank":"b","at":1}';
        writeFileSync(path, `${bank}\n${bank.padEnd(longest + more)}${after}`);
        const line = `assize() { "${process.execPath}" "${BIN}" "$@"; }; assize ${command}`;
        const { status, stderr } = spawnSync('bash', ['-c', line, path], { encoding: 'utf8' });
        return [status, /line 2: longer than 4194304 bytes/.test(stderr)];
      }),
    );
    expect(outcomes).toEqual([...Array(3).fill([0, false]), ...Array(3).fill([2, true])]);
  });

  it.each([
    ['text', (kind: string): unknown => kind, '"kkk'],
    ['a list', (kind: string): unknown => [kind, kind], '["kkk'],
  ])('quotes no more of a long value than one can read: %s', (_, make, words) => {
    const { status, stderr } = run(['infer', '-'], JSON.stringify({ kind: make('k'.repeat(1_000_000)), at: 1 }));
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/k….* is not one of bank, registration, activity, conflict, resolution/);
    expect(stderr.length).toBeLessThan(260);
  });

  it.each([
    ['a missing file', 'nowhere.jsonl', 'no such file'],
    ['a directory', folder, 'directory'],
  ])('says what is wrong with %s', (_, path, words) => {
    for (const args of [
      ['infer', path],
      ['judge', STORY, '--facts', path],
    ]) {
      const { status, stderr } = run(args);
      expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
      expect(stderr).not.toContain('bug');
    }
  });
});

describe('assize judge of many files', () => {
  const many = Array.from({ length: 20 }, (_, i) => {
    const file = join(folder, `case-${i}.json`);
    writeFileSync(file, i === 7 ? '{' : readFileSync(STORY));
    return file;
  });
  const top = (stdout: string): (number | null)[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { questions?: Answer[] }).questions?.[0]?.hypotheses[0]!.probability ?? null);

  it('keeps their order, judges the others all the same, and learns from the same history in every worker', () => {
    const alone = top(run(['judge', STORY, '--facts', HISTORY, '--json']).stdout)[0]!;
    const { status, stdout, stderr } = run(['judge', ...many, '--facts', HISTORY, '--json']);
    expect(status).toBe(2);
    expect(stderr).toContain('case-7.json');
    expect(top(stdout)).toEqual(many.map((_, i) => (i === 7 ? null : alone)));
  });

  it('reads standard input once, also where there are many files', () => {
    const alone = top(run(['judge', STORY, '--facts', HISTORY, '--json']).stdout)[0]!;
    const { stdout } = run(['judge', ...many, '--facts', '-', '--json'], readFileSync(HISTORY));
    expect(top(stdout)).toEqual(many.map((_, i) => (i === 7 ? null : alone)));
  });
});
