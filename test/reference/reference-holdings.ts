// The findings of chains and of bearer notes: fork, duplicate, replay, delivery_fork, copy.
import { byCodePoint } from './reference-json.ts';
import {
  answerOf,
  claimantOf,
  classOf,
  digestsOf,
  distinct,
  indexes,
  noteOf,
  redemptionOf,
  smallest,
  soundNotes,
} from './reference-finding.ts';
import type { CheckedClaim } from './reference-claim.ts';
import type { Placed, World } from './reference-finding.ts';
import type { Statement } from './reference-statement.ts';

interface Passage {
  claim: CheckedClaim;
  place: number;
  holding: Statement;
  successor: Statement;
}

/** Every place where a sound claim passes from a holding to its successor, under the holding's name. */
function passages(world: World): Map<string, Passage[]> {
  const byHolding = new Map<string, Passage[]>();
  for (const claim of world.sound) {
    claim.chain.forEach((holding, place) => {
      const successor = claim.chain[place + 1];
      if (holding.cnf === undefined || successor === undefined) return; // bearer and one-show notes are held by nobody
      // "Spends with the same d are one spend, whatever their digests": so is what their payee holds.
      const name =
        holding.typ === 'spend+jwt' ? `${noteOf(claim).digest} ${answerOf(noteOf(claim), holding).d}` : holding.digest;
      byHolding.set(name, [...(byHolding.get(name) ?? []), { claim, place, holding, successor }]);
    });
  }
  return byHolding;
}

export function forksAndDuplicates(world: World): Placed[] {
  const found: Placed[] = [];
  for (const passed of passages(world).values()) {
    const holder = passed[0]!.holding.cnf!.id;
    const place = passed[0]!.place;
    const claims = indexes(passed.map(({ claim }) => claim));
    // Passages stand in the order of the claims, so the successors stand by their first claim.
    const successors = distinct(passed.map(({ successor }) => successor.digest));
    if (successors.length < 2) continue;
    const branches = successors.map((digest) => {
      const through = passed.filter(({ successor }) => successor.digest === digest);
      const first = through[0]!.successor;
      const next = first.typ === 'redemption+jwt' ? holder : first.cnf!.id;
      return { next, claims: indexes(through.map(({ claim }) => claim)) };
    });
    // ambiguous: of two records of one spend the smallest digest among the sound transcripts stands for the holding,
    // though evidence may hold a smaller one ("forks … are looked for in sound transcripts only").
    const proof = [smallest(passed.map(({ holding }) => holding)), ...successors];
    const onlyRedemptions = passed.every(({ successor }) => successor.typ === 'redemption+jwt');
    found.push(
      onlyRedemptions
        ? { place, finding: { code: 'duplicate', parties: [holder], claims, binds: 'key_proven', proof } }
        : { place, finding: { code: 'fork', parties: [holder], claims, branches, binds: 'key_proven', proof } },
    );
  }
  return found;
}

const bearerClaims = (world: World, note: Statement): CheckedClaim[] =>
  world.sound.filter((claim) => classOf(claim) === 'bearer' && noteOf(claim).digest === note.digest);

/** "one claimant's bearer note, redeemed by its holder in two or more different redemptions" */
export function bearerDuplicates(world: World): Placed[] {
  const found: Placed[] = [];
  for (const note of soundNotes(world)) {
    const claims = bearerClaims(world, note);
    for (const claimant of distinct(claims.map(claimantOf))) {
      const own = claims.filter((claim) => claimantOf(claim) === claimant);
      const redemptions = digestsOf(own.map(redemptionOf));
      if (redemptions.length < 2) continue;
      const proof = [note.digest, ...redemptions];
      const finding = { parties: [claimant], claims: indexes(own), binds: 'key_proven' as const, proof };
      found.push({ place: 0, finding: { code: 'duplicate', ...finding } });
    }
  }
  return found;
}

export function replays(world: World): Placed[] {
  const found: Placed[] = [];
  for (const digest of digestsOf(world.sound.map(redemptionOf))) {
    const same = world.sound.filter((claim) => redemptionOf(claim).digest === digest);
    if (same.length < 2) continue;
    const finding = { parties: [claimantOf(same[0]!)], claims: indexes(same), proof: [digest] };
    found.push({
      place: same[0]!.chain.length - 1,
      finding: { code: 'replay', ...finding, binds: 'bank_asserted' },
    });
  }
  return found;
}

interface DeliveryFork {
  note: Statement;
  payer: string;
  payees: string[];
  placed: Placed;
}

function deliveryForksOf(world: World): DeliveryFork[] {
  const found: DeliveryFork[] = [];
  for (const note of soundNotes(world)) {
    const claims = bearerClaims(world, note);
    const deliveries = world.evidence.filter(
      ({ typ, payload }) => typ === 'delivery+jwt' && payload.get('sub') === note.digest,
    );
    for (const payer of distinct(deliveries.map(({ iss }) => iss))) {
      const paidTo = (payee: string): Statement[] =>
        deliveries.filter(({ iss, payload }) => iss === payer && payload.get('to') === payee);
      // Claimants by their first claim, so the branches too. The payer may itself be one of them.
      const payees = distinct(claims.map(claimantOf)).filter((claimant) => paidTo(claimant).length > 0);
      if (payees.length < 2) continue;
      const branches = payees.map((next) => ({
        next,
        claims: indexes(claims.filter((claim) => claimantOf(claim) === next)),
      }));
      const rests = indexes(claims.filter((claim) => payees.includes(claimantOf(claim))));
      // "Where several statements would prove the same (two deliveries to one payee …), the smallest digest does."
      const proof = payees.map((payee) => smallest(paidTo(payee)));
      const finding = { parties: [payer], claims: rests, branches, binds: 'key_proven' as const, proof };
      found.push({ note, payer, payees, placed: { place: 0, finding: { code: 'delivery_fork', ...finding } } });
    }
  }
  return found;
}

export const deliveryForks = (world: World): Placed[] => deliveryForksOf(world).map(({ placed }) => placed);

/** "two or more different claimants, each delivery_fork's payer standing in for its claimants" */
export function copies(world: World): Placed[] {
  const found: Placed[] = [];
  for (const note of soundNotes(world)) {
    const claims = bearerClaims(world, note);
    const forks = deliveryForksOf(world).filter((fork) => fork.note.digest === note.digest);
    // ambiguous: a claimant whom several payers delivered to is stood in for by each of them; a payer who is also
    // another payer's claimant still stands in for its own claimants (no chains); parties stand by their first claim,
    // the payers of one claimant by code point.
    const standIns = (claimant: string): string[] => {
      const payers = forks.filter(({ payees }) => payees.includes(claimant)).map(({ payer }) => payer);
      return payers.length > 0 ? payers.sort(byCodePoint) : [claimant];
    };
    const parties = distinct(claims.map(claimantOf).flatMap(standIns));
    if (parties.length < 2) continue;
    // ambiguous: a claimant's several redemptions are all in the proof ("their redemptions"), by their first claim;
    // they do not "prove the same", for each is another claim.
    const proof = digestsOf(claims.map(redemptionOf));
    found.push({
      place: 0,
      finding: { code: 'copy', parties, claims: indexes(claims), binds: 'claimed', proof },
    });
  }
  return found;
}
