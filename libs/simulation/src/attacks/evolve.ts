import type { Random } from '../random.ts';

/** One measurement: a candidate in one of the markets, which are numbered from 0. */
export interface Trial<T> {
  readonly candidate: T;
  readonly market: number;
}

/** What is searched, and how. */
export interface Quest<T> {
  /** So many trials, no more. */
  readonly tries: number;
  /** Candidates to begin with. */
  readonly start: readonly T[];
  /** Share of later candidates that are drawn and not bred; 1 is random search. */
  readonly newcomers: number;
  readonly draw: (random: Random) => T;
  readonly cross: (mother: T, father: T, random: Random) => T;
  /** Candidates of one key are the same candidate, which is not entered twice. */
  readonly keyOf: (candidate: T) => string;
  /** What is so much alike that a few of it are enough to breed from. */
  readonly nicheOf: (candidate: T) => string;
  /** Figures in the order of the trials; the larger the better, with noise that is shared by trials in one market. */
  readonly measure: (trials: readonly Trial<T>[]) => Promise<readonly number[]>;
  readonly random: Random;
}

/** A candidate that was tried. */
export interface Contender<T> {
  readonly candidate: T;
  readonly figures: readonly number[];
  /** What a further trial is expected to give: the mean, drawn towards that of all by how little it rests on. */
  readonly expected: number;
}

/** The first generation looks around: of so many, or of this share of all trials. */
const FIRST_GENERATION = 24;
const LOOKS_AROUND = 0.2;
const GENERATION = 12;
const SURVIVORS = 8;
const MOST_OF_A_NICHE = 2;
/** So often a candidate is made again that was known. */
const MOST_ATTEMPTS = 20;
/** So many trials of every survivor come last, when nothing new is bred. */
const LAST_HEATS = 3;

/**
 * evolve looks for the candidate with the largest mean figure in so many trials, and gives all that were tried, the best
 * first. Every generation meets in a market that nobody has seen: newcomers once, the better half of them and of the
 * survivors in another one too (racing: Maron and Moore 1994, Birattari et al. 2002). Whoever was merely lucky is found
 * out, because survivors are measured again with every generation, and because few figures count little: means are
 * shrunk as by Efron and Morris 1975. Parents are chosen by tournaments of two.
 */
export async function evolve<T>(quest: Quest<T>): Promise<readonly Contender<T>[]> {
  const { draw, cross, newcomers, random } = quest;
  const tried: Entry<T>[] = [];
  let left = quest.tries;
  let market = 0;
  const heat = async (entries: readonly Entry<T>[]): Promise<void> => {
    const entered = entries.slice(0, left);
    left -= entered.length;
    const here = market;
    market += 1;
    const figures = await quest.measure(entered.map(({ candidate }) => ({ candidate, market: here })));
    for (const [n, entry] of entered.entries()) {
      if (entry.figures.length === 0) tried.push(entry);
      entry.figures.push(figures[n]!);
    }
  };
  let survivors: readonly Entry<T>[] = [];
  const parent = (): T =>
    survivors[Math.min(random.below(survivors.length), random.below(survivors.length))]!.candidate;
  const race = async (fresh: readonly Entry<T>[]): Promise<void> => {
    const entries = [...survivors, ...fresh];
    await heat(entries);
    if (left === 0) return;
    await heat(
      ranked(tried)
        .filter((entry) => entries.includes(entry))
        .slice(0, Math.ceil(entries.length / 2)),
    );
    survivors = fittest(ranked(tried), quest.nicheOf);
  };
  const known = new Set<string>();
  const isNew = (candidate: T): boolean => {
    const before = known.size;
    return known.add(quest.keyOf(candidate)).size > before;
  };
  const fresh = (make: () => T): Entry<T> => {
    let candidate = make();
    // A space of very few candidates may have no more new ones.
    for (let n = 0; !isNew(candidate) && n < MOST_ATTEMPTS; n += 1) candidate = make();
    return { candidate, figures: [] };
  };
  const start = quest.start.filter(isNew).map((candidate): Entry<T> => ({ candidate, figures: [] }));
  const drawn = Math.max(0, Math.max(FIRST_GENERATION, Math.floor(LOOKS_AROUND * quest.tries)) - start.length);
  await race([...start, ...Array.from({ length: drawn }, () => fresh(() => draw(random)))]);
  while (left > LAST_HEATS * SURVIVORS) {
    const isDrawn = Array.from({ length: GENERATION }, () => random.chance(newcomers));
    await race(isDrawn.map((one) => fresh(() => (one ? draw(random) : cross(parent(), parent(), random)))));
  }
  while (left > 0) await heat(ranked(tried).slice(0, SURVIVORS));
  const expectedOf = shrinkage(tried);
  return ranked(tried).map((entry) => ({ ...entry, expected: expectedOf(entry) }));
}

interface Entry<T> {
  readonly candidate: T;
  readonly figures: number[];
}

function ranked<T>(entries: readonly Entry<T>[]): readonly Entry<T>[] {
  const expectedOf = shrinkage(entries);
  const expected = new Map(entries.map((entry) => [entry, expectedOf(entry)]));
  return entries.toSorted((a, b) => expected.get(b)! - expected.get(a)!);
}

function fittest<T>(best: readonly Entry<T>[], nicheOf: (candidate: T) => string): readonly Entry<T>[] {
  const taken = new Map<string, number>();
  const chosen: Entry<T>[] = [];
  for (const entry of best) {
    const niche = nicheOf(entry.candidate);
    const before = taken.get(niche) ?? 0;
    if (before >= MOST_OF_A_NICHE) continue;
    taken.set(niche, before + 1);
    chosen.push(entry);
    if (chosen.length === SURVIVORS) break;
  }
  return chosen;
}

/** shrinkage weighs a candidate's mean against that of all: by the noise between figures of one, and between candidates. */
function shrinkage<T>(entries: readonly Entry<T>[]): (entry: Entry<T>) => number {
  const means = entries.map(({ figures }) => mean(figures));
  const overall = mean(means);
  let [noise, degrees] = [0, 0];
  for (const [n, { figures }] of entries.entries()) {
    noise += figures.reduce((sum, figure) => sum + (figure - means[n]!) ** 2, 0);
    degrees += figures.length - 1;
  }
  const within = degrees > 0 ? noise / degrees : 0;
  const firsts = entries.map(({ figures }) => figures[0]!);
  const usual = mean(firsts);
  const spread = firsts.reduce((sum, figure) => sum + (figure - usual) ** 2, 0) / Math.max(1, firsts.length - 1);
  // Of a first figure's variance, what is not noise is how much candidates differ; never taken for less than a tenth.
  const between = Math.max(spread - within, spread / 10);
  const weight = between > 0 ? within / between : 0;
  return ({ figures }) =>
    (figures.reduce((sum, figure) => sum + figure, 0) + weight * overall) / (figures.length + weight);
}

const mean = (figures: readonly number[]): number =>
  figures.length === 0 ? 0 : figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
