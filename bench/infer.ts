/**
 * Rows `infer` and `fit`: a stream answered as it comes, beside a rating system that hears the same conflicts, with what the
 * last tenth costs beside the first and what is kept; and all of it learned at once, beside passes that only sum the arrays.
 */
import { strict as assert } from 'node:assert';
import {
  closeInstant,
  createMarket,
  observe,
  relearn,
  type Assessment,
  type ConflictFact,
  type Fact,
  type Market,
} from '#inference';
import { rate, rating, type Rating } from 'openskill';
import { median } from './measure.ts';
import { seededRandom, type Random } from './random.ts';
import { compare, digits, type Effort, type Row } from './row.ts';

const BANKS = 20;
/** Facts drawn ahead of the clock: few, as in a stream, or what is timed would also move them about in the heap. */
const CHUNK = 500;
/** Conflicts to a party. */
const EACH = 10;
/** A rating costs the same for each conflict: so many show it. */
const RATED = 50_000;
const GOAL_BYTES = 1.5e9;

export async function benchInfer({ quick }: Effort): Promise<Row[]> {
  const size = quick ? 50_000 : 1_000_000;
  const source = openSource(seededRandom(901), size / EACH);
  const market = createMarket();
  const ratings = new Map<string, Rating>();
  for (const fact of source.introductions) tell(market, fact);
  const times = { ours: [] as number[], theirs: [] as number[] };
  // Every answer is read: an answer is not worth its figure if nobody can have it.
  let read = 0;
  for (let n = 0; n < size; n += CHUNK) {
    const chunk = source.draw(CHUNK);
    times.ours.push(secondsOf(() => chunk.forEach((fact) => (read += sumOf(tell(market, fact))))));
    if (n < RATED) times.theirs.push(secondsOf(() => chunk.forEach((fact) => rateAgain(ratings, fact))));
  }
  assert(Math.abs(read - size) < 1e-6 && ratings.size > 0);
  // What this process holds in the end is to be the market's.
  ratings.clear();
  const tenth = Math.ceil(times.ours.length / 10);
  const sum = (seconds: readonly number[]): number => seconds.reduce((total, one) => total + one, 0);
  const [first, last] = [times.ours.slice(0, tenth), times.ours.slice(-tenth)].map(sum) as [number, number];
  const what = `${size.toLocaleString('en')} conflicts of ${(size / EACH).toLocaleString('en')} parties`;
  const { rss } = process.memoryUsage();
  return [
    compare({
      id: 'infer',
      what: `${what}, each answered as it comes, beside npm openskill rating the same claimants`,
      figure: size / sum(times.ours),
      beside: Math.min(size, RATED) / sum(times.theirs),
      unit: 'conflicts/s',
      atLeast: 1,
    }),
    compare({
      id: 'infer-steady',
      what: 'the last tenth of them, beside the first',
      figure: (1e6 * last * 10) / size,
      beside: (1e6 * first * 10) / size,
      unit: 'µs a conflict',
      atMost: 1.3,
    }),
    compare({
      id: 'infer-memory',
      what: `all that this process holds after ${what}`,
      figure: rss / 1e9,
      beside: GOAL_BYTES / 1e9,
      unit: 'GB',
      atMost: 1,
    }),
  ];
}

export async function benchFit({ quick }: Effort): Promise<Row[]> {
  const size = quick ? 50_000 : 1_000_000;
  const source = openSource(seededRandom(902), size / EACH);
  // Heard only: nothing is visited or learned anew on the way.
  const market = Object.assign(createMarket(), {
    visitsDue: Number.NEGATIVE_INFINITY,
    anewAt: Number.POSITIVE_INFINITY,
  });
  for (const fact of source.introductions) tell(market, fact);
  for (let n = 0; n < size; n += CHUNK) for (const fact of source.draw(CHUNK)) tell(market, fact);
  closeInstant(market);
  const rounds = [0, 1, 2];
  const fitting = median(rounds.map(() => secondsOf(() => relearn(market))));
  let total = 0;
  const summing = median(rounds.map(() => secondsOf(() => (total += sumUp(market)))));
  assert(Number.isFinite(total));
  return [
    compare({
      id: 'fit',
      what: `all of ${size.toLocaleString('en')} conflicts learned at once on one core (${digits(size / fitting)}/s), beside passes that only sum the same arrays`,
      figure: fitting / summing,
      beside: 1,
      unit: 'passes',
      atMost: 60,
    }),
  ];
}

/** rateAgain has the claimants of a conflict play for it, the first of them losing. */
function rateAgain(ratings: Map<string, Rating>, { claims }: ConflictFact): void {
  const players = [...new Set(claims.map(({ claimant }) => claimant))];
  // Who claims twice plays against a newcomer.
  const teams = players.map((party) => [ratings.get(party) ?? rating()]);
  const rated = rate(teams.length === 1 ? [...teams, [rating()]] : teams, { rank: [2, 1] });
  for (const [i, party] of players.entries()) ratings.set(party, rated[i]![0]!);
}

function tell(market: Market, fact: Fact): Assessment | null {
  const heard = observe(market, fact);
  assert(heard === null || !('problem' in heard));
  return heard;
}

interface Answer {
  readonly hypotheses: readonly { readonly probability: number }[];
  readonly culpability: readonly { readonly probability: number }[];
}

/** sumOf reads all that an answer says and sums its probabilities of what happened, which is 1. */
function sumOf(answer: Answer | null): number {
  assert(answer !== null && answer.culpability.every(({ probability }) => probability <= 1));
  return answer.hypotheses.reduce((sum, { probability }) => sum + probability, 0);
}

function secondsOf(act: () => unknown): number {
  const start = process.hrtime.bigint();
  act();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Every number that learning at once reads or writes, once; what is infinite stands for nothing. */
function sumUp({ history, parties, accomplices }: Market): number {
  const { count } = history;
  const slots = history.slots[count]!;
  const hypotheses = history.hypotheses[count]!;
  let total = 0;
  for (const column of [history.mechanism, history.first, history.second, history.responsibility, history.evidence]) {
    for (let h = 0; h < hypotheses; h += 1) total += column[h]!;
  }
  for (const column of [
    history.party,
    history.fault,
    history.next,
    history.toCheat,
    history.toCollusion,
    history.toNeither,
    history.toSide,
    history.besideSide,
    history.meanCheat,
    history.meanCollusion,
    history.meanSide,
    history.pair,
    history.toPair,
    history.besidePair,
    history.meanPair,
  ]) {
    for (let s = 0; s < slots; s += 1) total += column[s]!;
  }
  for (let e = 0; e < history.entries[count]!; e += 1) total += history.entryCell[e]! + history.entrySlot[e]!;
  const types = parties.belief.length;
  for (let k = 0; k < types; k += 1) total += parties.belief[k]!;
  for (let k = 0; k < parties.side.length; k += 1) total += parties.side[k]!;
  for (let k = 0; k < accomplices.log.length; k += 1) total += accomplices.log[k]!;
  return total;
}

interface Source {
  readonly introductions: readonly Fact[];
  readonly draw: (count: number) => ConflictFact[];
}

/** Conflicts of every shape, six in ten of them by a cheat, one party in twelve; features as the service makes them. */
function openSource(random: Random, size: number): Source {
  const parties = Array.from({ length: size }, () => random.bytes(32).toString('base64url'));
  const banks = Array.from({ length: BANKS }, () => random.bytes(32).toString('base64url'));
  const one = <T>(from: readonly T[]): T => from[random.integer(from.length)]!;
  const cheats = parties.filter((_, i) => i % 12 === 0);
  let at = 0;
  const drawConflict = (): ConflictFact => {
    at += 1;
    const culprit = one(random.integer(10) < 6 ? cheats : parties);
    let other = one(parties);
    while (other === culprit) other = one(parties);
    const shape = (['copy', 'copy', 'copy', 'fork', 'duplicate'] as const)[random.integer(5)]!;
    const claimants = shape === 'copy' ? [culprit, other] : shape === 'fork' ? [other, culprit] : [culprit, culprit];
    return {
      kind: 'conflict',
      id: `${random.bytes(18).toString('hex')}#0`,
      at,
      shape,
      issuer: one(banks),
      features: new Map([
        ['gap', one(['seconds', 'minutes', 'hours', 'days'])],
        ['same_bank', one(['yes', 'no'])],
      ]),
      claims: claimants.map((claimant, i) => ({
        id: `${at}.${i}`,
        claimant,
        bank: banks[0]!,
        at,
        // A culprit has what is good half as often.
        features: new Map([
          ['receipt', one(claimant === culprit ? ['none', 'own'] : ['none', 'own', 'countersigned', 'countersigned'])],
          ['check', one(claimant === culprit ? ['none'] : ['none', 'online'])],
          ['device', one(['none', 'software', 'hardware'])],
          ['timestamp', one(['none', 'witnessed'])],
        ]),
      })),
      ...(shape === 'fork' ? { fork: { holder: culprit, next: [other] } } : {}),
    };
  };
  return {
    introductions: parties.flatMap((party): Fact[] => [
      { kind: 'registration', party, bank: one(banks), at: 0 },
      { kind: 'activity', party, bank: banks[0]!, at: 0, settled: random.integer(200) },
    ]),
    draw: (count) => Array.from({ length: count }, drawConflict),
  };
}
