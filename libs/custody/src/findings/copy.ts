import type { PartyId, Statement } from '#statements';
import { compare, type Finding } from '../finding.ts';
import { exhibitsWith, type CustodyGraph, type NoteCustody } from '../graph.ts';
import type { Step } from '../step.ts';

/** A claimant of a bearer note with all its sound claims on it. */
interface Claimant {
  readonly party: PartyId;
  readonly claims: number[];
  /** Its different redemptions. */
  readonly redemptions: Step[];
}

/**
 * proveCopies finds, for each bearer note, the payers that delivered it to two or more claimants (`delivery_fork`) and
 * whether two or more different parties hold a copy (`copy`), a payer standing in for the claimants it delivered to.
 */
export function proveCopies(graph: CustodyGraph): Finding[] {
  return [...graph.notes.values()]
    .filter(({ terms }) => terms.noteClass === 'bearer')
    .flatMap((custody) => {
      const claimants = claimantsOf(custody);
      const forks = proveDeliveryForks(graph, custody, claimants);
      const copy = proveCopy(custody, claimants, forks);
      return copy === null ? forks : [...forks, copy];
    });
}

function claimantsOf({ claims }: NoteCustody): Claimant[] {
  const claimants = new Map<PartyId, Claimant>();
  for (const { claimant, index, redemption } of claims) {
    const known = claimants.get(claimant);
    if (known === undefined) claimants.set(claimant, { party: claimant, claims: [index], redemptions: [redemption] });
    else {
      known.claims.push(index);
      if (!known.redemptions.includes(redemption)) known.redemptions.push(redemption);
    }
  }
  return [...claimants.values()];
}

function proveDeliveryForks(graph: CustodyGraph, { note }: NoteCustody, claimants: readonly Claimant[]): Finding[] {
  const deliveries = new Map<PartyId, Map<PartyId, Statement>>();
  const parties = new Set(claimants.map(({ party }) => party));
  for (const { statement } of exhibitsWith(graph, 'delivery+jwt', 'sub', note.digest)) {
    const { issuer: payer, payload } = statement;
    const payee = payload['to'] as PartyId;
    if (!parties.has(payee)) continue;
    const ofPayer = deliveries.get(payer) ?? new Map<PartyId, Statement>();
    const known = ofPayer.get(payee);
    if (known === undefined || statement.digest < known.digest) ofPayer.set(payee, statement);
    deliveries.set(payer, ofPayer);
  }
  return [...deliveries].flatMap(([payer, byPayee]): Finding[] => {
    if (byPayee.size < 2) return [];
    const reached = claimants.filter(({ party }) => byPayee.has(party));
    const proof = reached.map(({ party }) => byPayee.get(party)!);
    return [
      {
        code: 'delivery_fork',
        parties: [payer],
        claims: reached.flatMap(({ claims }) => claims).sort((a, b) => a - b),
        branches: reached.map(({ party, claims }) => ({ next: party, claims })),
        binds: 'key_proven',
        proof: proof.map(({ digest }) => digest),
        statements: proof.map(({ text }) => text),
        note: note.digest,
        place: 0,
      },
    ];
  });
}

function proveCopy({ note }: NoteCustody, claimants: readonly Claimant[], forks: readonly Finding[]): Finding | null {
  // Every party that had a copy to give or to redeem, with the first claim that shows it.
  const firstClaims = new Map<PartyId, number>();
  const see = (party: PartyId, claim: number): void => {
    firstClaims.set(party, Math.min(claim, firstClaims.get(party) ?? Infinity));
  };
  for (const { party, claims } of claimants) {
    const payers = forks.filter(({ branches }) => branches!.some(({ next }) => next === party));
    if (payers.length === 0) see(party, claims[0]!);
    for (const { parties } of payers) see(parties[0]!, claims[0]!);
  }
  if (firstClaims.size < 2) return null;
  const parties = [...firstClaims].sort((a, b) => a[1] - b[1] || compare(a[0], b[0])).map(([party]) => party);
  const redemptions = claimants.flatMap((claimant) => claimant.redemptions);
  redemptions.sort((a, b) => a.firstClaim - b.firstClaim);
  return {
    code: 'copy',
    parties,
    claims: claimants.flatMap(({ claims }) => claims).sort((a, b) => a - b),
    binds: 'claimed',
    proof: redemptions.map(({ digest }) => digest),
    statements: redemptions.map(({ text }) => text),
    note: note.digest,
    place: 0,
  };
}

/** checkDeliveryFork checks that one payer said of one note that it handed it to different payees. */
export function checkDeliveryFork(deliveries: readonly Statement[]): string | null {
  const [first] = deliveries;
  if (deliveries.length < 2) return 'fewer than two deliveries';
  if (deliveries.some(({ kind }) => kind !== 'delivery+jwt')) return 'a statement is no delivery';
  if (deliveries.some(({ issuer }) => issuer !== first!.issuer)) return 'the deliveries have different payers';
  if (deliveries.some(({ payload }) => payload['sub'] !== first!.payload['sub']))
    return 'deliveries of different notes';
  return new Set(deliveries.map(({ payload }) => payload['to'])).size === deliveries.length
    ? null
    : 'two deliveries to one payee';
}

/** checkCopy checks that different parties redeem one note. */
export function checkCopy(redemptions: readonly Statement[]): string | null {
  if (redemptions.length < 2) return 'fewer than two redemptions';
  if (redemptions.some(({ kind }) => kind !== 'redemption+jwt')) return 'a statement is no redemption';
  if (new Set(redemptions.map(({ payload }) => payload['sub'])).size > 1) return 'redemptions of different notes';
  if (new Set(redemptions.map(({ digest }) => digest)).size < redemptions.length) return 'a redemption stands twice';
  return new Set(redemptions.map(({ issuer }) => issuer)).size > 1 ? null : 'the redemptions are of one claimant';
}
