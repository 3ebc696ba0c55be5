import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
});
afterAll(() => place.leave());

interface Line {
  readonly name?: string;
  readonly harm: number;
  readonly standardError: number | null;
  readonly cost: number;
  readonly words: readonly string[];
  readonly strategies: readonly object[];
  readonly summary?: object;
}
const parsed = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Fewer tries would be all of attacks made by hand. */
const SMALL = ['--tries', '16', '--conflicts', '100', '--markets', '1', '--seed', '2'];

describe('assize attack', () => {
  it('finds the same on one thread as on two, within the budget, and writes down the worst', () => {
    const text = place.good('attack', ...SMALL, '--budget', '300', '--threads', '1', '--json', '--out', 'attack.json');
    expect(place.good('attack', ...SMALL, '--budget', '300', '--threads', '2', '--json')).toBe(text);
    const lines = parsed(text);
    const attacks = lines.slice(0, -2);
    expect(attacks.map(({ name }) => name).slice(0, 2)).toEqual(['found 1', 'found 2']);
    expect(attacks.length).toBe(5);
    for (const { cost, words, strategies, standardError } of attacks) {
      // One market does not tell how markets differ.
      expect(standardError).toBeNull();
      expect(cost).toBeLessThanOrEqual(300);
      expect(words.length).toBe(strategies.length);
    }
    expect(lines.at(-2)).toMatchObject({ name: 'no attack', harm: 0 });
    const asked = { objective: 'loss', seed: 2, tries: 16, budget: 300, conflicts: 100, markets: 1 };
    expect(lines.at(-1)!.summary).toMatchObject(asked);
    const worst = attacks.toSorted((a, b) => b.harm - a.harm)[0]!;
    const written: unknown = JSON.parse(readFileSync(join(place.folder, 'attack.json'), 'utf8'));
    expect(written).toEqual(worst.strategies);
  });

  it('shows in words and as JSON what simulate takes back', () => {
    const text = place.good('attack', ...SMALL, '--objective', 'skill');
    expect(text).toMatch(
      /16 attacks in 16 tries, markets of 100 conflicts, budget 400\. Measured anew in 1 other market:/,
    );
    expect(text).toMatch(/^ +skill lost +cost +lost in 100 days/m);
    expect(text).toMatch(/^ {2}no attack +– +0 /m);
    expect(text).toMatch(/^ {2}found 1 +[+−][\d.]+ ± – /m);
    const found = /^found 1\n(?: {2}[a-z].*\n)+ {2}(\[.*\])$/m.exec(text)![1]!;
    writeFileSync(join(place.folder, 'found.json'), found);
    const args = ['simulate', '--conflicts', '200', '--parties', 'parties.jsonl', '--strategy'];
    const attacked = place.good(...args, 'found.json');
    const strategies = JSON.parse(found) as { kind: string }[];
    writeFileSync(join(place.folder, 'peace.json'), '[]');
    expect(strategies.length).toBeGreaterThan(0);
    expect(place.good(...args, 'peace.json')).toBe(place.good('simulate', '--conflicts', '200'));
    expect(attacked).not.toBe(place.good('simulate', '--conflicts', '200'));
  });

  it.each<readonly [string, string[], string]>([
    ['no tries', ['--tries', '0'], 'An integer from 1 to 100000 is needed.'],
    ['a budget that buys nothing', ['--budget', '0.5'], 'A number from 1 is needed.'],
    ['a budget that is none', ['--budget', '1e3'], 'A number from 1 is needed.'],
    ['an unknown objective', ['--objective', 'harm'], 'Allowed choices are loss, blame, skill.'],
    ['markets too small', ['--conflicts', '99'], 'An integer from 100 to 1000000 is needed.'],
    ['nowhere to measure', ['--markets', '0'], 'An integer from 1 to 50000 is needed.'],
    ['no threads', ['--threads', '0'], 'An integer from 1 to 1024 is needed.'],
    ['a folder that is not there', ['--out', 'nowhere/attack.json'], 'its folder does not exist'],
    ['the attack on standard output', ['--out', '-'], '--out needs a file'],
  ])('exits 2 for %s', (_, args, words) => {
    const { status, out, err } = place.run('attack', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(existsSync(join(place.folder, 'nowhere'))).toBe(false);
  });
});

describe('assize simulate --strategy', () => {
  it.each<readonly [string, string]>([
    ['{"kind":"ring"}', 'no attack: an array of strategies is needed'],
    ['[{"kind":"ring"}]', 'no attack: strategy 0: rings: an integer from 1 to 8 is needed'],
    ['[', 'no valid JSON'],
  ])('exits 2 for %s', (text, words) => {
    writeFileSync(join(place.folder, 'bad.json'), text);
    const { status, out, err } = place.run('simulate', '--strategy', 'bad.json');
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(`bad.json: ${words}`);
  });
});
