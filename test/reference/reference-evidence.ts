// Evidence: "counts wherever in the submission it stands, if it verifies" (conflicts.md, below the findings' table).
import { spendHolds } from './reference-claim.ts';
import { ownDefect, readStatement } from './reference-statement.ts';
import type { CheckedClaim, Register } from './reference-claim.ts';
import type { Key } from './reference-keys.ts';
import type { Statement } from './reference-statement.ts';
import type { Submission } from './reference-submission.ts';

export interface Evidence {
  /** Every different statement that verifies. */
  readonly statements: readonly Statement[];
  /** What does not, by digest; null where it cannot be read. */
  readonly ignored: readonly (string | null)[];
}

/** "its key: its `jwk`, else any transcript's `cnf`, else the register" */
function keyAnywhere(submission: Submission, register: Register, id: string): Key | undefined {
  // ambiguous: "any transcript's `cnf`" is taken from every readable statement of every transcript, sound or not: the
  // thumbprint alone ties a key to its id.
  for (const claim of submission.claims) {
    for (const text of claim.transcript) {
      const cnf = readStatement(text)?.cnf;
      if (cnf?.suite && cnf.id === id) return cnf;
    }
  }
  return register?.get(id);
}

/**
 * ambiguous: a spend in evidence whose response does not hold for its note "does not verify" (the defect table calls
 * it `bad_signature`): it is ignored. Where its note is nowhere in the submission, its signature alone is asked.
 */
function responseFails(spend: Statement, notes: readonly Statement[]): boolean {
  const note = notes.find((candidate) => candidate.digest === spend.payload.get('sub'));
  return spend.typ === 'spend+jwt' && note !== undefined && !spendHolds(note, spend);
}

export function checkEvidence(submission: Submission, claims: readonly CheckedClaim[], register: Register): Evidence {
  const texts = [...submission.claims.flatMap((claim) => claim.evidence), ...submission.evidence];
  const readable = texts.map(readStatement);
  const notes = [...claims.map((claim) => claim.note), ...readable].filter(
    (statement) => statement?.typ === 'note+jwt',
  ) as Statement[];
  const statements: Statement[] = [];
  // ambiguous: the order of `ignored` (here: the claims' evidence in their order, then the submission's) and whether
  // what is given twice is listed twice (here: yes, an entry for each entry).
  const ignored: (string | null)[] = [];
  for (const statement of readable) {
    if (statement === undefined) {
      ignored.push(null);
      continue;
    }
    const defect = ownDefect(statement, (id) => keyAnywhere(submission, register, id));
    if (defect !== null || responseFails(statement, notes)) ignored.push(statement.digest);
    else if (!statements.some((known) => known.digest === statement.digest)) statements.push(statement);
  }
  return { statements, ignored };
}
