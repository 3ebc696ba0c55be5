/** Filing: what a bank or a party hands in becomes part of a case, and the workers are told. */
import { applyEvent, nextState, standingOf, type CaseEvent } from '#arbitration';
import { isRefusal, MAX_CLAIM_EVIDENCE, MAX_CLAIMS, parseSubmission, type Submission } from '#custody';
import { isJsonObject, type Json } from '#statements';
import type { Additions, CaseFile, CaseMove, CaseRecord, DocketTransaction } from './docket.ts';
import { addressOf, planFiling, type AlreadyFiled } from './filing.ts';
import { closeIfDue } from './finalise.ts';
import { reachOf } from './read.ts';
import { retractionsOf } from './retractions.ts';
import type { Tribunal } from './tribunal.ts';
import { isMistake, type Filed, type Mistake } from './service.ts';
import type { Standing } from './standing.ts';
import { viewCase } from './view-case.ts';

type BankStanding = Standing & { readonly kind: 'bank' };

/** What one who hands in may add to a case at most: nobody's flood keeps others from being heard. */
const EVIDENCE_OF_BANK = 2_000;
const EVIDENCE_OF_PARTY = 50;
/** Claims that a bank may still add where others have filled the case. */
const CLAIMS_OF_ANY = 8;
const MAX_CASE_BYTES = 256 * 1_048_576;

/** submit files a submission; a bank that hands in what is there already is answered alike and changes nothing. */
export async function submit(tribunal: Tribunal, bank: BankStanding, value: Json): Promise<Filed | Mistake> {
  const submission = parseSubmission(value);
  if (isRefusal(submission)) return submission;
  if (submission.claims.length === 0) return { code: 'no_note', why: 'there is no claim', pointer: '/claims' };
  return fileSubmission(tribunal, bank, submission);
}

/** registerClaim files one claim, which waits until another arrives on its serial. */
export async function registerClaim(tribunal: Tribunal, bank: BankStanding, claim: Json): Promise<Filed | Mistake> {
  const { reference, ...rest } = isJsonObject(claim) ? claim : { reference: undefined };
  const body = isJsonObject(claim) ? rest : claim;
  const filed = await submit(tribunal, bank, {
    claims: [body],
    ...(reference === undefined ? {} : { reference }),
  } as Json);
  return isMistake(filed) ? { ...filed, pointer: filed.pointer.replace(/^\/claims\/0/, '') } : filed;
}

async function fileSubmission(
  tribunal: Tribunal,
  bank: BankStanding,
  submission: Submission,
): Promise<Filed | Mistake> {
  const { docket, policyDigest } = tribunal;
  const address = addressOf(submission, await docket.readRegister(), bank.bank);
  if (isMistake(address)) return address;
  const { id, issuer, serial } = address;
  const who = { bank: bank.bank, party: bank.parties[0]! };
  const filed = await docket.transaction(async (tx) => {
    const record = await closeIfDue(tx, await tx.open({ id, issuer, serial, policyDigest }));
    const there = record.revision === 0 ? NOTHING : await tx.filed(id);
    const { additions, claimIds } = planFiling(submission, there, who, address);
    const excess = findExcess(record, there, additions, { name: who.bank, isBank: true });
    if (excess !== null) return excess;
    const move = await addTo(tx, record, additions, who.bank);
    const hasBegun = record.begunAt !== null || move?.after.begins === true;
    return { claimIds, joined: record.begunAt !== null, hasBegun, file: fileAfter(record, move, additions) };
  });
  if (isMistake(filed)) return filed;
  tribunal.nudge();
  const file = filed.file ?? (await docket.readCase(id));
  const reach = filed.file === null ? await reachOf(docket, bank, id) : 'whole';
  return {
    conflict: await viewCase(tribunal, bank, file!, reach ?? 'own'),
    hasBegun: filed.hasBegun,
    joined: filed.joined,
    claims: filed.claimIds,
  };
}

/** Of a case that this filing opened everything is known without reading it back. */
function fileAfter(record: CaseRecord, move: CaseMove | null, additions: Additions): CaseFile | null {
  if (record.revision > 0 || move === null) return null;
  const { begins, ...after } = move.after;
  return {
    record: { ...record, ...after, begunAt: begins ? record.createdAt : null, events: move.events.length },
    claims: additions.claims,
    evidence: additions.evidence,
    texts: new Map(),
    participants: additions.participants,
  };
}

const NOTHING: AlreadyFiled = { claims: new Map(), evidence: new Map() };

/** findExcess tells what is too much of an addition; nothing that is there already counts against somebody else. */
export function findExcess(
  record: CaseRecord,
  there: AlreadyFiled,
  { claims, evidence, statements }: Additions,
  who: { readonly name: string; readonly isBank: boolean },
): Mistake | null {
  if (claims.length === 0 && evidence.length === 0) return null;
  const own = [...there.claims.values()].filter((name) => name === who.name).length + claims.length;
  if (claims.length > 0 && (own > MAX_CLAIMS || (record.claims + claims.length > MAX_CLAIMS && own > CLAIMS_OF_ANY))) {
    const why = `the case has ${record.claims} claims, at most ${MAX_CLAIMS}`;
    return { code: 'too_many_claims', why, pointer: '/claims' };
  }
  const bytes = record.bytes + sizeOf(statements);
  if (bytes > MAX_CASE_BYTES) {
    const why = `the case would have ${bytes} bytes of statements, at most ${MAX_CASE_BYTES}`;
    return { code: 'too_much_evidence', why, pointer: '' };
  }
  // A fresh claim brings what it likes: past its limit it is malformed, and nobody else is the worse for it.
  const fresh = new Set(claims.map(({ id }) => id));
  const late = evidence.filter(({ claim }) => !fresh.has(claim));
  const most = who.isBank ? EVIDENCE_OF_BANK : EVIDENCE_OF_PARTY;
  const handedIn = [...there.evidence.values()].filter((name) => name === who.name).length;
  if (record.revision > 0 && late.length > 0 && handedIn + late.length > most) {
    const why = `${handedIn} statements of evidence were handed in by you before, at most ${most}`;
    return { code: 'too_much_evidence', why, pointer: '/evidence' };
  }
  return findFullClaim(there, late);
}

/** A claim with too much evidence is malformed; nobody may make one so after the fact. */
function findFullClaim(there: AlreadyFiled, late: Additions['evidence']): Mistake | null {
  for (const touched of new Set(late.map(({ claim }) => claim))) {
    if (touched === '') continue;
    const known = [...there.evidence.keys()].filter((name) => name.endsWith(` ${touched}`)).length;
    const size = known + late.filter(({ claim }) => claim === touched).length;
    if (size > MAX_CLAIM_EVIDENCE) {
      const why = `a claim would have ${size} statements of evidence, at most ${MAX_CLAIM_EVIDENCE}`;
      return { code: 'too_much_evidence', why, pointer: '/evidence' };
    }
  }
  return null;
}

const sizeOf = (statements: Additions['statements']): number =>
  statements.reduce((sum, { text }) => sum + text.length, 0);

/** addTo keeps additions and moves the locked case by them; null where nothing is new. */
export async function addTo(
  tx: DocketTransaction,
  record: CaseRecord,
  additions: Additions,
  actor: string,
): Promise<CaseMove | null> {
  const events = eventsOf(record, additions, actor);
  if (events.length === 0) return null;
  await tx.add(record.id, additions);
  const begins = record.begunAt === null && record.claims + additions.claims.length > 1;
  if (begins) {
    events.push({ kind: 'begun', actor: 'tribunal', why: 'a second claim on the serial arrived', body: {} });
  }
  const standing = events.reduce(applyEvent, standingOf(record));
  const { note, outcome, deadline, release } = record;
  // The next round weighs the case as if it had never been asked; what is final stays in the stream.
  const retractions = record.state === 'final' ? [] : retractionsOf(record);
  const move: CaseMove = {
    before: record,
    events,
    after: {
      ...standing,
      note,
      outcome,
      deadline,
      release,
      bytes: record.bytes + sizeOf(additions.statements),
      questions: retractions.length > 0 ? 0 : record.questions,
      claims: record.claims + additions.claims.length,
      begins,
    },
    examination: null,
    verdict: null,
    participants: [],
    // A frozen case waits for a new release, whatever is handed in.
    hint: (begins || record.begunAt !== null) && record.state !== 'frozen' ? 'examine' : null,
  };
  await tx.move([move]);
  if (retractions.length > 0) await tx.appendFacts(retractions.map((fact) => ({ fact, conflict: record.id })));
  return move;
}

function eventsOf(record: CaseRecord, { claims, evidence }: Additions, actor: string): CaseEvent[] {
  const events: CaseEvent[] = claims.map(({ id, bank }, i) => ({
    kind: 'claim_added',
    actor,
    why: record.claims + i === 0 ? 'the first claim on the serial' : 'another claim on the serial',
    body: { claim: id, bank, evidence: evidence.filter((one) => one.claim === id).length },
  }));
  const fresh = new Set(claims.map(({ id }) => id));
  const late = evidence.filter(({ claim }) => !fresh.has(claim));
  if (late.length > 0) {
    const body = { statements: late.length };
    events.push({ kind: 'evidence_added', actor, why: 'statements were handed in', body });
  }
  if (events.some(({ kind }) => nextState(record.state, kind) === null)) throw new Error('a filing fits every state');
  return events;
}
