import type { Fact } from '../src/fact.ts';
import { observe, retract, type Assessment, type Market, type Problem } from '../src/index.ts';
import { seededRandom } from './random.ts';
import { drawStream } from './streams.ts';

/** What a market is told: facts, and conflicts taken back. */
export type Told = Fact | { readonly kind: 'retraction'; readonly at: number; readonly conflict: string };

/**
 * drawRetractions is a stream in which about a third of the conflicts are retracted, some in their own instant, and some
 * of those heard again later under the same id.
 */
export function drawRetractions(seed: number, length: number): Told[] {
  const random = seededRandom(seed + 1);
  const told: Told[] = [];
  const standing: Fact[] = [];
  const gone = new Map<string, Fact>();
  const retractedNow = new Set<string>();
  let now = Number.NEGATIVE_INFINITY;
  for (const fact of drawStream(seed, length)) {
    if (fact.at > now) retractedNow.clear();
    now = fact.at;
    if (fact.kind === 'resolution' && gone.has(fact.conflict)) continue;
    told.push(fact);
    if (fact.kind === 'conflict') standing.push(fact);
    if (standing.length > 0 && random() < 0.2) {
      const [conflict] = standing.splice(Math.floor(random() * standing.length), 1);
      if (conflict?.kind !== 'conflict') continue;
      told.push({ kind: 'retraction', at: now, conflict: conflict.id });
      gone.set(conflict.id, conflict);
      retractedNow.add(conflict.id);
    }
    const back = [...gone].find(([id]) => !retractedNow.has(id));
    if (back !== undefined && random() < 0.2) {
      const again = { ...back[1], at: now };
      gone.delete(back[0]);
      standing.push(again);
      told.push(again);
    }
  }
  return told;
}

/** tell hears one thing, whichever it is. */
export const tell = (market: Market, told: Told): Assessment | Problem | null =>
  told.kind === 'retraction' ? retract(market, told.conflict, told.at) : observe(market, told);

/** tellAll hears everything and returns the answers in their order; nothing of it may be a problem. */
export function tellAll(market: Market, all: readonly Told[]): Assessment[] {
  return all.flatMap((told) => {
    const heard = tell(market, told);
    if (heard !== null && 'problem' in heard) throw new Error(heard.problem);
    return heard === null ? [] : [heard];
  });
}

/** spellOut is every figure of some answers, as text. */
export const spellOut = (answers: readonly Assessment[]): string =>
  JSON.stringify(
    answers.map(({ conflict, hypotheses, culpability, terms }) => [
      conflict,
      hypotheses,
      culpability,
      terms.map(({ about, item, logLikelihood }) => [about, item, ...logLikelihood]),
    ]),
  );
