import type { PartyId, Statement } from '#statements';
import { compare, type Finding } from '../finding.ts';
import { exhibitsOf, isRegisteredBank, type CustodyGraph } from '../graph.ts';

/**
 * proveCompromisedKeys finds each notice that a signer's key had leaked by the time of its statement: by the key itself
 * (`claimed`) or by a bank that registered it (`bank_asserted`). Notices that say the same are one finding, by the
 * smallest digest.
 */
export function proveCompromisedKeys(graph: CustodyGraph): Finding[] {
  const findings = new Map<string, Finding>();
  for (const { statement } of exhibitsOf(graph, 'compromise+jwt')) {
    const finding = proveCompromise(graph, statement);
    if (finding === null) continue;
    const name = [finding.parties[0], finding.binds, finding.when, finding.claims.join()].join(' ');
    const known = findings.get(name);
    if (known === undefined || compare(finding.proof[0]!, known.proof[0]!) < 0) findings.set(name, finding);
  }
  return [...findings.values()];
}

function proveCompromise(graph: CustodyGraph, notice: Statement): Finding | null {
  const key = notice.payload['sub'] as PartyId;
  const since = notice.payload['snc'] as number;
  const byKey = notice.issuer === key;
  if (!byKey && !isItsBank(graph, notice.issuer, key)) return null;
  const covered = graph.steps.filter(({ issuer, issuedAt }) => issuer === key && issuedAt >= since);
  if (covered.length === 0) return null;
  const isCovered = new Set(covered);
  const claims = graph.claims.filter(({ steps }) => steps.some((step) => isCovered.has(step)));
  const firstReceived = Math.min(...graph.claims.map(({ receivedAt }) => receivedAt));
  return {
    code: 'compromised_key',
    parties: [key],
    claims: claims.map(({ index }) => index),
    when: momentOf(graph, notice) < firstReceived ? 'before' : 'after',
    binds: byKey ? 'claimed' : 'bank_asserted',
    proof: [notice.digest],
    statements: [notice.text],
    note: claims[0]!.note.digest,
    place: claims[0]!.steps.findIndex((step) => isCovered.has(step)),
  };
}

const isItsBank = (graph: CustodyGraph, bank: PartyId, key: PartyId): boolean =>
  isRegisteredBank(graph, bank) &&
  exhibitsOf(graph, 'registration+jwt').some(
    ({ statement }) => statement.issuer === bank && statement.payload['sub'] === key,
  );

/** A notice's moment is its earliest timestamp by a witness, where it has one, else its own date. */
function momentOf(graph: CustodyGraph, notice: Statement): number {
  const stamps = exhibitsOf(graph, 'timestamp+jwt')
    .filter(({ statement }) => statement.payload['ref'] === notice.digest)
    .map(({ statement }) => statement.issuedAt);
  return stamps.length === 0 ? notice.issuedAt : Math.min(...stamps);
}

/** checkCompromisedKey checks the notice; that its bank registered the key is shown by the registration beside it. */
export const checkCompromisedKey = (statements: readonly Statement[]): string | null =>
  statements.length === 1 && statements[0]!.kind === 'compromise+jwt' ? null : 'not one notice';
