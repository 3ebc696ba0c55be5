/** JSONTestSuite (Seriot) against the strict reader. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isJsonObject, readJson } from '#statements';

const folder = new URL('jsontestsuite/test_parsing/', import.meta.url);
const files = readdirSync(folder);
const outcome = (file: string): ReturnType<typeof readJson> => readJson(readFileSync(new URL(encodeURIComponent(file), folder)));

describe('the JSON suite', () => {
  it('is whole', () => {
    expect(files.filter((name) => name.startsWith('n_'))).toHaveLength(188);
    expect(files.filter((name) => name.startsWith('y_'))).toHaveLength(95);
    expect(files.filter((name) => name.startsWith('i_'))).toHaveLength(35);
  });

  it.each(files.filter((name) => name.startsWith('n_')))('refuses %s', (file) => {
    expect(outcome(file)).toHaveProperty('problem');
  });

  const refusedAnyway: Record<string, string> = {
    'y_object_duplicated_key.json': 'the member "a" a second time',
    'y_object_duplicated_key_and_value.json': 'the member "a" a second time',
  };
  it.each(files.filter((name) => name.startsWith('y_')))('accepts %s, but for duplicate members', (file) => {
    const read = outcome(file);
    const problem = refusedAnyway[file];
    if (problem !== undefined) {
      expect(read).toMatchObject({ problem });
      return;
    }
    expect(read).toHaveProperty('value');
    if (!('value' in read)) return;
    // What is accepted is what everybody else reads.
    expect(read.value).toEqual(JSON.parse(readFileSync(new URL(encodeURIComponent(file), folder), 'utf8')));
    if (file.startsWith('y_object')) expect(isJsonObject(read.value)).toBe(true);
  });

  it.each(files.filter((name) => /surrogate|UTF-16|utf16|BOM|UTF-8|utf-8|overlong|not_in_unicode/.test(name) && name.startsWith('i_')))(
    'refuses %s',
    (file) => {
      expect(outcome(file)).toHaveProperty('problem');
    },
  );

  it('refuses what transforms differ on', () => {
    const transforms = new URL('jsontestsuite/test_transform/', import.meta.url);
    for (const file of readdirSync(transforms).filter((name) => /same_key|surrogate/.test(name))) {
      expect(readJson(readFileSync(new URL(file, transforms)))).toHaveProperty('problem');
    }
  });
});
