/** Evidence that comes later: from a bank with standing, or from anybody whose own signature is the authority. */
import {
  isFault,
  native,
  parseStatement,
  portable,
  sha256,
  startVerification,
  verifyStatement,
  type StatedKey,
  type Statement,
} from '#statements';
import type { Additions, CaseFile, KeptEvidence, KeptStatement } from './docket.ts';
import { closeIfDue } from './finalise.ts';
import { mayRead } from './read.ts';
import { isMistake, type Filed, type Mistake } from './service.ts';
import type { Standing, Stranger } from './standing.ts';
import { addTo, findExcess } from './submit.ts';
import type { Tribunal } from './tribunal.ts';
import { viewCase } from './view-case.ts';

interface Handed {
  readonly statements: readonly string[];
  /** The redemption's digest or the id of the claim that they belong to. */
  readonly claim: string | null;
}

const NOT_FOUND: Mistake = { code: 'not_found', why: 'there is no such conflict, or it is not yours', pointer: '' };

/**
 * addEvidence adds statements to a case. A bank may add what it holds, good or not, as in a submission; whoever is only
 * a party or unknown adds what a party to the case signed, and only what verifies.
 */
export async function addEvidence(
  tribunal: Tribunal,
  who: Standing | Stranger,
  id: string,
  handed: Handed,
): Promise<Filed | Mistake> {
  const { docket } = tribunal;
  const isBank = who.kind === 'bank';
  if (who.kind !== 'stranger' && !isBank && who.kind !== 'party') return NOT_FOUND;
  if (isBank && !(await mayRead(docket, who, id))) return NOT_FOUND;
  const [file] = UUID.test(id) ? await docket.readCases([id]) : [];
  if (file === undefined) return NOT_FOUND;
  const read = readStatements(handed.statements);
  if (isMistake(read)) return read;
  if (!isBank) {
    const refusal = await findStrangersFault(tribunal, file, read, who.kind === 'party' ? who.party : null);
    if (refusal !== null) return refusal;
  }
  const claim = findClaim(file, handed.claim, isBank ? who.bank : null, read);
  if (typeof claim !== 'string') return claim;
  const actor = isBank ? who.bank : read[0]!.issuer;
  const filed = await docket.transaction(async (tx) => {
    const [locked] = await tx.lock([id]);
    const record = await closeIfDue(tx, locked!);
    const there = await tx.filed(id);
    const additions = planEvidence(read, claim, actor, there.evidence);
    const excess = findExcess(record, there, additions);
    if (excess !== null) return excess;
    await addTo(tx, record, additions, actor);
    return null;
  });
  if (filed !== null) return filed;
  tribunal.nudge();
  const now = (await docket.readCase(id))!;
  const reader: Standing = who.kind === 'stranger' ? { kind: 'party', party: read[0]!.issuer } : who;
  return {
    conflict: await viewCase(tribunal, reader, now),
    hasBegun: now.record.begunAt !== null,
    joined: true,
    claims: [],
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readStatements(texts: readonly string[]): Statement[] | Mistake {
  if (texts.length === 0) return { code: 'not_a_statement', why: 'there is no statement', pointer: '/statements' };
  const read: Statement[] = [];
  for (const [i, text] of texts.entries()) {
    const statement = parseStatement(text);
    if (isFault(statement)) return { code: 'not_a_statement', why: statement.why, pointer: `/statements/${i}` };
    read.push(statement);
  }
  return read;
}

/** The first reason why somebody without an account may not add these; who is no party learns of no case. */
async function findStrangersFault(
  { docket }: Tribunal,
  file: CaseFile,
  statements: readonly Statement[],
  asParty: string | null,
): Promise<Mistake | null> {
  const parties = new Set(file.participants.map(({ party }) => party));
  const keys = keysIn(file);
  const register = await docket.readRegister();
  const verification = startVerification(native, portable, 0);
  for (const [i, statement] of statements.entries()) {
    const pointer = `/statements/${i}`;
    if (!parties.has(statement.issuer)) return NOT_FOUND;
    const known = keys.get(statement.issuer) ?? register.get(statement.issuer) ?? null;
    const fault = verifyStatement(verification, statement, known);
    if (fault !== null) {
      const why = fault === 'split' ? 'the two verifiers differ on the signature' : fault.why;
      return { code: 'bad_statement', why, pointer };
    }
    if (asParty !== null && statement.issuer !== asParty) {
      return { code: 'wrong_signer', why: 'it is not signed by who signed the request', pointer };
    }
    const { cas, sub } = statement.payload;
    const isAbout = cas === file.record.id || notesOf(file).has(sub as string);
    if (!isAbout || (cas !== undefined && cas !== file.record.id)) {
      return { code: 'foreign_statement', why: 'it is about another case or note', pointer };
    }
  }
  return null;
}

const notesOf = (file: CaseFile): Set<string> =>
  new Set(
    file.claims.flatMap(({ transcript }) => {
      const text = typeof transcript[0] === 'string' ? file.texts.get(transcript[0]) : undefined;
      const note = text === undefined ? null : parseStatement(text);
      return note === null || isFault(note) ? [] : [note.digest as string];
    }),
  );

/** Every key that the case's statements state. */
export function keysIn(file: CaseFile): Map<string, StatedKey> {
  const keys = new Map<string, StatedKey>();
  for (const text of file.texts.values()) {
    const statement = parseStatement(text);
    if (isFault(statement)) continue;
    for (const key of [statement.headerKey, statement.confirmedKey]) if (key !== null) keys.set(key.id, key);
  }
  return keys;
}

/** A claim takes evidence from the bank that handed it in and from its claimant; others speak to the case. */
function findClaim(
  file: CaseFile,
  wanted: string | null,
  bank: string | null,
  statements: readonly Statement[],
): string | Mistake {
  if (wanted === null) return '';
  const claim = file.claims.find(({ id, redemption }) => id === wanted || redemption === wanted);
  if (claim === undefined) return { code: 'not_found', why: 'the case has no such claim', pointer: '/claim' };
  const redemption = [...claim.transcript].reverse().find((entry) => typeof entry === 'string');
  const last = parseStatement(redemption === undefined ? '' : (file.texts.get(redemption as string) ?? ''));
  const claimant = isFault(last) ? null : last.issuer;
  const mayAdd = bank === null ? statements.every(({ issuer }) => issuer === claimant) : claim.submittedBy === bank;
  return mayAdd
    ? claim.id
    : { code: 'wrong_signer', why: 'the claim is somebody else’s: leave "claim" out', pointer: '/claim' };
}

function planEvidence(
  statements: readonly Statement[],
  claim: string,
  submittedBy: string,
  there: ReadonlySet<string>,
): Additions {
  const kept = new Map<string, KeptStatement>();
  const evidence: KeptEvidence[] = [];
  for (const { text, digest } of statements) {
    const hash = sha256(text);
    if (kept.has(hash) || there.has(`${hash} ${claim}`)) continue;
    kept.set(hash, { hash, digest, text });
    evidence.push({ hash, claim, submittedBy });
  }
  return { statements: [...kept.values()], claims: [], evidence, participants: [] };
}
