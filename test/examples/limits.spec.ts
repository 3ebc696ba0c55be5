/** The limits of a submission, which are too large to keep as examples: made of a kept one, in a temporary folder. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MAX_CLAIM_EVIDENCE, MAX_CLAIMS, MAX_TRANSCRIPT } from '#custody';
import { judge, ROOT } from './judged.ts';

interface Submission {
  readonly claims: { readonly transcript: string[]; readonly evidence: string[] }[];
}
const read = (): Submission => JSON.parse(readFileSync(`${ROOT}examples/outcomes/question.json`, 'utf8')) as Submission;

const folder = mkdtempSync(join(tmpdir(), 'assize-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));
function write(name: string, change: (submission: Submission) => Submission): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(change(read())));
  return file;
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const withClaim =
  (change: Partial<Submission['claims'][number]>) =>
  (submission: Submission): Submission => ({
    claims: [{ ...submission.claims[0]!, ...change }, submission.claims[1]!],
  });

const [note = ''] = read().claims[0]!.transcript;
const LIMITS = { statements: MAX_TRANSCRIPT, evidence: MAX_CLAIM_EVIDENCE, claims: MAX_CLAIMS };
const files = {
  statements: write('statements', withClaim({ transcript: times(MAX_TRANSCRIPT + 1, note) })),
  evidence: write('evidence', withClaim({ evidence: times(MAX_CLAIM_EVIDENCE + 1, note) })),
  enough: write('enough', withClaim({ evidence: times(MAX_CLAIM_EVIDENCE, note) })),
  claims: write('claims', ({ claims }) => ({ claims: times(MAX_CLAIMS + 1, claims[0]!) })),
  allowed: write('allowed', ({ claims }) => ({ claims: times(MAX_CLAIMS, claims[0]!) })),
  missing: join(folder, 'missing.json'),
  folder,
};
const { run, lines } = judge(Object.values(files));

describe('limits', () => {
  it('are those of the specification', () => {
    expect(LIMITS).toEqual({ statements: 10_000, evidence: 200, claims: 1_000 });
  });

  it.each(['statements', 'evidence'] as const)('a claim over its limit of %s is malformed, with no index', (name) => {
    const [claim] = lines.get(files[name])!.claims;
    expect(claim).toMatchObject({ defect: 'malformed', at: null });
  });

  it('at the limit a claim is sound', () => {
    expect(lines.get(files.enough)!.claims.map(({ sound }) => sound)).toEqual([true, true]);
    expect(lines.get(files.allowed)!.outcome).toBe('no_conflict');
  });

  it('too many claims, a missing file and a folder are refused, and the others judged all the same', () => {
    expect(run.status).toBe(2);
    expect(lines.get(files.claims)!.error?.code).toBe('too_many_claims');
    expect(lines.get(files.missing)!.error?.code).toBe('not_found');
    expect(lines.get(files.folder)!.error?.code).toBe('is_directory');
  });
});
