import type { Configuration, Drawn } from './configuration.ts';
import { MECHANISMS_OF } from './mechanisms.ts';
import type { Party } from './population.ts';
import type { ClaimTable, Law } from './tables.ts';
import type { Vocabulary, Word } from './vocabulary.ts';
import type { World } from './world.ts';

/** Where somebody stands who claims. */
export interface Stand {
  readonly claimant: number;
  /** The first successor whose branch it is, in a fork; else −1. */
  readonly branch: number;
}

/** A claim's evidence: the number of each feature's value, the last of a law for a missing one, NONE where none is drawn. */
export interface Shown extends Stand {
  readonly values: readonly number[];
}

/** All that is shown of a conflict. */
export interface Evidence {
  readonly bearer: boolean;
  readonly claims: readonly Shown[];
  readonly values: readonly number[];
}

const NONE = -1;

/**
 * drawEvidence shows what the tables say for how it truly came about. In the service's words a claimant is heard once,
 * with its first claim, and of a bearer fork the payer's deliveries countersign every receipt.
 */
export function drawEvidence(world: World, drawn: Drawn, stands: readonly Stand[], bearer: boolean): Evidence {
  const { chance, population, tables, vocabulary } = world;
  const { seen } = drawn;
  const claims = stands.map((stand, c): Shown => {
    const party = population.parties[stand.claimant]!;
    const culpable = drawn.culprits.includes(stand.claimant);
    const again = vocabulary.known && seen.shape === 'duplicate' && c > 0;
    const values = tables.claim.map((table) =>
      again || fixedValue(vocabulary, table.word, seen, bearer) !== undefined
        ? NONE
        : chance.index(lawOf(table, party, culpable)),
    );
    return { ...stand, values };
  });
  const m = MECHANISMS_OF[seen.shape].indexOf(drawn.mechanism);
  const values = tables.cases[seen.shape].map(({ word, byMechanism }) =>
    fixedValue(vocabulary, word, seen, bearer) !== undefined ? NONE : chance.index(byMechanism[m]!),
  );
  return { bearer, claims, values };
}

/** likelihoodOf is how likely evidence is under a mechanism by these culprits, over what it is if no claim is culpable. */
export function likelihoodOf(
  world: World,
  { shape }: Configuration,
  { claims, values }: Evidence,
  m: number,
  culprits: readonly number[],
): number {
  let likelihood = 1;
  for (const { claimant, values: shown } of claims) {
    if (!culprits.includes(claimant)) continue;
    const party = world.population.parties[claimant]!;
    for (const [f, table] of world.tables.claim.entries()) {
      if (shown[f] === NONE) continue;
      likelihood *= lawOf(table, party, true)[shown[f]!]! / lawOf(table, party, false)[shown[f]!]!;
    }
  }
  for (const [g, { byMechanism }] of world.tables.cases[shape].entries()) {
    if (values[g] !== NONE) likelihood *= byMechanism[m]![values[g]!]!;
  }
  return likelihood;
}

/** claimFeatures writes down what a claim shows. */
export function claimFeatures(
  { tables, vocabulary }: World,
  seen: Configuration,
  { bearer }: Evidence,
  { values }: Shown,
): Record<string, string> {
  const words = tables.claim.map(({ word }) => word);
  const told = tell(vocabulary, words, values, seen, bearer);
  // What follows from the note alone tells nothing of who is at fault.
  if (vocabulary.known) told['binding'] = bearer ? 'bare' : 'chained';
  return told;
}

/** caseFeatures writes down what is shown of the whole conflict. */
export function caseFeatures(world: World, seen: Configuration, { bearer, values }: Evidence): Record<string, string> {
  const words = world.tables.cases[seen.shape].map(({ word }) => word);
  return tell(world.vocabulary, words, values, seen, bearer);
}

function tell(
  vocabulary: Vocabulary,
  words: readonly Word[],
  values: readonly number[],
  seen: Configuration,
  bearer: boolean,
): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [f, word] of words.entries()) {
    const value = values[f] === NONE ? fixedValue(vocabulary, word, seen, bearer) : word.values[values[f]!];
    if (value !== undefined) told[word.name] = value;
  }
  return told;
}

/** The value that follows from what kind of note it is, in the service's words; undefined where it is open. */
function fixedValue(
  { known }: Vocabulary,
  { name }: Word,
  { shape }: Configuration,
  bearer: boolean,
): string | undefined {
  if (!known || shape !== 'fork' || !bearer) return undefined;
  return name === 'receipt' ? 'countersigned' : name === 'notice' ? 'none' : undefined;
}

/** The law of what a claimant shows: fakers and the sloppy stand between the two tables. */
function lawOf({ culpable, goodFaith, faked, isFaked }: ClaimTable, party: Party, guilty: boolean): Law {
  const by = guilty ? (isFaked ? party.faking : 0) : party.sloppiness;
  if (by === 0) return guilty ? culpable : goodFaith;
  const [from, to] = guilty ? [culpable, faked] : [goodFaith, culpable];
  return from.map((p, v) => (1 - by) * p + by * to[v]!);
}
