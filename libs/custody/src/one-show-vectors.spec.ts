import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { native, oneShowGenerators, portable, startVerification, type Json } from '#statements';
import { checkProof, examine, isRefusal, parseSubmission } from './index.ts';

interface Vector {
  readonly name: string;
  readonly expect: { readonly outcome: string; readonly findings?: object; readonly defects?: (string | null)[] };
  readonly submission: Json;
  readonly identity: string;
  readonly customer: string;
}
const vectors = JSON.parse(readFileSync(new URL('../../../test/vectors/one-show.json', import.meta.url), 'utf8')) as {
  g1: string;
  g2: string;
  cases: Vector[];
};

describe('the published one-show notes', () => {
  it('have our generators', () => {
    expect(oneShowGenerators()).toEqual({ g1: vectors.g1, g2: vectors.g2 });
  });

  it.each(vectors.cases)('are judged as expected: $name', ({ submission, expect: expected, identity, customer }) => {
    const parsed = parseSubmission(submission);
    if (isRefusal(parsed)) throw new Error(parsed.why);
    const examination = examine(parsed, startVerification(native, portable));
    if (isRefusal(examination)) throw new Error(examination.why);
    expect(examination.outcome).toBe(expected.outcome);
    if (expected.defects !== undefined) {
      expect(examination.claims.map(({ fault }) => fault?.defect ?? null)).toEqual(expected.defects);
    }
    const revealed = examination.findings.filter(({ code }) => code === 'identity_revealed');
    expect(revealed).toHaveLength(expected.findings === undefined ? 0 : 1);
    for (const finding of revealed) {
      expect(finding).toMatchObject({ identity, parties: [customer] });
      expect(checkProof(startVerification(portable), examination.proofOf(finding))).toBeNull();
    }
  });
});
