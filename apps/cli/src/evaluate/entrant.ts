import type { ConflictFact, Fact } from '#inference';
import { openScorer, type Judgement, type Score } from '#simulation';
import { awardLoss } from './award-loss.ts';
import { openContestant, ORACLE, type Contestant } from './contestants.ts';
import type { KnownParty, Step, Told } from './course.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { openWatch, rightlyBlamed, type Spell, type Watch } from './unmasking.ts';

/** What came of awards over the last four fifths, in face values. */
export interface Losses {
  readonly toCulprits: number;
  readonly lossPerConflict: number;
  readonly lossPerDay: number;
}

/** How one judge did in one stream. */
export interface Performance {
  readonly judge: string;
  /** All that it answered; the score leaves out the first fifth. */
  readonly conflicts: number;
  readonly score: Score;
  /** Null for those who keep no reputations with intervals, and where nobody tells the true rates. */
  readonly coverage: Coverage | null;
  /** Until a cheat was blamed beyond 95 % in a conflict that it caused; null where nobody tells who cheats. */
  readonly blamed: readonly Spell[] | null;
  /** Until its reputation said that it is likelier than not a habitual cheat; null where there is none. */
  readonly reputed: readonly Spell[] | null;
  readonly losses: Losses;
  /** Null for the oracle, which is part of the simulator. */
  readonly seconds: number | null;
}

/** A clock in milliseconds. */
export type Clock = () => number;

/** A judge that is being measured. */
export interface Entrant {
  readonly hear: (step: Step) => void;
  readonly finish: (parties: readonly KnownParty[] | null) => Performance;
}

/** openEntrant measures one judge as it goes through a stream of so many conflicts. */
export function openEntrant(judge: string, conflicts: number, clock: Clock): Entrant {
  const contestant = judge === ORACLE ? null : openContestant(judge);
  const scorer = openScorer(conflicts);
  const blamed = openWatch();
  const standings = contestant?.reputationOf === undefined ? null : watchStandings(contestant);
  const losses = countLosses(Math.floor(conflicts / 5));
  let spentMs = 0;
  let now = 0;
  const timed = (hear: Contestant['hear'], fact: Fact): ReturnType<Contestant['hear']> => {
    const startedMs = clock();
    const heard = hear(fact);
    spentMs += clock() - startedMs;
    return heard;
  };
  return {
    hear({ fact, told, refuse }) {
      // Asking for a reputation ends the instant, so it waits until time has moved on anyway.
      if (fact.at > now) standings?.ask();
      now = fact.at;
      const heard = contestant === null ? null : timed(contestant.hear, fact);
      if (heard !== null && 'problem' in heard) throw refuse(heard.problem);
      if (told === null) return;
      const judgement = heard ?? oracleSays(told);
      // Without an oracle its figures are nobody’s, and are not shown.
      scorer.add({ truth: told.truth, culprits: told.culprits, oracle: told.oracle ?? evenly(told) }, judgement);
      losses.add(fact, judgement, told);
      blamed.fault(now, told.culprits);
      for (const party of rightlyBlamed(told, judgement)) blamed.found(now, party);
      standings?.fault(now, told.culprits);
    },
    finish(parties) {
      standings?.ask();
      const said = contestant?.reputations?.() ?? null;
      return {
        judge,
        conflicts,
        score: scorer.finish(),
        coverage: said === null || parties === null ? null : coverageOf(said, parties),
        blamed: parties === null ? null : blamed.finish(parties, now),
        reputed: parties === null || standings === null ? null : standings.watch.finish(parties, now),
        losses: losses.finish(),
        seconds: contestant === null ? null : spentMs / 1000,
      };
    },
  };
}

const evenly = ({ hypotheses }: Told): Judgement['hypotheses'] =>
  hypotheses.map(({ id }) => ({ id, probability: 1 / hypotheses.length }));

/** What the oracle answers: the ceiling in every figure. */
function oracleSays(told: Told): Judgement {
  const oracle = told.oracle ?? evenly(told);
  const culpability = new Map<string, number>();
  for (const [h, { culprits }] of told.hypotheses.entries()) {
    for (const party of culprits) culpability.set(party, (culpability.get(party) ?? 0) + oracle[h]!.probability);
  }
  return {
    hypotheses: oracle,
    // Sums of probabilities may pass 1 in their last bit.
    culpability: [...culpability].map(([party, probability]) => ({ party, probability: Math.min(1, probability) })),
  };
}

/** From here on a party is reputed to be a habitual cheat. */
const REPUTED = 0.5;

interface Standings {
  readonly watch: Watch;
  readonly fault: (at: number, culprits: readonly string[]) => void;
  readonly ask: () => void;
}

/** watchStandings asks for the reputations of those who were at fault. */
function watchStandings({ reputationOf }: Contestant): Standings {
  const watch = openWatch();
  let waiting: { readonly at: number; readonly party: string }[] = [];
  return {
    watch,
    fault(at, culprits) {
      watch.fault(at, culprits);
      for (const party of culprits) waiting.push({ at, party });
    },
    ask() {
      for (const { at, party } of waiting) {
        if ((reputationOf?.(party)?.cheater ?? 0) > REPUTED) watch.found(at, party);
      }
      waiting = [];
    },
  };
}

interface LossCount {
  readonly add: (fact: ConflictFact, judgement: Judgement, told: Told) => void;
  readonly finish: () => Losses;
}

/** countLosses leaves out the first so many conflicts, as scores do. */
function countLosses(skipped: number): LossCount {
  let [seen, counted, toCulprits, loss, from, to] = [0, 0, 0, 0, 0, 0];
  return {
    add(fact, judgement, told) {
      seen += 1;
      if (seen <= skipped) {
        from = fact.at;
        return;
      }
      const lost = awardLoss(fact, judgement, told);
      counted += 1;
      toCulprits += lost.toCulprits;
      loss += lost.loss;
      to = fact.at;
    },
    finish: () => ({
      toCulprits: counted === 0 ? 0 : toCulprits / counted,
      lossPerConflict: counted === 0 ? 0 : loss / counted,
      lossPerDay: to > from ? loss / (to - from) : 0,
    }),
  };
}
