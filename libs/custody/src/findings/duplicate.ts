import type { Digest, PartyId, Statement } from '#statements';
import type { Finding } from '../finding.ts';
import { claimsThrough, findSpendActs, type CustodyGraph, type NoteCustody } from '../graph.ts';
import type { Step } from '../step.ts';

/** proveDuplicates finds each holding, or claimant's bearer note, that its holder redeemed twice and passed on never. */
export function proveDuplicates(graph: CustodyGraph): Finding[] {
  return [...graph.notes.values()]
    .flatMap((custody) => {
      switch (custody.terms.noteClass) {
        case 'bearer':
          return byClaimant(custody).map(([claimant, redemptions]) =>
            duplicate(graph, custody.note.digest, custody.note, claimant, redemptions),
          );
        case 'one-show':
          return findSpendActs(custody).map(({ records }) => {
            const redemptions = records.flatMap(({ successors }) => successors);
            const inOrder = [...redemptions].sort((a, b) => a.firstClaim - b.firstClaim);
            return duplicate(graph, custody.note.digest, records[0]!, records[0]!.issuer, inOrder);
          });
        case 'endorsed':
        case 'attested':
          return holdingsOf(custody).map((holding) =>
            duplicate(graph, custody.note.digest, holding, holding.nextKey!.id, holding.successors),
          );
        default:
          return custody.terms.noteClass satisfies never;
      }
    })
    .filter((finding) => finding !== null);
}

/** The holdings of a chained note whose every successor is a redemption; only a transcript's last but one can be. */
function holdingsOf({ claims }: NoteCustody): Step[] {
  const last = new Set(claims.map(({ steps }) => steps.at(-2)!));
  return [...last].filter(({ successors }) => successors.every(({ kind }) => kind === 'redemption+jwt'));
}

function byClaimant({ claims }: NoteCustody): [PartyId, Step[]][] {
  const redemptions = new Map<PartyId, Set<Step>>();
  for (const { claimant, redemption } of claims) {
    redemptions.set(claimant, (redemptions.get(claimant) ?? new Set()).add(redemption));
  }
  return [...redemptions].map(([claimant, steps]) => [claimant, [...steps]]);
}

function duplicate(
  graph: CustodyGraph,
  note: Digest,
  holding: Step,
  claimant: PartyId,
  redemptions: readonly Step[],
): Finding | null {
  if (redemptions.length < 2) return null;
  const proof = [holding, ...redemptions];
  return {
    code: 'duplicate',
    parties: [claimant],
    claims: redemptions.flatMap((step) => claimsThrough(graph, step)).sort((a, b) => a - b),
    binds: 'key_proven',
    proof: proof.map(({ digest }) => digest),
    statements: proof.map(({ text }) => text),
    note,
    place: holding.place,
  };
}

/** checkDuplicate checks that one party signed every further statement, a redemption of the first's holding. */
export function checkDuplicate([holding, ...redemptions]: readonly Statement[]): string | null {
  const claimant = redemptions[0]?.issuer;
  if (redemptions.length < 2) return 'fewer than two redemptions';
  if (new Set(redemptions.map(({ digest }) => digest)).size < redemptions.length) return 'a redemption stands twice';
  if (redemptions.some(({ kind }) => kind !== 'redemption+jwt')) return 'a statement is no redemption';
  if (redemptions.some(({ issuer }) => issuer !== claimant)) return 'the redemptions have different signers';
  if (holding!.kind === 'spend+jwt') {
    // Two records of one spend make one holding, so a redemption may follow a record that is not in the proof.
    return holding!.issuer === claimant &&
      redemptions.every(({ payload }) => payload['sub'] === holding!.payload['sub'])
      ? null
      : 'a redemption is not of the spend';
  }
  if (holding!.kind === 'note+jwt' && holding!.payload['cls'] === 'bearer') {
    return redemptions.every(({ payload }) => payload['sub'] === holding!.digest)
      ? null
      : 'a redemption of another note';
  }
  if (holding!.confirmedKey?.id !== claimant) return 'the redemptions are not signed by the holder';
  return redemptions.every(({ payload }) => payload['prv'] === holding!.digest) ? null : 'a redemption follows another';
}
