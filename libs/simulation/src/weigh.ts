import type { Mechanism } from '#inference';
import { pairKey } from './bank-side.ts';
import type { Configuration } from './configuration.ts';
import type { Campaign, World } from './world.ts';

/**
 * intensityOf is how often a day (a Poisson rate) a mechanism by these culprits makes exactly this configuration, as the
 * world stands, over what all hypotheses of the configuration have in common.
 *
 * With v a party's volume, W all volume, s = v/W, q the issuer's share, P_m(n) the probability of n claimants or
 * successors given mechanism m, bystanders drawn one by one by volume (in a crowd: anybody, s = 1/number;
 * draws that meet a party twice make no conflict),
 * and L, C, A, K the traits of cheating, collusion, accidents and carelessness:
 *
 *     copy of S, |S| = n, issuer k
 *       theft x        q_k ρ L_x v_x P(n) (n−1)! Π_{S∖x} s
 *       collusion x+y  q_k κ_xy P(n) (n−2)! Π_{S∖xy} s        κ_xy = ρ C_x C_y + Σ rings with both, rate / pairs
 *       leak k+x       (β_k s_x + f_kx) P(n) (n−1)! Π_{S∖x} s
 *       unknown        q_k ρ W P(n) n! Π_S s
 *     fork of F to N (F ∉ N), |N| = n
 *       double-spend F ρ L_F v_F P(n) n! Π_N s
 *       key theft x    ρ L_x v_x (K_F v_F / ΣKv) P(n) (n−1)! Π_{N∖x} s
 *       collusion F+x  ½ κ_Fx P(n) (n−1)! Π_{N∖x} s
 *       unknown        ρ W (K_F v_F / ΣKv) P(n) n! Π_N s
 *     duplicate of x: ρ L_x v_x · ρ A_x v_x · ρ v_x
 *
 * each plus the campaigns that could have staged it. Divided by Π s of everybody involved (of those with volume) they are
 * what design notes write as ρ·L, ρ·C·C·y·y and so on: volumes cancel except under collusion and leaks to an accomplice.
 */
export function intensityOf(
  world: World,
  seen: Configuration,
  mechanism: Mechanism,
  culprits: readonly number[],
): number {
  switch (seen.shape) {
    case 'copy':
      return copyIntensity(world, seen, mechanism, culprits);
    case 'fork':
      return forkIntensity(world, seen, mechanism, culprits);
    case 'duplicate': {
      const one = world.population.parties[seen.claimant]!;
      const [doubleSpend, accident, unknown] = world.rates.duplicate;
      if (mechanism === 'double_spend') return doubleSpend! * one.doubleSpend;
      return mechanism === 'accident' ? accident! * one.accident : unknown!;
    }
    default:
      return seen satisfies never;
  }
}

function copyIntensity(
  world: World,
  { issuer, claimants }: Extract<Configuration, { shape: 'copy' }>,
  mechanism: Mechanism,
  culprits: readonly number[],
): number {
  const { population, rates, mint, copies } = world;
  const n = claimants.length;
  const cell = copies.cells.findIndex(({ count }) => count === n);
  const size = (m: number): number => copies.shares[m]![cell] ?? 0;
  const volume = population.volume.total();
  const over = overIn(world, copies.cells[cell]?.crowd === true);
  // A bystander without volume is met by nobody.
  const met = claimants.every((i) => culprits.includes(i) || population.volume.weight(i) > 0);
  const [x, y] = culprits;
  const drawn = (intensity: number): number => (met ? intensity : 0);
  let sum: number;
  switch (mechanism) {
    case 'theft':
      sum = drawn(
        mint.issue[issuer]! * rates.copy[0]! * population.theft.weight(x!) * size(0) * factorial(n - 1) * over(x!),
      );
      break;
    case 'collusion':
      sum = drawn(
        mint.issue[issuer]! * pairRate(world, x!, y!, 'copy') * size(1) * factorial(n - 2) * over(x!) * over(y!),
      );
      break;
    case 'issuer_leak': {
      const own = rates.copy[2]! * mint.leak[issuer]! * (population.volume.weight(x!) / volume);
      const pair = mint.accomplices.get(pairKey(issuer, x!))?.rate ?? 0;
      return drawn((own + pair) * size(2) * factorial(n - 1) * over(x!));
    }
    case 'unknown':
      return drawn(mint.issue[issuer]! * rates.copy[3]! * volume * size(3) * factorial(n));
    case 'double_spend':
    case 'key_theft':
    case 'accident':
      throw new Error(`${mechanism} makes no copy`);
    default:
      return mechanism satisfies never;
  }
  for (const campaign of world.campaigns)
    sum += mint.issue[issuer]! * stagedCopy(over, campaign, claimants, mechanism, culprits);
  return sum;
}

function forkIntensity(
  world: World,
  seen: Extract<Configuration, { shape: 'fork' }>,
  mechanism: Mechanism,
  culprits: readonly number[],
): number {
  const { population, rates, forks } = world;
  const { holder, others, own } = seen;
  const n = others.length;
  const cell = forks.cells.findIndex((one) => one.count === n + (own ? 1 : 0) && one.own === own);
  const size = (m: number): number => forks.shares[m]![cell] ?? 0;
  const over = overIn(world, forks.cells[cell]?.crowd === true);
  const met = others.every((i) => culprits.includes(i) || population.volume.weight(i) > 0);
  const stolen = population.keyVictim.weight(holder) / population.keyVictim.total();
  const x = culprits.find((i) => i !== holder);
  let sum: number;
  switch (mechanism) {
    case 'double_spend':
      sum = rates.fork[0]! * population.doubleSpend.weight(holder) * size(0) * factorial(n);
      break;
    case 'key_theft':
      sum = rates.fork[1]! * population.keyTheft.weight(x!) * stolen * size(1) * factorial(n - 1) * over(x!);
      break;
    case 'collusion':
      sum = 0.5 * pairRate(world, holder, x!, 'fork') * size(2) * factorial(n - 1) * over(x!);
      break;
    case 'unknown':
      return met ? rates.fork[3]! * population.volume.total() * stolen * size(3) * factorial(n) * over(holder) : 0;
    case 'theft':
    case 'issuer_leak':
    case 'accident':
      throw new Error(`${mechanism} makes no fork`);
    default:
      return mechanism satisfies never;
  }
  sum = met ? sum * over(holder) : 0;
  for (const campaign of world.campaigns) sum += stagedFork(world, over, campaign, seen, mechanism, x);
  return sum;
}

/** Staged among the claimants of a copy: a thief and its victim, or two colluders and theirs. */
function stagedCopy(
  over: (i: number) => number,
  { stages, rate, culprits: pool, victims }: Campaign,
  claimants: readonly number[],
  mechanism: Mechanism,
  culprits: readonly number[],
): number {
  const isTheft = stages === 'theft' && mechanism === 'theft' && claimants.length === 2;
  const isPair = stages === 'colluding claims' && mechanism === 'collusion' && claimants.length === 3;
  if (rate === 0 || !(isTheft || isPair) || !culprits.every((i) => pool.includes(i))) return 0;
  const victim = claimants.find((i) => !culprits.includes(i))!;
  if (!victims.includes(victim)) return 0;
  const choices = isTheft ? pool.length : (pool.length * (pool.length - 1)) / 2;
  return (rate / (choices * victims.length)) * claimants.reduce((product, i) => product * over(i), 1);
}

/** Staged at a fork: the pool's own holder pays the target and another, or the target's key is used by one of the pool. */
function stagedFork(
  world: World,
  over: (i: number) => number,
  { stages, rate, culprits: pool, victims }: Campaign,
  { holder, others, own }: Extract<Configuration, { shape: 'fork' }>,
  mechanism: Mechanism,
  x: number | undefined,
): number {
  if (rate === 0) return 0;
  const all = [holder, ...others].reduce((product, i) => product * over(i), 1);
  const [a, b] = others;
  if (stages === 'double_spend' && mechanism === 'double_spend') {
    if (others.length !== 2 || own || !pool.includes(holder)) return 0;
    const share = (i: number): number => world.population.volume.weight(i) / world.population.volume.total();
    const met = (victims.includes(a!) ? share(b!) : 0) + (victims.includes(b!) ? share(a!) : 0);
    return (rate / (pool.length * victims.length)) * met * all;
  }
  if (stages === 'key_theft' && mechanism === 'key_theft') {
    if (others.length !== 1 || !own || !pool.includes(x!) || !victims.includes(holder)) return 0;
    return (rate / (pool.length * victims.length)) * all;
  }
  if (stages === 'colluding fork' && mechanism === 'collusion') {
    if (others.length !== 2 || own || !pool.includes(holder) || !pool.includes(x!)) return 0;
    if (!victims.includes(x === a ? b! : a!)) return 0;
    return (rate / (pool.length * (pool.length - 1) * victims.length)) * all;
  }
  return 0;
}

/** κ: conflicts a day by collusion of two, in a shape. */
function pairRate({ population, rates, rings }: World, x: number, y: number, shape: 'copy' | 'fork'): number {
  const rate = rates[shape][shape === 'copy' ? 1 : 2]!;
  const own = rate * population.collusion.weight(x) * population.collusion.weight(y);
  const ring = population.parties[x]!.ring;
  if (ring < 0 || ring !== population.parties[y]!.ring) return own;
  const size = rings[ring]!.members.length;
  return own + rings[ring]!.rate[shape] / ((size * (size - 1)) / 2);
}

/** 1/s of a party that has volume, by which bystanders are drawn; what has none stands in no product. */
function overIn({ population }: World, crowd: boolean): (i: number) => number {
  const draw = crowd ? population.presence : population.volume;
  return (i) => {
    const weight = draw.weight(i);
    return weight > 0 ? draw.total() / weight : 1;
  };
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k += 1) product *= k;
  return product;
}
