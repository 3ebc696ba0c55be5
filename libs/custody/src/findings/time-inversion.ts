import type { Statement } from '#statements';
import type { Finding } from '../finding.ts';
import { claimsThrough, type CustodyGraph } from '../graph.ts';

/** Clocks of honest devices differ by less than a day (seconds). */
const TOLERANCE = 86_400;

/** proveTimeInversions finds each statement dated more than a day before the one it follows, once. */
export function proveTimeInversions(graph: CustodyGraph): Finding[] {
  const findings: Finding[] = [];
  for (const { steps, index, note } of graph.claims) {
    for (let place = 1; place < steps.length; place += 1) {
      const [earlier, later] = [steps[place - 1]!, steps[place]!];
      if (later.firstClaim !== index || earlier.issuedAt - later.issuedAt <= TOLERANCE) continue;
      findings.push({
        code: 'time_inversion',
        parties: [later.issuer],
        claims: claimsThrough(graph, later),
        binds: 'claimed',
        proof: [earlier.digest, later.digest],
        statements: [earlier.text, later.text],
        note: note.digest,
        place,
      });
    }
  }
  return findings;
}

/** checkTimeInversion checks that the second statement follows the first and is dated more than a day before it. */
export function checkTimeInversion([earlier, later]: readonly Statement[]): string | null {
  if (earlier === undefined || later === undefined) return 'not two statements';
  const { payload } = later;
  const follows = payload['prv'] === undefined ? payload['sub'] === earlier.digest : payload['prv'] === earlier.digest;
  if (!follows) return 'the second statement does not follow the first';
  return earlier.issuedAt - later.issuedAt > TOLERANCE ? null : 'the dates are within a day';
}
