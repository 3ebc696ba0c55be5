/**
 * Awards: of all that could be done with the note's face value, what loses least in expectation under the policy's
 * published costs. Everything here is in integers, so that anybody gets the same award from the verdict's own figures.
 */
import { MILLION, compareIds, toPpm } from './ppm.ts';
import type { Policy } from './policy.ts';

export type Act = 'pay' | 'reject' | 'share' | 'hold';

export interface Award {
  /** The digest of the claim's redemption. */
  readonly claim: string;
  readonly act: Act;
  /** Parts per million of the face value. */
  readonly ppm: number;
}

/** One way that things may have been, with its probability in ppm, and which claims are in good faith then. */
export interface World {
  readonly ppm: number;
  readonly inGoodFaith: readonly boolean[];
}

/**
 * awardByExpectedLoss chooses among paying one claim, sharing by the posterior of good faith, holding and rejecting all.
 * In each world the claims in good faith are owed equal parts of the value. Ties go to the earlier of: pay (in the
 * claims' order), share, hold, reject.
 */
export function awardByExpectedLoss(claims: readonly string[], worlds: readonly World[], policy: Policy): Award[] {
  const stakes = stakesOf(claims.length, worlds);
  const { costs } = policy;
  const lossOf = (wronglyPaid: number, wronglyKept: number): bigint =>
    BigInt(wronglyPaid) * BigInt(costs.payWrong) + BigInt(wronglyKept) * BigInt(costs.refuseRight);
  const shares = shareByGoodFaith(claims, stakes);
  const options: { readonly loss: bigint; readonly make: () => Award[] }[] = [
    ...claims.map((paid, i) => ({
      loss: lossOf((stakes.total - stakes.goodFaith[i]!) * MILLION, stakes.owedToAll - stakes.owed[i]!),
      make: () => claims.map((claim) => award(claim, claim === paid ? 'pay' : 'reject', claim === paid ? MILLION : 0)),
    })),
    { loss: lossOf(...errorsOf(shares, worlds, stakes)), make: () => shares },
    {
      loss: BigInt(stakes.total) * BigInt(costs.hold) * BigInt(MILLION),
      make: () => claims.map((claim) => award(claim, 'hold', 0)),
    },
    { loss: lossOf(0, stakes.owedToAll), make: () => claims.map((claim) => award(claim, 'reject', 0)) },
  ];
  return options.reduce((best, option) => (option.loss < best.loss ? option : best)).make();
}

const award = (claim: string, act: Act, ppm: number): Award => ({ claim, act, ppm });

/** Sums over the worlds: ppm in all, ppm of good faith and ppm × what is owed (in ppm of the value) for each claim. */
interface Stakes {
  readonly total: number;
  readonly goodFaith: readonly number[];
  readonly owed: readonly number[];
  readonly owedToAll: number;
}

const owedIn = ({ inGoodFaith }: World): number => {
  const good = inGoodFaith.filter(Boolean).length;
  return good === 0 ? 0 : Math.floor(MILLION / good);
};

function stakesOf(claims: number, worlds: readonly World[]): Stakes {
  const goodFaith = Array.from({ length: claims }, () => 0);
  const owed = Array.from({ length: claims }, () => 0);
  for (const world of worlds) {
    const part = owedIn(world);
    for (let i = 0; i < claims; i += 1) {
      if (!world.inGoodFaith[i]) continue;
      goodFaith[i]! += world.ppm;
      owed[i]! += world.ppm * part;
    }
  }
  const total = worlds.reduce((sum, { ppm }) => sum + ppm, 0);
  return { total, goodFaith, owed, owedToAll: owed.reduce((sum, part) => sum + part, 0) };
}

/** Shares go to the claims that are more likely in good faith than not, in proportion. */
function shareByGoodFaith(claims: readonly string[], { goodFaith, total }: Stakes): Award[] {
  const weights = claims.map((id, i) => ({ id, weight: 2 * goodFaith[i]! > total ? goodFaith[i]! : 0 }));
  if (weights.every(({ weight }) => weight === 0)) return claims.map((claim) => award(claim, 'reject', 0));
  return toPpm(weights).map(({ id, ppm }) => award(id, ppm === MILLION ? 'pay' : ppm > 0 ? 'share' : 'reject', ppm));
}

/** What an award pays to culprits and keeps from the others, in ppm × ppm. */
function errorsOf(awards: readonly Award[], worlds: readonly World[], { total, goodFaith }: Stakes): [number, number] {
  const wronglyPaid = awards.reduce((sum, { ppm }, i) => sum + (total - goodFaith[i]!) * ppm, 0);
  let wronglyKept = 0;
  for (const world of worlds) {
    const owed = owedIn(world);
    for (const [i, { ppm }] of awards.entries()) {
      if (world.inGoodFaith[i]) wronglyKept += world.ppm * Math.max(0, owed - ppm);
    }
  }
  return [wronglyPaid, wronglyKept];
}

/** A question's answer: its probability and whom it names. */
export interface Answer {
  readonly ppm: number;
  readonly culprits: readonly string[];
}

/** The most marks (worlds × claims) that are multiplied out; a case of a few questions needs hundreds. */
const MOST_MARKS = 4_000_000;

/**
 * worldsOf multiplies the questions' answers out into worlds, in which a claim is in good faith unless its claimant is
 * named. Where that would be too many, only the likeliest answers of a question are kept; questions that nothing can be
 * kept of any more leave the worlds as they are.
 */
export function worldsOf(claimants: readonly string[], questions: readonly (readonly Answer[])[]): World[] {
  const most = Math.max(1, Math.floor(MOST_MARKS / Math.max(1, claimants.length)));
  const isClaimant = new Set(claimants);
  let worlds: World[] = [{ ppm: MILLION, inGoodFaith: claimants.map(() => true) }];
  for (const answers of questions) {
    const room = Math.floor(most / worlds.length);
    // An answer that names no claimant marks nothing, so they are all one.
    const grouped = groupAnswers(answers, isClaimant);
    if (room < 2 || grouped.length < 2) {
      if (grouped.length === 1) worlds = worlds.map((world) => markWorld(world, claimants, grouped[0]!));
      continue;
    }
    const kept = grouped.slice(0, room);
    worlds = worlds.flatMap((world) => kept.map((answer) => markWorld(world, claimants, answer)));
  }
  return worlds;
}

function groupAnswers(answers: readonly Answer[], isClaimant: ReadonlySet<string>): Answer[] {
  const groups = new Map<string, { ppm: number; readonly culprits: readonly string[] }>();
  for (const { ppm, culprits } of answers) {
    const named = culprits.filter((culprit) => isClaimant.has(culprit)).sort(compareIds);
    const group = groups.get(named.join('+')) ?? { ppm: 0, culprits: named };
    group.ppm += ppm;
    groups.set(named.join('+'), group);
  }
  return [...groups.values()].sort((a, b) => b.ppm - a.ppm || compareIds(a.culprits.join(), b.culprits.join()));
}

const markWorld = ({ ppm, inGoodFaith }: World, claimants: readonly string[], answer: Answer): World => ({
  ppm: Math.round((ppm * answer.ppm) / MILLION),
  inGoodFaith: inGoodFaith.map((isGood, i) => isGood && !answer.culprits.includes(claimants[i]!)),
});
