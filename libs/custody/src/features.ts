/** Features: what the evidence says beside the signatures, as the categorical values that inference learns from. */
import type { Digest, PartyId, Statement } from '#statements';
import { exhibitsOf, type CustodyGraph, type SoundClaim } from './graph.ts';

export type Features = Readonly<Record<string, string>>;

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** featuresOfClaim gives the features of one sound claim (spec "conflicts", Features). */
export function featuresOfClaim(graph: CustodyGraph, claim: SoundClaim): Features {
  const testimony = testimonyOf(graph, claim);
  return {
    receipt: receiptOf(graph, claim),
    check: hasCheck(graph, claim) ? 'online' : 'none',
    device: deviceOf(graph, claim.claimant),
    timestamp: isWitnessed(graph, claim) ? 'witnessed' : 'none',
    testimony: testimony === null ? 'none' : isContradicted(graph, claim, testimony) ? 'contradicted' : 'given',
    // Who has not answered is silent only once the hearing is over, which an examination cannot know.
    ...(testimony === null ? {} : { response: testimony.issuedAt - claim.receivedAt <= DAY ? 'prompt' : 'late' }),
    binding: claim.note.note!.noteClass === 'bearer' ? 'bare' : 'chained',
  };
}

/** featuresOfConflict gives the features of the conflict among these sound claims, of which there are at least two. */
export function featuresOfConflict(claims: readonly Pick<SoundClaim, 'receivedAt' | 'bank'>[]): Features {
  const [first = 0, second = 0] = claims.map(({ receivedAt }) => receivedAt).sort((a, b) => a - b);
  const gap = second - first;
  return {
    gap: gap < MINUTE ? 'seconds' : gap < HOUR ? 'minutes' : gap < DAY ? 'hours' : 'days',
    same_bank: new Set(claims.map(({ bank }) => bank)).size === 1 ? 'yes' : 'no',
  };
}

/** A payer's own word (a transfer or a delivery to the claimant) countersigns; the claimant's receipt alone is its own. */
function receiptOf(graph: CustodyGraph, claim: SoundClaim): string {
  const { note, claimant, steps } = claim;
  const isAboutIt = ({ payload }: Statement): boolean => payload['sub'] === note.digest;
  const delivered = exhibitsOf(graph, 'delivery+jwt').some(
    ({ statement }) => isAboutIt(statement) && statement.payload['to'] === claimant && statement.issuer !== claimant,
  );
  if (delivered) return 'countersigned';
  const receipts = exhibitsOf(graph, 'receipt+jwt')
    .map(({ statement }) => statement)
    .filter((statement) => isAboutIt(statement) && statement.issuer === claimant);
  if (receipts.length === 0) return 'none';
  const payer = steps.at(-2)!.kind === 'transfer+jwt' ? steps.at(-2)!.issuer : null;
  return payer !== null && receipts.some(({ payload }) => payload['frm'] === payer) ? 'countersigned' : 'own';
}

/** A check has no addressee: it speaks for the claim that it was handed in with. */
function hasCheck(graph: CustodyGraph, { note, redemption }: SoundClaim): boolean {
  const indexes = graph.claims.filter((claim) => claim.redemption === redemption).map(({ index }) => index);
  return exhibitsOf(graph, 'check+jwt').some(
    ({ statement, claims }) =>
      statement.payload['sub'] === note.digest &&
      statement.issuer === note.issuer &&
      claims.some((claim) => indexes.includes(claim)),
  );
}

function deviceOf(graph: CustodyGraph, party: PartyId): string {
  const levels = exhibitsOf(graph, 'attestation+jwt')
    .filter(({ statement }) => statement.payload['sub'] === party && statement.issuer !== party)
    .map(({ statement }) => statement.payload['lvl']);
  return levels.includes('hardware') ? 'hardware' : levels.includes('software') ? 'software' : 'none';
}

/** Somebody else saw the redemption, what handed the note to the claimant, or its receipt. */
function isWitnessed(graph: CustodyGraph, { redemption, steps, claimant, note }: SoundClaim): boolean {
  const seen = new Set<unknown>([redemption.digest]);
  const before = steps.at(-2)!;
  if (before.kind !== 'note+jwt') seen.add(before.digest);
  for (const { statement } of exhibitsOf(graph, 'receipt+jwt')) {
    if (statement.issuer === claimant && statement.payload['sub'] === note.digest) seen.add(statement.digest);
  }
  return exhibitsOf(graph, 'timestamp+jwt').some(
    ({ statement }) => seen.has(statement.payload['ref']) && statement.issuer !== claimant,
  );
}

/** The claimant's own testimony about the note: the earliest, or of those the one with the smallest digest. */
function testimonyOf(graph: CustodyGraph, { claimant, note }: SoundClaim): Statement | null {
  const given = exhibitsOf(graph, 'testimony+jwt')
    .map(({ statement }) => statement)
    .filter(({ issuer, payload }) => issuer === claimant && payload['sub'] === note.digest);
  return given.sort((a, b) => a.issuedAt - b.issuedAt || (a.digest < b.digest ? -1 : 1))[0] ?? null;
}

/** Signatures contradict "never transferred"; the named payer's "never transferred" contradicts having received. */
function isContradicted(graph: CustodyGraph, { claimant, note }: SoundClaim, testimony: Statement): boolean {
  const says = testimony.payload['say'];
  if (says === 'never_transferred') return hasPassedOn(graph, claimant, note.digest);
  if (says !== 'received_in_good_faith' && says !== 'paid_for_it') return false;
  const payer = testimony.payload['abt'];
  return (
    payer !== undefined &&
    exhibitsOf(graph, 'testimony+jwt').some(
      ({ statement }) =>
        statement.issuer === payer &&
        statement.payload['sub'] === note.digest &&
        statement.payload['say'] === 'never_transferred',
    )
  );
}

const hasPassedOn = (graph: CustodyGraph, party: PartyId, note: Digest): boolean =>
  graph.steps.some(({ kind, issuer, subject }) => kind === 'transfer+jwt' && issuer === party && subject === note) ||
  exhibitsOf(graph, 'delivery+jwt').some(
    ({ statement }) => statement.issuer === party && statement.payload['sub'] === note,
  );
