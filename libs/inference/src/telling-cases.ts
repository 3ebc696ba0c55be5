import { addCandour } from './candour.ts';
import { compareCodePoints } from './code-points.ts';
import { draftConflict } from './draft.ts';
import type { ConflictFact } from './fact.ts';
import { ACCOMPLICE, ACCOMPLICES, CHEAT, CHEATS, COLLUSION, COLLUSIONS, SIDE, SIDES, TYPES } from './grid.ts';
import type { History } from './history.ts';
import { hypothesisAt, slateOf } from './hypotheses.ts';
import { weighDraft } from './learn.ts';
import type { Market } from './market.ts';
import { openToAsk } from './observe.ts';
import { putAccomplice, putSide } from './beliefs.ts';
import { ratesOf } from './rates.ts';
import { hasSide, stand } from './stand.ts';
import { meanWithout } from './visit.ts';
import { weighConflict, weighEvidence } from './weigh.ts';

/** What of a slot rests on other cases. */
const MEANS = ['meanCheat', 'meanCollusion', 'meanSide', 'meanPair'] as const;

/** A past case, and the leading hypothesis with and without what it says of the parties. */
export interface TellingCase {
  readonly conflict: string;
  /** Total variation between the answer and the answer without the case, 0…1. */
  readonly moved: number;
  readonly hypothesis: string;
  readonly probability: number;
  readonly without: number;
}

/** Of each party only so many of its latest conflicts are asked about: the answer is read by a person. */
const MOST_CASES = 512;

/**
 * tellingCases asks of each past case of a conflict's parties how far the answer would be another without it: what the
 * case said of their types, side traits, candour and dealings with the issuer is divided out of what is believed of them;
 * tables and rates stay, and so does what it taught about others. The most telling come first. It teaches the market nothing; of a conflict that was just heard it tells what was answered, for any
 * other it closes the present instant first. A market rebuilt from a description knows no past.
 */
export function tellingCases(market: Market, conflict: ConflictFact, most = 3): TellingCase[] {
  openToAsk(market, conflict);
  if (market.stated !== null) return [];
  const { history, scales } = market;
  const slate = slateOf(conflict);
  draftConflict(market, conflict, slate, 'look');
  weighDraft(market);
  const draft = history.count;
  const size = slate.mechanism.length;
  const now = scales.posterior.slice(0, size);
  let leading = 0;
  for (let h = 1; h < size; h += 1) if (now[h]! > now[leading]!) leading = h;
  const rates = ratesOf(market);
  const found: TellingCase[] = [];
  for (const [c, slots] of casesOf(market, draft)) {
    const kept = slots.map(([s]) => MEANS.map((mean) => history[mean][s]!));
    for (const [s, past] of slots) leaveOut(market, draft, s, past);
    stand(market, rates, draft);
    weighWithout(market, draft, slots);
    weighConflict(market, draft);
    let moved = 0;
    for (let h = 0; h < size; h += 1) moved += Math.abs(scales.posterior[h]! - now[h]!) / 2;
    const { id } = hypothesisAt(conflict.shape, slate, leading);
    const without = scales.posterior[leading]!;
    found.push({ conflict: history.ids[c]!, moved, hypothesis: id, probability: now[leading]!, without });
    for (const [n, [s]] of slots.entries()) {
      for (const [m, mean] of MEANS.entries()) history[mean][s] = kept[n]![m]!;
    }
  }
  found.sort((a, b) => b.moved - a.moved || compareCodePoints(a.conflict, b.conflict));
  return found.slice(0, most);
}

// What a case says of a party's candour is a sum that taking out and putting back leaves as it was, to the bit.
function weighWithout(market: Market, draft: number, slots: readonly (readonly [slot: number, past: number])[]): void {
  for (const [, past] of slots) addCandour(market, past, -1);
  weighEvidence(market, draft);
  for (const [, past] of slots) addCandour(market, past, 1);
}

/** Past conflicts of the draft's parties: for each the draft's slots and theirs. */
function casesOf({ history, parties }: Market, draft: number): Map<number, [slot: number, past: number][]> {
  const cases = new Map<number, [number, number][]>();
  for (let s = history.slots[draft]!; s < history.slots[draft + 1]!; s += 1) {
    const i = history.party[s]!;
    if (i < 0 || history.takesPart[s] === 0) continue;
    for (const past of latestOf(history, parties.head[i]!)) {
      const c = history.conflict[past]!;
      const known = cases.get(c);
      if (known === undefined) cases.set(c, [[s, past]]);
      else known.push([s, past]);
    }
  }
  return cases;
}

// A party's slots are linked from the first on.
function latestOf({ next }: History, head: number): number[] {
  let count = 0;
  for (let past = head; past >= 0; past = next[past]!) count += 1;
  const latest: number[] = [];
  for (let past = head; past >= 0; past = next[past]!) {
    if (count <= MOST_CASES) latest.push(past);
    count -= 1;
  }
  return latest;
}

// The draft's means of a party without what one past conflict said of it.
function leaveOut(market: Market, draft: number, s: number, past: number): void {
  const { history, scales } = market;
  const from = (s - history.slots[draft]!) * TYPES;
  let [sum, cheat, collusion] = [0, 0, 0];
  for (let l = 0, k = from; l < CHEATS; l += 1) {
    const row = history.toCheat[past]! * CHEAT[l]! + history.toNeither[past]!;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const p = scales.types[k]! / (row + history.toCollusion[past]! * COLLUSION[j]!);
      sum += p;
      cheat += p * CHEAT[l]!;
      collusion += p * COLLUSION[j]!;
    }
  }
  history.meanCheat[s] = cheat / sum;
  history.meanCollusion[s] = collusion / sum;
  const i = history.party[s]!;
  const { few } = scales;
  const c = history.conflict[past]!;
  if (history.shape[c] === history.shape[draft] && hasSide(market, c, past) && hasSide(market, draft, s)) {
    putSide(market, ratesOf(market), i, history.shape[c]!, few);
    history.meanSide[s] = meanWithout(few, SIDE, SIDES, history.toSide[past]!, history.besideSide[past]!);
  }
  const pair = history.pair[s]!;
  if (pair < 0 || history.pair[past] !== pair) return;
  putAccomplice(market, pair, i, few);
  history.meanPair[s] = meanWithout(few, ACCOMPLICE, ACCOMPLICES, history.toPair[past]!, history.besidePair[past]!);
}
