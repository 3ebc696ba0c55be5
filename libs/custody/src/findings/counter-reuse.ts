import type { Digest, Statement } from '#statements';
import type { Finding } from '../finding.ts';
import { claimsThrough, exhibitsOf, type CustodyGraph } from '../graph.ts';
import type { Step } from '../step.ts';

/**
 * proveCounterReuses finds each counter value that a device key signed under twice: under a note of class attested, or
 * being named by an attestation. A true device's counter only rises, so it was copied, rolled back or broken.
 */
export function proveCounterReuses(graph: CustodyGraph): Finding[] {
  const attested = new Set(exhibitsOf(graph, 'attestation+jwt').map(({ statement }) => statement.payload['sub']));
  const noteOf = noteFinder(graph);
  const uses = new Map<string, Step[]>();
  for (const step of graph.steps) {
    if (step.counter === null) continue;
    if (graph.notes.get(noteOf(step))!.terms.noteClass !== 'attested' && !attested.has(step.issuer)) continue;
    const name = `${step.issuer} ${step.counter}`;
    const known = uses.get(name);
    if (known === undefined) uses.set(name, [step]);
    else known.push(step);
  }
  return [...uses.values()].flatMap((unordered): Finding[] => {
    if (unordered.length < 2) return [];
    const steps = unordered.sort((a, b) => a.firstClaim - b.firstClaim || a.place - b.place);
    const claims = new Set(steps.flatMap((step) => claimsThrough(graph, step)));
    return [
      {
        code: 'counter_reuse',
        parties: [steps[0]!.issuer],
        claims: [...claims].sort((a, b) => a - b),
        binds: 'key_proven',
        proof: steps.map(({ digest }) => digest),
        statements: steps.map(({ text }) => text),
        note: noteOf(steps[0]!),
        place: steps[0]!.place,
      },
    ];
  });
}

/** A step's note is that of its first claim. */
function noteFinder(graph: CustodyGraph): (step: Step) => Digest {
  const notes = new Map(graph.claims.map(({ index, note }) => [index, note.digest]));
  return (step) => notes.get(step.firstClaim)!;
}

/** checkCounterReuse checks that one key signed different statements with one counter. */
export function checkCounterReuse(statements: readonly Statement[]): string | null {
  const [first] = statements;
  if (statements.length < 2) return 'fewer than two statements';
  if (new Set(statements.map(({ digest }) => digest)).size < statements.length) return 'a statement stands twice';
  if (typeof first!.payload['ctr'] !== 'number') return 'no counter';
  return statements.every(({ issuer, payload }) => issuer === first!.issuer && payload['ctr'] === first!.payload['ctr'])
    ? null
    : 'the statements differ in signer or counter';
}
