import { conflictIdOf } from '#arbitration';
import { jwkOf, signStatement, type Claims, type Kind, type PrivateKey, type Statement } from '#statements';
import type { KeyRing } from './key-ring.ts';
import type { ClaimRecord, ConflictRecord, FactRecord } from './records.ts';

/** A submission as conflicts.md has it. */
export interface SubmissionDocument {
  readonly reference: string;
  readonly claims: readonly SubmittedClaim[];
  readonly evidence: readonly string[];
}

/** A claim of it. */
export interface SubmittedClaim {
  readonly transcript: readonly string[];
  readonly bank: string;
  readonly receivedAt: string;
  readonly evidence: readonly string[];
  readonly paid: boolean;
}

/** The first day of every market. */
const START_S = Date.UTC(2026, 0, 1) / 1000;
const DAY_S = 86_400;
const HOUR_S = 3_600;

/** One conflict being signed: who, when, and what of it stands already. */
interface Desk {
  readonly ring: KeyRing;
  readonly record: ConflictRecord;
  readonly bearer: boolean;
  readonly note: Statement;
  /** The statement that gave the forked or duplicate note to its holder. */
  readonly holding: Statement;
  readonly say: (by: PrivateKey, kind: Kind, claims: Claims) => Statement;
  readonly startS: number;
}

/**
 * signSubmission makes of a simulated conflict what banks would hand in: a note with its transfers, deliveries and
 * redemptions, and as evidence those features that the service makes of evidence itself (conflicts.md, "Features").
 * Missing features, and words that the service has not, leave nothing behind. A witness, a device maker and payers
 * who are in no fact have keys of their own; the claim's bank vouches for them.
 */
export function signSubmission(ring: KeyRing, record: ConflictRecord, bearer: boolean): SubmissionDocument {
  const desk = openDesk(ring, record, bearer);
  const claims = record.claims.map((claim, c) => signClaim(desk, claim, c));
  return { reference: record.id, claims, evidence: caseEvidence(desk).map(({ text }) => text) };
}

function openDesk(ring: KeyRing, record: ConflictRecord, bearer: boolean): Desk {
  let said = 0;
  const say: Desk['say'] = (by, kind, claims) => {
    said += 1;
    return signStatement(kind, { jti: `${record.id}-${said}`, ...claims }, by);
  };
  const startS = Math.floor(secondsOf(Math.min(...record.claims.map(({ at }) => at)))) - DAY_S;
  const first = ring.keyOf(`${record.id} payer`);
  const note = say(ring.keyOf(record.issuer), 'note+jwt', {
    iat: startS,
    jti: record.id,
    cls: bearer ? 'bearer' : 'endorsed',
    val: { amt: '20.00', cur: 'EUR' },
    ...(bearer ? {} : { cnf: { jwk: jwkOf(first) } }),
  });
  const holder = record.fork?.holder ?? record.claims[0]!.claimant;
  const holding = bearer ? note : handOver(say, note, note, first, ring.keyOf(holder), startS + HOUR_S);
  return { ring, record, bearer, note, holding, say, startS };
}

const handOver = (
  say: Desk['say'],
  note: Statement,
  before: Statement,
  from: PrivateKey,
  to: PrivateKey,
  iat: number,
): Statement => say(from, 'transfer+jwt', { iat, sub: note.digest, prv: before.digest, cnf: { jwk: jwkOf(to) } });

function signClaim(desk: Desk, claim: ClaimRecord, c: number): SubmittedClaim {
  const { ring, note, bearer, say } = desk;
  const chain = bearer ? [note] : chainTo(desk, claim, c);
  const claimant = ring.keyOf(claim.claimant);
  const bank = ring.keyOf(claim.bank);
  const receivedS = secondsOf(claim.at);
  const redemption = say(claimant, 'redemption+jwt', {
    iat: Math.floor(receivedS) - 1,
    sub: note.digest,
    ...(bearer ? {} : { prv: chain.at(-1)!.digest }),
    aud: bank.id,
  });
  const shown = [...shownWith(desk, claim, c, chain, redemption), ...testimony(desk, claim, c)];
  return {
    transcript: [...chain, redemption].map(({ text }) => text),
    bank: bank.id,
    receivedAt: new Date(Math.round(receivedS * 1000)).toISOString(),
    evidence: shown.map(({ text }) => text),
    paid: false,
  };
}

/** The note, the holding, and from a fork's holder on the branch's first successor and whom that passed it on to. */
function chainTo({ ring, record, note, holding, say, startS }: Desk, claim: ClaimRecord, c: number): Statement[] {
  const chain = [note, holding];
  if (record.fork === undefined) return chain;
  const { holder } = record.fork;
  const branch = record.fork.next[c]!;
  if (branch === holder) return chain;
  const paid = handOver(say, note, holding, ring.keyOf(holder), ring.keyOf(branch), startS + 2 * HOUR_S + c);
  chain.push(paid);
  if (branch === claim.claimant) return chain;
  chain.push(handOver(say, note, paid, ring.keyOf(branch), ring.keyOf(claim.claimant), startS + 3 * HOUR_S + c));
  return chain;
}

/** What a claim is handed in with. */
function shownWith(
  { ring, record, note, bearer, say, startS }: Desk,
  { features, claimant: name, bank: bankName }: ClaimRecord,
  c: number,
  chain: readonly Statement[],
  redemption: Statement,
): Statement[] {
  const claimant = ring.keyOf(name);
  const bank = ring.keyOf(bankName);
  const iat = startS + 4 * HOUR_S;
  const shown: Statement[] = [];
  // Keys cost nothing: whoever speaks for a claimant has to be vouched for.
  const vouched = (other: PrivateKey): PrivateKey => {
    shown.push(say(bank, 'registration+jwt', { iat, sub: other.id }));
    return other;
  };
  if (features['receipt'] === 'own' || features['receipt'] === 'countersigned') {
    const stranger = ring.keyOf(`${record.id} stranger ${c}`);
    const isOwn = features['receipt'] === 'own';
    const payer = isOwn || bearer ? stranger.id : chain.at(-1)!.issuer;
    shown.push(say(claimant, 'receipt+jwt', { iat, sub: note.digest, frm: payer }));
    // Of a bearer fork the holder's own deliveries countersign.
    if (!isOwn && record.shape !== 'fork' && bearer)
      shown.push(say(vouched(stranger), 'delivery+jwt', { iat, sub: note.digest, to: claimant.id }));
  }
  if (features['check'] === 'online')
    shown.push(say(ring.keyOf(record.issuer), 'check+jwt', { iat, sub: note.digest, sts: 'unspent' }));
  const level = features['device'];
  if (level === 'software' || level === 'hardware')
    shown.push(say(vouched(ring.keyOf('device maker')), 'attestation+jwt', { iat, sub: claimant.id, lvl: level }));
  if (features['timestamp'] === 'witnessed')
    shown.push(
      say(vouched(ring.keyOf('witness')), 'timestamp+jwt', { iat: redemption.issuedAt + 1, ref: redemption.digest }),
    );
  return shown;
}

/** What a claimant answers; a payer of whom nothing else is known contradicts it. */
function testimony({ ring, record, note, say }: Desk, { features, claimant, at }: ClaimRecord, c: number): Statement[] {
  const given = features['testimony'];
  if (given !== 'given' && given !== 'contradicted') return [];
  const payer = ring.keyOf(`${record.id} denier ${c}`);
  const answer = {
    iat: Math.floor(secondsOf(at)) + HOUR_S,
    cas: conflictIdOf(note.issuer, record.id),
    sub: note.digest,
  };
  const abt = given === 'contradicted' ? payer.id : undefined;
  const statements = [say(ring.keyOf(claimant), 'testimony+jwt', { ...answer, say: 'received_in_good_faith', abt })];
  if (given === 'contradicted') statements.push(say(payer, 'testimony+jwt', { ...answer, say: 'never_transferred' }));
  return statements;
}

/** What belongs to no one claim: the deliveries of a bearer fork, and a notice that the holder's key had leaked. */
function caseEvidence({ ring, record, note, bearer, say, startS }: Desk): Statement[] {
  const { fork, claims, features, issuer } = record;
  if (fork === undefined) return [];
  const holder = ring.keyOf(fork.holder);
  const iat = startS + 2 * HOUR_S;
  if (bearer) {
    return [
      say(ring.keyOf(issuer), 'registration+jwt', { iat, sub: holder.id }),
      ...fork.next.map((next) => say(holder, 'delivery+jwt', { iat, sub: note.digest, to: ring.keyOf(next).id })),
    ];
  }
  const notice = features['notice'];
  if (notice !== 'before' && notice !== 'after') return [];
  const last = Math.max(...claims.map(({ at }) => at));
  const told = notice === 'before' ? iat : Math.ceil(secondsOf(last)) + DAY_S;
  return [say(holder, 'compromise+jwt', { iat: told, sub: holder.id, snc: iat - 1 })];
}

/** signRegistration is a bank's word for a customer, as it hands it to the service. */
export const signRegistration = (
  { keyOf }: KeyRing,
  { party, bank, at }: Extract<FactRecord, { kind: 'registration' }>,
): string =>
  signStatement('registration+jwt', { iat: Math.floor(secondsOf(at)), sub: keyOf(party).id }, keyOf(bank)).text;

/** Days of a market as seconds since 1970. */
const secondsOf = (days: number): number => START_S + days * DAY_S;
