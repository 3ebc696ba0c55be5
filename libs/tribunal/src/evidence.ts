/** Evidence that comes later: from a bank with standing, or from anybody whose own signature is the authority. */
import {
  isFault,
  native,
  parseStatement,
  secondOpinion,
  sha256,
  startVerification,
  verifyStatement,
  type StatedKey,
  type Statement,
} from '#statements';
import type { Additions, Docket, KeptEvidence, KeptStatement } from './docket.ts';
import { closeIfDue } from './finalise.ts';
import { reachOf } from './read.ts';
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
  const read = readStatements(handed.statements);
  if (isMistake(read)) return read;
  // Before anything is read of the case: who is no party to it learns nothing, and costs nothing.
  if (isBank ? (await reachOf(docket, who, id)) === null : !(await areParties(docket, id, read))) return NOT_FOUND;
  if (!isBank) {
    const refusal = await findStrangersFault(tribunal, id, read, who.kind === 'party' ? who.party : null);
    if (refusal !== null) return refusal;
  }
  const claim = await findClaim(docket, id, handed.claim, isBank ? who.bank : null, read);
  if (typeof claim !== 'string') return claim;
  const actor = isBank ? who.bank : read[0]!.issuer;
  const filed = await docket.transaction(async (tx) => {
    const [locked] = await tx.lock([id]);
    const record = await closeIfDue(tx, locked!);
    const there = await tx.filed(id);
    const additions = planEvidence(read, claim, actor, there.evidence);
    const excess = findExcess(record, there, additions, { name: actor, isBank });
    if (excess !== null) return excess;
    await addTo(tx, record, additions, actor);
    return null;
  });
  if (filed !== null) return filed;
  tribunal.nudge();
  const now = (await docket.readCase(id))!;
  const reader: Standing = who.kind === 'stranger' ? { kind: 'party', party: read[0]!.issuer } : who;
  return {
    conflict: await viewCase(tribunal, reader, now, (await reachOf(docket, reader, id)) ?? 'own'),
    hasBegun: now.record.begunAt !== null,
    joined: true,
    claims: [],
  };
}

async function areParties(docket: Docket, id: string, statements: readonly Statement[]): Promise<boolean> {
  if (!UUID.test(id)) return false;
  const signers = [...new Set(statements.map(({ issuer }) => issuer as string))];
  const known = new Set((await docket.findRoles(id, signers)).map(({ party }) => party));
  return signers.every((signer) => known.has(signer));
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

/** The first reason why somebody without an account may not add these. */
async function findStrangersFault(
  { docket }: Tribunal,
  id: string,
  statements: readonly Statement[],
  asParty: string | null,
): Promise<Mistake | null> {
  const register = await docket.readRegister();
  const verification = startVerification(native, secondOpinion, 0);
  for (const [i, statement] of statements.entries()) {
    const pointer = `/statements/${i}`;
    const known = register.get(statement.issuer) ?? (await findStatedKey(docket, id, statement));
    const fault = verifyStatement(verification, statement, known);
    if (fault !== null) {
      const why = fault === 'split' ? 'the two verifiers differ on the signature' : fault.why;
      return { code: 'bad_statement', why, pointer };
    }
    if (asParty !== null && statement.issuer !== asParty) {
      return { code: 'wrong_signer', why: 'it is not signed by who signed the request', pointer };
    }
    if (!(await isAbout(docket, id, statement))) {
      return { code: 'foreign_statement', why: 'it is about another case, note or party', pointer };
    }
  }
  return null;
}

/** The key of a party to the case, where the statement's own header states none. */
async function findStatedKey(docket: Docket, id: string, { headerKey, issuer }: Statement): Promise<StatedKey | null> {
  if (headerKey !== null) return headerKey;
  const roles = await docket.findRoles(id, [issuer]);
  const stating = roles.flatMap(({ statedIn }) => statedIn ?? []);
  for (const text of stating.length === 0 ? [] : await docket.findTexts(id, stating)) {
    const read = parseStatement(text);
    if (isFault(read)) continue;
    const key = [read.headerKey, read.confirmedKey].find((stated) => stated?.id === issuer);
    if (key !== undefined && key !== null) return key;
  }
  return null;
}

/** A statement names the case, or a statement of it (a note, what a timestamp saw), or a party to it (a key, a device). */
async function isAbout(docket: Docket, id: string, { payload }: Statement): Promise<boolean> {
  const { cas, sub, ref } = payload as Readonly<Record<string, string | undefined>>;
  if (cas !== undefined) return cas === id;
  const named = [sub, ref].filter((value) => value !== undefined);
  if (named.length === 0) return false;
  return (await docket.findTexts(id, named)).length > 0 || (await docket.findRoles(id, named)).length > 0;
}

/** A claim takes evidence from the bank that handed it in and from its claimant; others speak to the case. */
async function findClaim(
  docket: Docket,
  id: string,
  wanted: string | null,
  bank: string | null,
  statements: readonly Statement[],
): Promise<string | Mistake> {
  if (wanted === null) return '';
  const claims = (await docket.readCase(id))!.claims.filter(
    (claim) => claim.id === wanted || claim.redemption === wanted,
  );
  if (claims.length === 0) return { code: 'not_found', why: 'the case has no such claim', pointer: '/claim' };
  const own = claims.find(({ submittedBy }) => submittedBy === bank);
  if (own !== undefined) return own.id;
  const redemptions = claims.flatMap(({ redemption }) => redemption ?? []);
  const texts = bank === null ? await docket.findTexts(id, redemptions) : [];
  const claimants = texts.map((text) => parseStatement(text)).flatMap((read) => (isFault(read) ? [] : [read.issuer]));
  return bank === null && statements.every(({ issuer }) => claimants.includes(issuer))
    ? claims[0]!.id
    : { code: 'wrong_signer', why: 'the claim is somebody else’s: leave "claim" out', pointer: '/claim' };
}

function planEvidence(
  statements: readonly Statement[],
  claim: string,
  submittedBy: string,
  there: ReadonlyMap<string, string>,
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
