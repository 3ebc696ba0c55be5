/** Who is in a law's world: parties whose keys are a function of their names, so that a failing seed fails again. */
import { createHash } from 'node:crypto';
import { makePrivateKey, type PrivateKey, type Suite } from '#statements';

const SUITES: readonly Suite[] = ['Ed25519', 'ES256', 'ES256K'];
const known = new Map<string, PrivateKey>();

/** wide gives 64 bytes that follow from a name. */
export const wide = (name: string): Buffer => createHash('sha512').update(`assize law ${name}`).digest();

/** keyOf makes the party of a name once: making keys is the slow part. */
export function keyOf(name: string, suite: Suite = 'Ed25519'): PrivateKey {
  const id = `${suite} ${name}`;
  let key = known.get(id);
  if (key === undefined) {
    key = makePrivateKey(suite, wide(id).subarray(0, 48));
    known.set(id, key);
  }
  return key;
}

/** personOf is one of a town's people: mostly Ed25519, whose signatures cost least, a sixth of each other suite. */
export const personOf = (town: string, number: number): PrivateKey =>
  keyOf(`${town} ${number}`, SUITES[Math.max(0, (number % 6) - 3)]);

/** LAW_RUNS multiplies the runs of every law; 1 is what a commit is held to. */
const FACTOR = Number(process.env['LAW_RUNS'] ?? 1);

/** runs gives fast-check a number of runs and a fixed seed, which LAW_SEED changes. */
export const runs = (numRuns: number): { numRuns: number; seed: number } => ({
  numRuns: Math.max(1, Math.round(numRuns * FACTOR)),
  seed: Number(process.env['LAW_SEED'] ?? 20_261_122),
});
