import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chooseAccount } from './account.ts';
import { healLinks } from './binaries.ts';

describe('healLinks', () => {
  it('makes the links that an install without scripts leaves out, once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assize-links-'));
    try {
      const native = join(folder, 'native');
      mkdirSync(join(native, 'lib'), { recursive: true });
      writeFileSync(join(native, 'lib', 'libpq.so.5.18'), 'elf');
      const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
        source: 'native/lib/libpq.so.5.18',
        target: `native/lib/${name}`,
      }));
      writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links));
      expect([healLinks(native), healLinks(native)]).toEqual([true, true]);
      expect(readFileSync(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('elf');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('chooseAccount', () => {
  it('prefers postgres, falls back to nobody, and is never root', () => {
    const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin';
    expect(chooseAccount(`root:x:0:0::/root:/bin/sh\n${nobody}\npostgres:x:101:104::/:/bin/sh\n`)).toEqual({
      uid: 101,
      gid: 104,
    });
    expect(chooseAccount(`postgres:x:0:0::/:/bin/sh\n${nobody}\n`)).toEqual({ uid: 65_534, gid: 65_534 });
    expect(chooseAccount('root:x:0:0::/root:/bin/sh\n')).toBeNull();
  });
});
