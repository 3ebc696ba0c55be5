import type { Statement } from '#statements';
import type { Finding } from '../finding.ts';
import type { CustodyGraph } from '../graph.ts';
import { claimsThrough } from '../graph.ts';

/** proveReplays finds each redemption that was presented more than once: the same statement, so one claim, not two. */
export function proveReplays(graph: CustodyGraph): Finding[] {
  return [...new Set(graph.claims.map(({ redemption }) => redemption))].flatMap((redemption): Finding[] => {
    const claims = claimsThrough(graph, redemption);
    if (claims.length < 2) return [];
    return [
      {
        code: 'replay',
        parties: [redemption.issuer],
        claims,
        binds: 'bank_asserted',
        proof: [redemption.digest],
        statements: [redemption.text],
        note: graph.claims.find(({ index }) => index === claims[0])!.note.digest,
        place: redemption.place,
      },
    ];
  });
}

/** checkReplay checks the redemption; that it was presented twice is the banks' word. */
export const checkReplay = (statements: readonly Statement[]): string | null =>
  statements.length === 1 && statements[0]!.kind === 'redemption+jwt' ? null : 'not one redemption';
