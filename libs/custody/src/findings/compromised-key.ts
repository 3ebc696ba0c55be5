import type { PartyId, Statement } from '#statements';
import { compare, type Finding } from '../finding.ts';
import { exhibitsOf, exhibitsWith, isRegisteredBank, type CustodyGraph, type SoundClaim } from '../graph.ts';

/**
 * proveCompromisedKeys finds each notice that a signer's key had leaked by the time of its statement: by the key itself
 * (`claimed`) or by a bank that registered it (`bank_asserted`). Notices that say the same are one finding, by the
 * smallest digest.
 */
export function proveCompromisedKeys(graph: CustodyGraph): Finding[] {
  const notices = exhibitsOf(graph, 'compromise+jwt');
  if (notices.length === 0) return [];
  const signers = findSigners(graph);
  const findings = new Map<string, Finding>();
  for (const { statement } of notices) {
    const finding = proveCompromise(graph, signers, statement);
    if (finding === null) continue;
    const name = [finding.parties[0], finding.binds, finding.when, finding.claims.join()].join(' ');
    const known = findings.get(name);
    if (known === undefined || compare(finding.proof[0]!, known.proof[0]!) < 0) findings.set(name, finding);
  }
  return [...findings.values()];
}

/** What a key signed in sound transcripts: for each claim, the date of its latest statement. */
type Signers = ReadonlyMap<PartyId, ReadonlyMap<SoundClaim, number>>;

function findSigners({ claims }: CustodyGraph): Signers {
  const signers = new Map<PartyId, Map<SoundClaim, number>>();
  for (const claim of claims) {
    for (const { issuer, issuedAt } of claim.steps) {
      const latest = signers.get(issuer) ?? new Map<SoundClaim, number>();
      latest.set(claim, Math.max(issuedAt, latest.get(claim) ?? -Infinity));
      signers.set(issuer, latest);
    }
  }
  return signers;
}

function proveCompromise(graph: CustodyGraph, signers: Signers, notice: Statement): Finding | null {
  const key = notice.payload['sub'] as PartyId;
  const since = notice.payload['snc'] as number;
  const byKey = notice.issuer === key;
  if (!byKey && !isItsBank(graph, notice.issuer, key)) return null;
  const claims = [...(signers.get(key) ?? [])].filter(([, latest]) => latest >= since).map(([claim]) => claim);
  if (claims.length === 0) return null;
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
    place: claims[0]!.steps.findIndex(({ issuer, issuedAt }) => issuer === key && issuedAt >= since),
  };
}

const isItsBank = (graph: CustodyGraph, bank: PartyId, key: PartyId): boolean =>
  isRegisteredBank(graph, bank) &&
  exhibitsWith(graph, 'registration+jwt', 'sub', key).some(({ statement }) => statement.issuer === bank);

/** A notice's moment is its earliest timestamp by a witness, where it has one, else its own date. */
function momentOf(graph: CustodyGraph, notice: Statement): number {
  const stamps = exhibitsWith(graph, 'timestamp+jwt', 'ref', notice.digest);
  return stamps.length === 0
    ? notice.issuedAt
    : stamps.reduce((earliest, { statement }) => Math.min(earliest, statement.issuedAt), Infinity);
}

/** checkCompromisedKey checks the notice; that its bank registered the key is shown by the registration beside it. */
export const checkCompromisedKey = (statements: readonly Statement[]): string | null =>
  statements.length === 1 && statements[0]!.kind === 'compromise+jwt' ? null : 'not one notice';
