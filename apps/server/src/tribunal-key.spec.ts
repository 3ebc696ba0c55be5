import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StartError } from './start-error.ts';
import { openTribunalKey } from './tribunal-key.ts';

const root = mkdtempSync(join(tmpdir(), 'assize-key-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'));
});

const refusal = (file: string): StartError => {
  try {
    openTribunalKey(file);
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
  throw new Error('it was opened');
};

describe('openTribunalKey', () => {
  it('makes a key once, for its owner only, and leaves no draft', () => {
    const file = join(folder, 'deep', 'key.json');
    const made = openTribunalKey(file);
    expect(made).toMatchObject({ isNew: true, warning: null });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['key.json']);
    const again = openTribunalKey(file);
    expect(again.isNew).toBe(false);
    expect(again.key.id).toBe(made.key.id);
  });

  it.each([
    ['is empty', ''],
    ['is no private key', '{"kty":"OKP","crv"'],
    ['is no private key', '{}'],
  ])('refuses a damaged file, which it leaves as it is: %s', (why, text) => {
    const file = join(folder, 'key.json');
    writeFileSync(file, text);
    expect(refusal(file)).toMatchObject({
      message: expect.stringContaining(why),
      fix: expect.stringContaining('restore'),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('refuses a folder, a file for a folder, and a link that leads nowhere', () => {
    const file = join(folder, 'key.json');
    mkdirSync(file);
    expect(refusal(file).message).toContain('is a folder');
    writeFileSync(join(folder, 'file'), '');
    expect(refusal(join(folder, 'file', 'key.json')).message).toContain('is not a folder');
    symlinkSync(join(folder, 'not mounted'), join(folder, 'link'));
    expect(refusal(join(folder, 'link')).message).toContain('is a link');
    expect(readdirSync(folder)).not.toContain('not mounted');
  });

  it('closes a key that others may read, and only warns where it may not', () => {
    const file = join(folder, 'key.json');
    openTribunalKey(file);
    chmodSync(file, 0o644);
    expect(openTribunalKey(file).warning).toBeNull();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o444);
    const refuse = (): never => {
      throw Object.assign(new Error('no'), { code: 'EPERM' });
    };
    expect(openTribunalKey(file, refuse).warning).toMatch(/mode 444.*EPERM/);
  });
});
