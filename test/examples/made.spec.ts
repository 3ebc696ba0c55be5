import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './judged.ts';

const folder = mkdtempSync(join(tmpdir(), 'assize-made-'));
afterAll(() => rmSync(folder, { recursive: true }));
const made = spawnSync(process.execPath, ['examples/make.mjs', folder], { cwd: ROOT, encoding: 'utf8' });

/** Every file below a folder but the script's own, by its path. */
const list = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.mjs'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

describe('node examples/make.mjs', () => {
  it('runs', () => {
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
  });

  it('makes every file of examples/, and no other', () => {
    expect(list(folder)).toEqual(list(join(ROOT, 'examples')));
  });

  it('makes them byte for byte, with README.md’s numbers: if not, run it and read what changed', () => {
    const differing = list(folder).filter(
      (path) => !readFileSync(join(folder, path)).equals(readFileSync(join(ROOT, 'examples', path))),
    );
    expect(differing).toEqual([]);
  });

  it('leaves no private key in an example', () => {
    const kept = list(join(ROOT, 'examples')).filter((path) =>
      /"d": ?"/.test(readFileSync(join(ROOT, 'examples', path), 'utf8')),
    );
    expect(kept).toEqual([]);
  });
});

describe('examples/README.md', () => {
  const text = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
  const prose = text.replace(/<!-- made: .*? -->[^]*?<!-- \/made -->/g, '');

  it('has no percentage but those that the tool printed', () => {
    expect(prose).not.toMatch(/%|per ?cent/);
  });

  it('says of the stories what came out', () => {
    const story = (name: string): string => text.split(`<!-- made: ${name} -->`)[1]!.split('<!-- /made -->')[0]!;
    expect(story('1-finney')).toMatch(
      /Proven: it reaches the standard “compelling”[^]*claim 0 \(A\) +pay[^]*culpable: B /,
    );
    expect(story('1-finney')).toMatch(/Without the history: .*B copied it/);
    expect(story('2-offline-fork')).toMatch(
      /Not proven[^]*claim 0 \(A\) +share[^]*claim 1 \(B\) +share[^]*culpable: nobody/,
    );
    expect(story('3-restored-wallet')).toMatch(
      /Most likely an accident[^]*claim 0 \(A\) +pay[^]*claim 1 \(A\) +reject/,
    );
  });
});
