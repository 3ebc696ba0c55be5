import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(place.folder, name), content);
  mkdirSync(join(place.folder, 'folder'));
  put('empty', '');
  put(
    'binary',
    Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
  );
  put('latin1.json', Buffer.from('["caf\xe9"]', 'latin1'));
  put('marked.json', '\ufeff[]');
  put('deep.json', '['.repeat(17) + ']'.repeat(17));
  put('twice.json', '{\n  "kty": "OKP",\n  "kty": "EC"\n}');
  put('cut.json', '["a.b.c"');
  put('list.json', '[]');
  put('huge.json', Buffer.alloc(32 * 1024 * 1024 + 1, ' '));
  place.good('keygen', '--out', 'key.json');
});
afterAll(() => place.leave());

const FILES: readonly (readonly [file: string, code: string, place: unknown, says: RegExp])[] = [
  ['missing', 'not_found', undefined, /^missing: no such file$/],
  ['folder', 'is_directory', undefined, /^folder: is a directory/],
  ['empty', 'empty_file', undefined, /^empty: the file is empty$/],
  ['binary', 'unknown_document', expect.stringMatching(/^byte \d+$/), /^binary: .*not UTF-8$/],
  ['latin1.json', 'not_json', expect.stringMatching(/^byte \d+$/), /^latin1.json: .*not UTF-8$/],
  ['marked.json', 'unknown_document', 'line 1, column 1', /a byte order mark$/],
  ['deep.json', 'not_json', 'line 1, column 17', /more than 16 levels of nesting$/],
  ['twice.json', 'not_json', 'line 3, column 3', /the member "kty" a second time$/],
  ['cut.json', 'not_json', 'line 1, column 9', /the text ends$/],
  ['huge.json', 'too_large', undefined, /^huge.json: larger than 32 MiB/],
];

describe('a file that cannot be read', () => {
  it.each(FILES)('%s: inspect names the file and the place, and exits 2', (file, code, where, says) => {
    const { status, out, err } = place.run('inspect', '--json', file);
    const { error } = JSON.parse(err) as { error: Record<string, string> };
    expect({ status, out, code: error['code'], file: error['file'], place: error['place'] }).toEqual({
      status: 2,
      out: '',
      code,
      file,
      place: where,
    });
    expect(error['message']).toMatch(says);
  });

  it.each(FILES)('%s: is no transcript, and no stack is shown', (file) => {
    const { status, out, err } = place.run('redeem', '--key', 'key.json', '--bank', 'key.json', '--transcript', file);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(new RegExp(`^✖ ${file}: `));
    expect(err).not.toMatch(/\bat .*\.js/);
  });

  it('does not keep the other files from being judged', () => {
    const { status, out } = place.run('inspect', '--json', 'missing', 'key.json', 'folder');
    expect(status).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ file: 'key.json', good: true });
  });
});

describe('a file of another kind', () => {
  it.each([
    [
      'a transcript where a key is needed',
      ['note', '--class', 'bearer', '--amount', '1', '--currency', 'EUR', '--key', 'list.json'],
      /no private key/,
    ],
    [
      'no statement in a transcript',
      ['redeem', '--key', 'key.json', '--bank', 'key.json', '--transcript', 'list.json'],
      /no statement in it/,
    ],
    [
      'a key where a transcript is needed',
      ['redeem', '--key', 'key.json', '--bank', 'key.json', '--transcript', 'key.json'],
      /neither a statement nor a JSON array/,
    ],
    ['a transcript where a claim is needed', ['submission', 'list.json'], /no claim/],
    ['a key where a register is needed', ['verify', '--register', 'key.json', 'list.json'], /no register/],
    ['a key where a statement is needed', ['verify', 'key.json'], /no statement/],
    ['a folder to write to', ['keygen', '--out', 'folder', '--force'], /is a directory/],
    ['a folder that is not there', ['keygen', '--out', 'nowhere/key.json'], /its folder does not exist/],
  ])('%s', (_what, args, says) => {
    const { status, out, err } = place.run(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(says);
  });
});
