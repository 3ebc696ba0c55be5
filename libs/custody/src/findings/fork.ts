import type { Statement } from '#statements';
import type { Finding } from '../finding.ts';
import { claimsThrough, type CustodyGraph } from '../graph.ts';
import type { Step } from '../step.ts';

/** The holder after a successor: the key it hands over to, or its signer where it redeems. */
const nextHolder = (successor: Step): Finding['parties'][number] => successor.nextKey?.id ?? successor.issuer;

/**
 * proveForks finds each holding that has two or more different successors, not all of them redemptions.
 *
 * A fork proves that the holder's key signed twice, not that the holder did: who did is a question, weighed later.
 */
export function proveForks(graph: CustodyGraph): Finding[] {
  const findings: Finding[] = [];
  for (const holding of graph.steps) {
    const { successors } = holding;
    if (successors.length < 2 || successors.every(({ kind }) => kind === 'redemption+jwt')) continue;
    const branches = successors.map((successor) => ({
      next: nextHolder(successor),
      claims: claimsThrough(graph, successor),
    }));
    const proof = [holding, ...successors];
    findings.push({
      code: 'fork',
      parties: [holding.nextKey!.id],
      claims: branches.flatMap(({ claims }) => claims).sort((a, b) => a - b),
      branches,
      binds: 'key_proven',
      proof: proof.map(({ digest }) => digest),
      statements: proof.map(({ text }) => text),
      note: graph.claims.find(({ steps }) => steps[holding.place] === holding)!.note.digest,
      place: holding.place,
    });
  }
  return findings;
}

/** checkFork checks that one holder signed every further statement as a successor of the first. */
export function checkFork([holding, ...successors]: readonly Statement[]): string | null {
  const holder = holding?.confirmedKey?.id;
  if (holder === undefined) return 'the first statement hands over to nobody';
  if (successors.length < 2) return 'fewer than two successors';
  if (new Set(successors.map(({ digest }) => digest)).size < successors.length) return 'a successor stands twice';
  if (successors.some(({ payload }) => payload['prv'] !== holding!.digest)) return 'a statement follows another';
  if (successors.some(({ issuer }) => issuer !== holder)) return 'a successor has another signer';
  if (successors.every(({ kind }) => kind === 'redemption+jwt')) return 'all successors are redemptions';
  return successors.every(({ kind }) => kind === 'transfer+jwt' || kind === 'redemption+jwt')
    ? null
    : 'a statement is neither a transfer nor a redemption';
}
