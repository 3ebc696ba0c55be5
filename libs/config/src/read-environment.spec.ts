import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvironment } from './read-environment.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assize-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readEnvironment', () => {
  it('is what the process was given', () => {
    expect(readEnvironment(folder)['PATH']).toBe(process.env['PATH']);
  });

  it('adds what .env says, which does not win over it', () => {
    writeFileSync(join(folder, '.env'), 'ASSIZE_TEST_PORT="4801" # a comment\nPATH=nowhere\n');
    const environment = readEnvironment(folder);
    expect(environment['ASSIZE_TEST_PORT']).toBe('4801');
    expect(environment['PATH']).toBe(process.env['PATH']);
  });
});
