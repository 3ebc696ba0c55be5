// One claim by itself: conflicts.md, "What is established (custody)", and statements.md, "Transcript".
import { challenge, holds } from './reference-one-show.ts';
import { elements, member, numberOf, ownDefect, readStatement, response } from './reference-statement.ts';
import type { Key } from './reference-keys.ts';
import type { Defect, Statement } from './reference-statement.ts';
import type { SubmittedClaim } from './reference-submission.ts';

export interface CheckedClaim {
  readonly index: number;
  readonly submitted: SubmittedClaim;
  readonly defect: Defect | null;
  readonly at: number | null;
  /** The note, where it can be read; and whether it has no defect itself, "whatever is wrong behind it". */
  readonly note: Statement | undefined;
  readonly noteSound: boolean;
  /** The last statement where it can be read as a redemption. */
  readonly redemption: Statement | undefined;
  /** All statements of a sound claim; empty otherwise. */
  readonly chain: readonly Statement[];
}

/** The banks' keys by party id; undefined where no register is given. */
export type Register = ReadonlyMap<string, Key> | undefined;

const MAX_STATEMENTS = 10_000;
const MAX_EVIDENCE = 200;

/** The kind whose place is at `index` of a transcript of this class and length; null where nothing has its place. */
function kindAt(cls: string | undefined, index: number, length: number): string | null {
  // ambiguous: [note, redemption, X, redemption]: "no redemption last: malformed at the last index" gives the
  // redemption the last place only, so an earlier one is out of its place there (at 1), not what follows it (at 2).
  if (index === 0) return 'note+jwt';
  const last = index === length - 1;
  if (cls === 'one-show') return index === 1 ? 'spend+jwt' : last && index === 2 ? 'redemption+jwt' : null;
  if (cls === 'bearer') return last && index === 1 ? 'redemption+jwt' : null;
  return last ? 'redemption+jwt' : 'transfer+jwt';
}

/** The defects of the note alone, wherever it stands. */
function noteDefect(note: Statement | undefined, register: Register): Defect | null {
  if (note?.typ !== 'note+jwt') return 'malformed';
  const own = ownDefect(note, (id) => register?.get(id));
  if (own !== null) return own;
  return register !== undefined && !register.has(note.iss) ? 'untrusted_issuer' : null;
}

/** The first defect in the table's order of the statement at `index`, all before it being without defect. */
function defectAt(
  index: number,
  chain: readonly (Statement | undefined)[],
  submitted: SubmittedClaim,
  register: Register,
): Defect | null {
  const statement = chain[index];
  const note = chain[0];
  const before = chain[index - 1];
  if (statement === undefined || note === undefined) return 'malformed';
  const cls = member(note, 'cls');
  if (index === chain.length - 1 && statement.typ !== 'redemption+jwt') return 'malformed';
  if (kindAt(cls, index, chain.length) !== statement.typ) return 'malformed';
  if (before === undefined) return noteDefect(statement, register);
  const prv = member(statement, 'prv');
  if (statement.typ === 'redemption+jwt' && cls === 'bearer' && statement.payload.has('prv')) return 'malformed';

  const known = (id: string): Key | undefined =>
    chain.slice(0, index).find((earlier) => earlier?.cnf?.id === id)?.cnf ?? register?.get(id);
  const own = ownDefect(statement, known);
  if (own !== null) return own;
  if (statement.typ === 'spend+jwt' && !spendHolds(note, statement)) return 'bad_signature';

  if (member(statement, 'sub') !== note.digest) return 'foreign_statement';
  // A spend has no `prv`: its `sub` is the statement before it.
  const chained = statement.typ !== 'spend+jwt' && cls !== 'bearer';
  if (chained && prv !== before.digest) return 'broken_chain';
  if (chained && statement.iss !== before.cnf?.id) return 'not_holder';
  if (statement.typ === 'redemption+jwt') {
    if (member(statement, 'aud') !== submitted.bank) return 'wrong_audience';
    const exp = numberOf(note, 'exp');
    if (exp !== undefined && submitted.receivedAt > exp) return 'expired_note';
  }
  return null;
}

export function spendHolds(note: Statement, spend: Statement): boolean {
  const osh = elements(note);
  const answer = response(spend);
  if (!osh || !answer) return false;
  const d = challenge(osh, spend.iss, spend.iatText, answer.nce);
  return holds(osh, { d, r1: answer.r1, r2: answer.r2 });
}

export function checkClaim(submitted: SubmittedClaim, index: number, register: Register): CheckedClaim {
  const chain = submitted.transcript.map(readStatement);
  const first = chain[0];
  const last = chain.at(-1);
  const note = first?.typ === 'note+jwt' ? first : undefined;
  const result = {
    index,
    submitted,
    note,
    // ambiguous: in [note] alone the note is the last index and so `malformed` there, yet "the note itself is sound".
    noteSound: noteDefect(first, register) === null,
    // ambiguous: "where it can be read as a redemption" is asked of the statement by itself: a bearer redemption with
    // `prv` is malformed, but its claimant and digest are shown.
    redemption: last?.typ === 'redemption+jwt' ? last : undefined,
  };
  // ambiguous: over a limit, the claim is malformed at null, whatever else a statement of it has.
  const over = chain.length > MAX_STATEMENTS || submitted.evidence.length > MAX_EVIDENCE;
  if (chain.length === 0 || over) return { ...result, defect: 'malformed', at: null, chain: [] };
  for (let at = 0; at < chain.length; at += 1) {
    const defect = defectAt(at, chain, submitted, register);
    if (defect !== null) return { ...result, defect, at, chain: [] };
  }
  return { ...result, defect: null, at: null, chain: chain.filter((statement) => statement !== undefined) };
}
