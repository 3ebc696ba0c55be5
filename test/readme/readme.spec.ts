/** The README's commands are run, and what it quotes is what they print. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_POLICY, parsePolicy } from '#arbitration';
import { readJson } from '#statements';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'assize-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a line of the README with the checkout's own `assize`. */
const run = (line: string, cwd: string): string =>
  execFileSync(process.execPath, [join(ROOT, 'apps/cli/bin/assize.js'), ...line.split(/\s+/).slice(2)], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const block = (language: string): string => readme.split(`\`\`\`${language}\n`)[1]!.split('```')[0]!;

describe('the README', () => {
  it('shows a session that prints what it shows', () => {
    const [command = '', ...shown] = block('console').trim().split('\n');
    const printed = run(command.replace(/^\$ /, ''), ROOT).split('\n');
    const quoted = shown.filter((line) => line !== '…');
    expect(quoted.length).toBeGreaterThan(8);
    expect(quoted.filter((line) => !printed.includes(line))).toEqual([]);
  });

  it('has a tour whose every command works and ends in a verdict that is computed anew', () => {
    const lines = block('sh')
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, '').trim())
      .filter((line) => line.startsWith('npx assize'));
    expect(lines.length).toBeGreaterThan(12);
    const outputs = lines.map((line) => run(line, folder));
    expect(outputs.at(-1)).toContain('every figure is the same');
    expect(outputs.find((_, i) => lines[i]!.includes('--svg'))).toContain('Who copied the note?');
  });

  it('has the default policy whole in docs/policy.json', () => {
    const shown = readJson(readFileSync(join(ROOT, 'docs/policy.json')));
    expect('value' in shown && parsePolicy(shown.value)).toEqual(DEFAULT_POLICY);
  });

  it('links to nothing that is not there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
