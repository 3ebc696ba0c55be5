/** What the commands that read and write several files do to these, and what they do when standard output ends early. */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BIN, openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
const at = (name: string): string => join(place.folder, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const KEPT = 'what was there before\n';

beforeAll(() => {
  place = openWorkplace();
  const { stdout } = spawnSync(process.execPath, [BIN, 'simulate', '--conflicts', '300'], { encoding: 'utf8' });
  writeFileSync(at('facts.jsonl'), stdout);
  writeFileSync(at('strategy.json'), '[]');
  writeFileSync(at('kept'), KEPT);
  linkSync(at('facts.jsonl'), at('linked.jsonl'));
  symlinkSync('facts.jsonl', at('pointer.jsonl'));
});
afterAll(() => place.leave());

/** Runs a line of bash with `assize` in it. */
function shell(line: string): { readonly out: string; readonly err: string; readonly status: number | null } {
  const script = `assize() { "${process.execPath}" "${BIN}" "$@"; }; ${line}`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script], { cwd: place.folder, encoding: 'utf8' });
  return { out: stdout, err: stderr, status };
}

describe('a file that would be written over', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['infer', ['facts.jsonl', '--explain', 'facts.jsonl'], 'facts.jsonl: --explain would overwrite what <facts> reads'],
    [
      'infer',
      ['facts.jsonl', '--reputations', './linked.jsonl'],
      './linked.jsonl: --reputations would overwrite what <facts> reads',
    ],
    [
      'infer',
      ['facts.jsonl', '--reputations', 'pointer.jsonl'],
      'pointer.jsonl: --reputations would overwrite what <facts> reads',
    ],
    [
      'infer',
      ['facts.jsonl', '--reputations', './both', '--explain', 'both'],
      'both: --explain would overwrite what --reputations writes',
    ],
    ['simulate', ['--truth', 'both', '--parties', 'both'], 'both: --parties would overwrite what --truth writes'],
    [
      'simulate',
      ['--strategy', 'strategy.json', '--truth', 'strategy.json'],
      'strategy.json: --truth would overwrite what --strategy reads',
    ],
    [
      'simulate',
      ['--submissions', 'cases', '--parties', 'cases/parties.jsonl'],
      'cases/parties.jsonl: --submissions would overwrite what --parties writes',
    ],
    [
      'evaluate',
      ['--facts', 'facts.jsonl', '--truth', 'out/summary.json', '--out', 'out'],
      'out/summary.json: --out would overwrite what --truth reads',
    ],
  ])('%s %j is refused before any is touched', (command, args, message) => {
    const before = read('facts.jsonl');
    const { status, out, err } = place.run(command, ...args, '--json');
    expect([status, out]).toEqual([2, '']);
    expect(JSON.parse(err)).toEqual({
      error: { code: 'same_file', message, file: message.split(': ')[0], hint: 'name another file' },
    });
    expect([read('facts.jsonl'), read('strategy.json')]).toEqual([before, '[]']);
    for (const name of ['both', 'cases', 'out']) expect(existsSync(at(name))).toBe(false);
  });

  it('may be where the shell sent a standard stream', () => {
    const before = read('facts.jsonl');
    for (const line of ['infer - --explain facts.jsonl < facts.jsonl', 'infer facts.jsonl >> facts.jsonl'])
      expect(shell(`assize ${line}`)).toMatchObject({ status: 2, err: expect.stringContaining('would overwrite') });
    expect(read('facts.jsonl')).toBe(before);
  });

  it('is none where it is a device', () => {
    expect(place.run('infer', 'facts.jsonl', '--explain', '/dev/null', '--reputations', '/dev/null').status).toBe(0);
  });
});

describe('a file to write', () => {
  it.each<readonly [string, readonly string[], string]>([
    ['an input that is not there', ['infer', 'nowhere', '--explain', 'kept'], 'nowhere: no such file'],
    ['an input that is a folder', ['infer', '.', '--reputations', 'kept'], '.: is a directory'],
    ['reputations that cannot be', ['infer', 'facts.jsonl', '--reputations', 'no/r', '--explain', 'kept'], 'no/r: its'],
    [
      'explanations that cannot be',
      ['infer', 'facts.jsonl', '--explain', 'no/e', '--reputations', 'kept'],
      'no/e: its',
    ],
    ['parties that cannot be written', ['simulate', '--truth', 'kept', '--parties', 'no/p'], 'no/p: its folder'],
    ['a folder that is a file', ['simulate', '--truth', 'kept', '--submissions', 'facts.jsonl'], 'is a file, a folder'],
    ['reputations on standard output', ['infer', 'facts.jsonl', '--reputations', '-'], '--reputations needs a file'],
    ['explanations on standard output', ['infer', 'facts.jsonl', '--explain', '-'], '--explain needs a file'],
    ['no name of the facts', ['infer', ''], "'' is invalid for argument 'facts'. The name of a file or folder is"],
    ['no name of the reputations', ['infer', 'facts.jsonl', '--reputations', ''], 'The name of a file or folder is'],
    ['no name of the truth', ['evaluate', '--facts', 'facts.jsonl', '--truth', ''], 'The name of a file or folder is'],
    ['no name of the attack', ['attack', '--out', ''], 'The name of a file or folder is needed.'],
  ])('is left as it was for %s, which is said before anything else', (_, args, words) => {
    const { status, out, err } = place.run(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(read('kept')).toBe(KEPT);
  });
});

describe('standard output that ends early', () => {
  it.each<readonly [string, string, readonly [string, string]]>([
    ['infer', 'infer facts.jsonl', ['--explain', '--reputations']],
    ['simulate', 'simulate --conflicts 300', ['--truth', '--parties']],
  ])('leaves the files of %s whole', (_, command, [first, second]) => {
    const whole = shell(`assize ${command} ${first} first ${second} second > /dev/null`);
    const cut = shell(`assize ${command} ${first} 1 ${second} 2 | head -n 1 | wc -l; echo "\${PIPESTATUS[0]}"`);
    expect([whole, cut]).toEqual([
      { out: '', err: '', status: 0 },
      { out: '1\n0\n', err: '', status: 0 },
    ]);
    expect(read('first').length).toBeGreaterThan(100_000);
    expect([read('1'), read('2')]).toEqual([read('first'), read('second')]);
  });

  it('leaves the report of evaluate whole', () => {
    const asked = 'evaluate --family market --seeds 1-2 --conflicts 20 --judges uniform oracle --threads 1 --json';
    const { out, err } = shell(`assize ${asked} --out report | true; echo "\${PIPESTATUS[0]}"`);
    expect([out, err]).toEqual(['0\n', '']);
    expect(JSON.parse(read('report/summary.json'))).toHaveProperty('summary');
    for (const name of ['report.md', 'skill.svg', 'calibration.svg'])
      expect(existsSync(at(`report/${name}`))).toBe(true);
  });

  it('for want of space is an error in the form that was asked for', () => {
    const message = 'standard output: cannot be written (ENOSPC)';
    const { err, status } = shell('assize infer facts.jsonl --json > /dev/full');
    expect([status, JSON.parse(err)]).toEqual([2, { error: { code: 'unwritable', message } }]);
    expect(shell('assize infer facts.jsonl > /dev/full')).toEqual({ out: '', err: `✖ ${message}\n`, status: 2 });
  });
});
