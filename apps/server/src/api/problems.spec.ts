import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from './problems.ts';

const page = readFileSync(new URL('../../../../docs/http.md', import.meta.url), 'utf8');

describe('docs/http.md', () => {
  it('has every problem code with its status, title and mend, and none that is gone', () => {
    const rows = [...page.matchAll(/^\| <a id="(\w+)"><\/a>`(\w+)` \| (\d+) \| (.*) \| (.*) \|$/gm)];
    const listed = rows.map(([, anchor, code, status, title, mend]) => ({
      anchor,
      code,
      status: Number(status),
      title,
      mend,
    }));
    const known = Object.entries(PROBLEMS).map(([code, problem]) => ({ anchor: code, code, ...problem }));
    const byCode = (a: { code?: string | undefined }, b: { code?: string | undefined }): number =>
      a.code! < b.code! ? -1 : 1;
    expect(listed.sort(byCode)).toEqual(known.sort(byCode));
  });
});
