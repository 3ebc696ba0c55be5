/** Features: what the evidence says beside the signatures, as the categorical values that inference learns from. */
import type { Digest, PartyId, Statement } from '#statements';
import { claimsThrough, exhibitsWith, hasStanding, type CustodyGraph, type SoundClaim } from './graph.ts';

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
  const delivered = exhibitsWith(graph, 'delivery+jwt', 'to', claimant).some(
    ({ statement }) => statement.payload['sub'] === note.digest && isOthersWord(graph, statement, claimant),
  );
  if (delivered) return 'countersigned';
  const receipts = receiptsOf(graph, claim);
  if (receipts.length === 0) return 'none';
  const payer = steps.at(-2)!.kind === 'transfer+jwt' ? steps.at(-2)!.issuer : null;
  return payer !== null && receipts.some(({ payload }) => payload['frm'] === payer) ? 'countersigned' : 'own';
}

/** Keys cost nothing: what a key without standing says for a claimant may be the claimant's own. */
const isOthersWord = (graph: CustodyGraph, { issuer }: Statement, claimant: PartyId): boolean =>
  issuer !== claimant && hasStanding(graph, issuer);

/** The claimant's receipts for the note. */
const receiptsOf = (graph: CustodyGraph, { claimant, note }: SoundClaim): Statement[] =>
  exhibitsWith(graph, 'receipt+jwt', 'iss', claimant)
    .map(({ statement }) => statement)
    .filter(({ payload }) => payload['sub'] === note.digest);

/** A check has no addressee: it speaks for the claim that it was handed in with. */
function hasCheck(graph: CustodyGraph, { note, redemption }: SoundClaim): boolean {
  const checks = exhibitsWith(graph, 'check+jwt', 'sub', note.digest).filter(
    ({ statement }) => statement.issuer === note.issuer,
  );
  if (checks.length === 0) return false;
  const indexes = new Set(claimsThrough(graph, redemption));
  return checks.some(({ claims }) => claims.some((claim) => indexes.has(claim)));
}

function deviceOf(graph: CustodyGraph, party: PartyId): string {
  const levels = exhibitsWith(graph, 'attestation+jwt', 'sub', party)
    .filter(({ statement }) => isOthersWord(graph, statement, party))
    .map(({ statement }) => statement.payload['lvl']);
  return levels.includes('hardware') ? 'hardware' : levels.includes('software') ? 'software' : 'none';
}

/** Somebody else saw the redemption, what handed the note to the claimant, or its receipt. */
function isWitnessed(graph: CustodyGraph, claim: SoundClaim): boolean {
  const { redemption, steps, claimant } = claim;
  const before = steps.at(-2)!;
  const seen = [redemption, ...(before.kind === 'note+jwt' ? [] : [before]), ...receiptsOf(graph, claim)];
  return seen.some(({ digest }) =>
    exhibitsWith(graph, 'timestamp+jwt', 'ref', digest).some(({ statement }) =>
      isOthersWord(graph, statement, claimant),
    ),
  );
}

/** The claimant's own testimony about the note: the earliest, or of those the one with the smallest digest. */
function testimonyOf(graph: CustodyGraph, { claimant, note }: SoundClaim): Statement | null {
  const given = exhibitsWith(graph, 'testimony+jwt', 'iss', claimant)
    .map(({ statement }) => statement)
    .filter(({ payload }) => payload['sub'] === note.digest);
  return given.sort((a, b) => a.issuedAt - b.issuedAt || (a.digest < b.digest ? -1 : 1))[0] ?? null;
}

/** Signatures contradict "never transferred"; the named payer's "never transferred" contradicts having received. */
function isContradicted(graph: CustodyGraph, { claimant, note }: SoundClaim, testimony: Statement): boolean {
  const says = testimony.payload['say'];
  if (says === 'never_transferred') return hasPassedOn(graph, claimant, note.digest);
  if (says !== 'received_in_good_faith' && says !== 'paid_for_it') return false;
  const payer = testimony.payload['abt'] as PartyId | undefined;
  return (
    payer !== undefined &&
    exhibitsWith(graph, 'testimony+jwt', 'iss', payer).some(
      ({ statement: { payload } }) => payload['sub'] === note.digest && payload['say'] === 'never_transferred',
    )
  );
}

const hasPassedOn = (graph: CustodyGraph, party: PartyId, note: Digest): boolean =>
  graph.steps.some(({ kind, issuer, subject }) => kind === 'transfer+jwt' && issuer === party && subject === note) ||
  exhibitsWith(graph, 'delivery+jwt', 'iss', party).some(({ statement }) => statement.payload['sub'] === note);
