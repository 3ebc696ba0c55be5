import type { ClaimFact, ConflictFact, Fact, Shape } from '../src/fact.ts';
import { hypothesesOf, MECHANISMS } from '../src/hypotheses.ts';
import { drawExponential, drawIndex, drawShares, seededRandom, type Random } from './random.ts';

/** What a drawn market is like. */
export interface MarketPlan {
  readonly seed: number;
  readonly parties: number;
  readonly conflicts: number;
  /** Share of habitual cheats, and how many times likelier their faults are. */
  readonly habitual: number;
  readonly ratio: number;
  /** Claim and case features by count; how sharp: Dirichlet shape 1 is informative, 8 is weak. */
  readonly features: number;
  readonly sharpness: number;
  /** Share of conflicts resolved later, and of resolutions that are right. */
  readonly resolved: number;
  readonly right: number;
  /** Mean settlements a party between two conflicts of its own, about; 0: no activity is ever reported. */
  readonly settled: number;
  /** True mechanism shares by shape, in the order of MECHANISMS. */
  readonly shares: Readonly<Record<Shape, readonly number[]>>;
}

/** The plan that tests vary. */
export const PLAIN_PLAN: MarketPlan = {
  seed: 1,
  parties: 400,
  conflicts: 3000,
  habitual: 0.08,
  ratio: 40,
  features: 4,
  sharpness: 2,
  resolved: 0.2,
  right: 0.93,
  settled: 50,
  shares: { copy: [0.62, 0.12, 0.08, 0.18], fork: [0.62, 0.12, 0.12, 0.14], duplicate: [0.5, 0.35, 0.15] },
};

/** A stream with what only its maker knows: per conflict id the true hypothesis and the oracle's posterior. */
export interface DrawnMarket {
  readonly facts: readonly Fact[];
  readonly truth: ReadonlyMap<string, string>;
  readonly oracle: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly habitual: ReadonlySet<string>;
}

interface World {
  readonly random: Random;
  readonly plan: MarketPlan;
  readonly banks: readonly string[];
  readonly leaks: readonly number[];
  readonly names: readonly string[];
  readonly bankOf: readonly string[];
  readonly volume: readonly number[];
  readonly rate: readonly number[];
  /** Fault-weighted volume λv, from which culprits are drawn. */
  readonly menace: readonly number[];
  readonly shares: Readonly<Record<Shape, readonly number[]>>;
  /** By feature: value shares if culpable and if not; by shape and feature: value shares by mechanism. */
  readonly claimTables: readonly (readonly [readonly number[], readonly number[]])[];
  readonly caseTables: Readonly<Record<Shape, readonly (readonly (readonly number[])[])[]>>;
}

const VALUES = ['a', 'b', 'c'];
const BANK_COUNT = 4;

function drawWorld(plan: MarketPlan): World {
  const random = seededRandom(plan.seed);
  const banks = Array.from({ length: BANK_COUNT }, (_, k) => `b${k}`);
  const numbers = Array.from({ length: plan.parties }, (_, i) => i);
  const volume = numbers.map(() => 0.2 + drawExponential(random));
  const rate = numbers.map(() => (random() < plan.habitual ? plan.ratio : 1) * (0.3 + drawExponential(random)));
  const tables = (outcomes: number): number[][] =>
    Array.from({ length: outcomes }, () => drawShares(random, VALUES.length, plan.sharpness));
  const caseTablesOf = (shape: Shape): number[][][] =>
    Array.from({ length: Math.ceil(plan.features / 3) }, () => tables(MECHANISMS[shape].length));
  return {
    random,
    plan,
    banks,
    leaks: banks.map((_, k) => (k === 0 ? 5 : 1)),
    names: numbers.map((i) => `p${i}`),
    bankOf: numbers.map(() => banks[Math.floor(random() * BANK_COUNT)]!),
    volume,
    rate,
    menace: numbers.map((i) => rate[i]! * volume[i]!),
    shares: plan.shares,
    claimTables: Array.from({ length: plan.features }, () => tables(2) as [number[], number[]]),
    caseTables: { copy: caseTablesOf('copy'), fork: caseTablesOf('fork'), duplicate: caseTablesOf('duplicate') },
  };
}

/** drawMarket draws a stream from the plain model itself: Poisson conflicts, culprits by rate × volume, victims by volume. */
export function drawMarket(plan: MarketPlan): DrawnMarket {
  const world = drawWorld(plan);
  const { random, names, bankOf, volume } = world;
  const facts: Fact[] = world.banks.map((bank) => ({ kind: 'bank', bank, at: 0 }));
  for (const [i, party] of names.entries()) facts.push({ kind: 'registration', party, bank: bankOf[i]!, at: 0 });
  const truth = new Map<string, string>();
  const oracle = new Map<string, ReadonlyMap<string, number>>();
  const due: { at: number; conflict: string; hypothesis: string }[] = [];
  const reportEvery = Math.max(1, Math.floor(plan.conflicts / 30));
  for (let n = 1; n <= plan.conflicts; n += 1) {
    const at = n + random() * 0.5;
    if (plan.settled > 0 && n % reportEvery === 0) {
      const scale = (plan.settled * reportEvery) / plan.parties;
      for (const [i, party] of names.entries()) {
        facts.push({
          kind: 'activity',
          party,
          bank: bankOf[i]!,
          at: n,
          settled: Math.floor(scale * volume[i]! + random()),
        });
      }
    }
    const drawn = drawConflict(world, `c${n}`, at);
    facts.push(drawn.conflict);
    truth.set(drawn.conflict.id, drawn.truth);
    oracle.set(drawn.conflict.id, drawn.oracle);
    if (random() < plan.resolved) {
      const ids = hypothesesOf(drawn.conflict).map(({ id }) => id);
      const wrong = ids.filter((id) => id !== drawn.truth);
      const hypothesis = random() < plan.right ? drawn.truth : wrong[Math.floor(random() * wrong.length)]!;
      due.push({ at: n + 20 + Math.floor(random() * 100), conflict: drawn.conflict.id, hypothesis });
    }
    for (const { conflict, hypothesis } of due.filter((later) => later.at === n)) {
      facts.push({ kind: 'resolution', conflict, hypothesis, at: n + 0.75 });
    }
  }
  const habitual = new Set(names.filter((_, i) => world.rate[i]! > plan.ratio * 0.3));
  return { facts, truth, oracle, habitual };
}

interface DrawnConflict {
  readonly conflict: ConflictFact;
  readonly truth: string;
  readonly oracle: ReadonlyMap<string, number>;
}

// Rejection-free: draw two parties by volume, weigh every hypothesis by its rate, accept in proportion, by redrawing.
function drawConflict(world: World, id: string, at: number): DrawnConflict {
  const { random, names, volume, menace, shares, banks, bankOf, leaks } = world;
  const shape = (['copy', 'copy', 'copy', 'fork', 'duplicate'] as const)[Math.floor(random() * 5)]!;
  const m = drawIndex(random, shares[shape]);
  const mechanism = MECHANISMS[shape][m]!;
  const issuer = banks[mechanism === 'issuer_leak' ? drawIndex(random, leaks) : Math.floor(random() * BANK_COUNT)]!;
  const guilty = mechanism !== 'unknown' && mechanism !== 'accident';
  const x = drawIndex(random, guilty ? menace : volume);
  let y = x;
  while (y === x) y = drawIndex(random, mechanism === 'collusion' ? menace : volume);
  const [first, second] = random() < 0.5 ? [x, y] : [y, x];
  // In a fork x is culpable: the holder, or, where the key was stolen, the successor.
  const [holder, next] = mechanism === 'key_theft' ? [y, x] : [x, y];
  const conflict: ConflictFact = {
    kind: 'conflict',
    id,
    at,
    shape,
    issuer,
    features: new Map(),
    claims: (shape === 'duplicate' ? [x, x] : shape === 'copy' ? [first, second] : [next, holder]).map((i, j) => ({
      id: `${id}.${j}`,
      claimant: names[i]!,
      bank: bankOf[i]!,
      at,
      features: new Map<string, string>(),
    })),
    ...(shape === 'fork' ? { fork: { holder: names[holder]!, next: [names[next]!] } } : {}),
  };
  const named: Record<string, string[]> = {
    theft: [names[x]!],
    double_spend: [names[x]!],
    key_theft: [names[x]!],
    collusion: [names[x]!, names[y]!],
    issuer_leak: [issuer, names[x]!],
  };
  const truth = `${mechanism}:${(named[mechanism] ?? []).sort().join('+')}`;
  drawFeatures(world, conflict, m, new Set(named[mechanism] ?? []));
  return { conflict, truth, oracle: oracleOf(world, conflict) };
}

function drawFeatures(world: World, conflict: ConflictFact, m: number, culprits: ReadonlySet<string>): void {
  const { random } = world;
  for (const claim of conflict.claims) {
    for (const [f, table] of world.claimTables.entries()) {
      if (random() < 0.15) continue;
      const value = VALUES[drawIndex(random, table[culprits.has(claim.claimant) ? 0 : 1])]!;
      (claim.features as Map<string, string>).set(`f${f}`, value);
    }
  }
  for (const [f, table] of world.caseTables[conflict.shape].entries()) {
    (conflict.features as Map<string, string>).set(`g${f}`, VALUES[drawIndex(random, table[m]!)]!);
  }
}

// Bayes with every rate known: how likely each mechanism was to make exactly this conflict of these parties.
function oracleOf(world: World, conflict: ConflictFact): Map<string, number> {
  const { volume, menace, shares, names, banks, leaks } = world;
  const numberOf = (party: string): number => Number(party.slice(1));
  const total = volume.reduce((sum, v) => sum + v, 0);
  const threat = menace.reduce((sum, v) => sum + v, 0);
  const byVolume = (i: number, besides: number): number => volume[i]! / (total - volume[besides]!);
  const byThreat = (i: number): number => menace[i]! / threat;
  const parties = [...new Set([...conflict.claims.map((claim) => claim.claimant), ...(conflict.fork?.next ?? [])])];
  const leak = leaks[banks.indexOf(conflict.issuer)]! / leaks.reduce((sum, k) => sum + k, 0);
  const posterior = new Map<string, number>();
  for (const { id, mechanism, culprits } of hypothesesOf(conflict)) {
    const m = MECHANISMS[conflict.shape].indexOf(mechanism);
    const customers = culprits.filter((party) => names.includes(party)).map(numberOf);
    const others = parties.filter((party) => !culprits.includes(party)).map(numberOf);
    const issued = mechanism === 'issuer_leak' ? leak : 1 / BANK_COUNT;
    let weight = shares[conflict.shape][m]! * (conflict.shape === 'copy' ? issued : 1);
    const [x, y] = customers;
    if (x === undefined) {
      const [a, b] = others;
      const forth = (volume[a!]! / total) * (b === undefined ? 1 : byVolume(b, a!));
      const back = b === undefined ? 0 : (volume[b]! / total) * byVolume(a!, b);
      weight *= conflict.shape === 'copy' ? forth + back : forkUnknown(conflict, forth, back, numberOf);
    } else if (y === undefined) {
      weight *= byThreat(x) * (others[0] === undefined ? 1 : byVolume(others[0], x));
    } else {
      const forth = (byThreat(x) * menace[y]!) / (threat - menace[x]!);
      const back = (byThreat(y) * menace[x]!) / (threat - menace[y]!);
      const holder = conflict.fork === undefined ? -1 : numberOf(conflict.fork.holder);
      weight *= conflict.shape === 'copy' ? forth + back : holder === x ? forth : back;
    }
    posterior.set(id, weight * featureLikelihood(world, conflict, m, culprits));
  }
  const mass = [...posterior.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [id, weight] of posterior) posterior.set(id, weight / mass);
  return posterior;
}

function forkUnknown(conflict: ConflictFact, forth: number, back: number, numberOf: (party: string) => number): number {
  if (conflict.fork === undefined) return forth;
  const first = conflict.claims.map((claim) => claim.claimant)[0]!;
  return numberOf(first) === numberOf(conflict.fork.holder) ? forth : back;
}

function featureLikelihood(world: World, conflict: ConflictFact, m: number, culprits: readonly string[]): number {
  let product = 1;
  for (const claim of conflict.claims) {
    const column = culprits.includes(claim.claimant) ? 0 : 1;
    for (const [feature, value] of claim.features) {
      product *= world.claimTables[Number(feature.slice(1))]![column][VALUES.indexOf(value)]!;
    }
  }
  for (const [feature, value] of conflict.features) {
    product *= world.caseTables[conflict.shape][Number(feature.slice(1))]![m]![VALUES.indexOf(value)]!;
  }
  return product;
}

/** plainClaim is a claim without features, for tests that need no more. */
export function plainClaim(id: string, claimant: string, features: Record<string, string> = {}): ClaimFact {
  return { id, claimant, bank: 'b1', at: 0, features: new Map(Object.entries(features)) };
}
