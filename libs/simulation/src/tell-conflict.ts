import { hypothesesOf, type ConflictFact, type Hypothesis } from '#inference';
import { involved, type Configuration, type Drawn } from './configuration.ts';
import { caseFeatures, claimFeatures, drawEvidence, likelihoodOf, type Evidence, type Stand } from './evidence.ts';
import { MECHANISMS_OF } from './mechanisms.ts';
import { toMoment } from './moment.ts';
import type { Random } from './random.ts';
import type { Answer, ClaimRecord, ConflictRecord } from './records.ts';
import { intensityOf } from './weigh.ts';
import type { World } from './world.ts';

/** A conflict as the stream tells it, with its answer. */
export interface Told {
  readonly record: ConflictRecord;
  readonly answer: Answer;
}

const MINUTE = 1 / 1440;
/** In days; well inside the bounds of conflicts.md, so that rounding crosses none. */
const GAPS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  seconds: [MINUTE / 60, MINUTE * 0.98],
  minutes: [MINUTE * 1.02, 0.98 / 24],
  hours: [1.02 / 24, 0.98],
  days: [1.02, 6],
};
const NO_FEATURES: ReadonlyMap<string, string> = new Map();

/**
 * tellConflict shows evidence for a drawn conflict and weighs it as the oracle does; null where a party that the note was
 * passed on to is in the conflict already, which makes none.
 */
export function tellConflict(world: World, drawn: Drawn, id: string): Told | null {
  const { chance, population, plan } = world;
  const { seen } = drawn;
  // A holder that redeems a branch itself has no delivery to show for it: such a fork is of a chained note.
  const bearer = seen.shape === 'copy' || (!(seen.shape === 'fork' && seen.own) && chance.chance(plan.bearer));
  const stands = drawStands(world, seen, bearer);
  if (stands === null) return null;
  const evidence = drawEvidence(world, drawn, stands, bearer);
  const record = writeDown(world, id, seen, evidence);
  const slate = hypothesesOf({
    ...record,
    claims: record.claims.map((claim) => ({ ...claim, features: NO_FEATURES })),
    features: NO_FEATURES,
  } as ConflictFact);
  const numbers = new Map(involved(seen).map((i) => [population.parties[i]!.name, i]));
  const weights = slate.map((hypothesis) => {
    const culprits = culpritsOf(hypothesis, numbers, seen.issuer);
    const m = MECHANISMS_OF[seen.shape].indexOf(hypothesis.mechanism);
    return intensityOf(world, seen, hypothesis.mechanism, culprits) * likelihoodOf(world, seen, evidence, m, culprits);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const named = new Set(drawn.culprits.map((i) => population.parties[i]!.name));
  if (drawn.mechanism === 'issuer_leak') named.add(population.parties[seen.issuer]!.name);
  const truth = slate.find(
    ({ mechanism, culprits }) =>
      mechanism === drawn.mechanism && culprits.length === named.size && culprits.every((name) => named.has(name)),
  )!;
  return {
    record,
    answer: {
      conflict: id,
      truth: truth.id,
      oracle: slate.map((hypothesis, h) => ({ id: hypothesis.id, probability: weights[h]! / total })),
      mechanism: truth.mechanism,
      culprits: truth.culprits,
      staged: drawn.strategy,
      bearer,
    },
  };
}

/** Who claims, in an order that tells nothing. Successors may have passed the note on to somebody by volume. */
function drawStands({ chance, plan, population }: World, seen: Configuration, bearer: boolean): Stand[] | null {
  switch (seen.shape) {
    case 'copy':
      return shuffled(seen.claimants, chance).map((claimant) => ({ claimant, branch: -1 }));
    case 'fork': {
      const met = new Set(involved(seen));
      const branches = shuffled([...seen.others, ...(seen.own ? [seen.holder] : [])], chance);
      const stands: Stand[] = [];
      for (const branch of branches) {
        let claimant = branch;
        if (branch !== seen.holder && !bearer && chance.chance(plan.passedOn)) {
          claimant = population.volume.draw(chance);
          if (met.has(claimant)) return null;
          met.add(claimant);
        }
        stands.push({ claimant, branch });
      }
      return stands;
    }
    case 'duplicate': {
      const count = 2 + chance.index(plan.sizes.slice(0, 5));
      return Array.from({ length: count }, () => ({ claimant: seen.claimant, branch: -1 }));
    }
    default:
      return seen satisfies never;
  }
}

function writeDown(world: World, id: string, seen: Configuration, evidence: Evidence): ConflictRecord {
  const { now, population } = world;
  const nameOf = (i: number): string => population.parties[i]!.name;
  const features = caseFeatures(world, seen, evidence);
  const times = claimTimes(world, seen, evidence.claims.length, features['gap']);
  const banks = claimBanks(world, evidence.claims, features['same_bank']);
  const claims = evidence.claims.map((shown, c): ClaimRecord => {
    const isHeard = c === 0 || seen.shape !== 'duplicate' || !world.vocabulary.known;
    return {
      id: `${id}.${c + 1}`,
      claimant: nameOf(shown.claimant),
      bank: nameOf(banks[c]!),
      at: times[c]!,
      features: isHeard ? claimFeatures(world, seen, evidence, shown) : {},
    };
  });
  const conflict = { kind: 'conflict', id, at: now, shape: seen.shape, issuer: nameOf(seen.issuer) } as const;
  const rest = { claims, features };
  if (seen.shape !== 'fork') return { ...conflict, ...rest };
  const next = evidence.claims.map(({ branch }) => nameOf(branch));
  return { ...conflict, fork: { holder: nameOf(seen.holder), next }, ...rest };
}

/** The first two claims are as far apart as the feature says, where there is one; a duplicate's stand in order of time. */
function claimTimes(
  { chance, now }: World,
  { shape }: Configuration,
  count: number,
  gap: string | undefined,
): number[] {
  const [from, to] = GAPS[gap ?? ''] ?? Object.values(GAPS)[chance.below(4)]!;
  const between = from + (to - from) * chance.unit();
  const rest = Array.from({ length: count - 2 }, () => between + chance.unit());
  const span = Math.max(between, ...rest);
  const inOrder = [0, between, ...rest];
  const times = shape === 'duplicate' ? inOrder : shuffled(inOrder, chance);
  return times.map((after) => toMoment(now - span + after));
}

function claimBanks({ chance, population, mint }: World, stands: readonly Stand[], same: string | undefined): number[] {
  const own = stands.map(({ claimant }) => population.parties[claimant]!.bank);
  if (same === 'yes') return own.map(() => own[0]!);
  if (same === 'no' && new Set(own).size === 1 && mint.issue.length > 1) {
    own[own.length - 1] = (own[0]! + 1 + chance.below(mint.issue.length - 1)) % mint.issue.length;
  }
  return own;
}

/** The culprits of a hypothesis by number; of a leak the accomplice alone. */
function culpritsOf(
  { mechanism, culprits }: Hypothesis,
  numbers: ReadonlyMap<string, number>,
  issuer: number,
): readonly number[] {
  if (mechanism !== 'issuer_leak') return culprits.map((name) => numbers.get(name)!);
  const others = culprits.map((name) => numbers.get(name) ?? issuer).filter((i) => i !== issuer);
  return others.length === 0 ? [issuer] : others;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1);
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all;
}
