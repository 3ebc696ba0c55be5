import { assessDraft, type Assessment } from './assess.ts';
import { compareCodePoints } from './code-points.ts';
import { draftConflict, nameDraft } from './draft.ts';
import type { ConflictFact, Fact, Problem, ResolutionFact } from './fact.ts';
import { hypothesisAt, MECHANISMS, slateOf, type Slate } from './hypotheses.ts';
import { learnAnew } from './learn-anew.ts';
import { learnDraft, nameTruth, resolve, takeBack, weighDraft, type Resolved } from './learn.ts';
import { SHAPES, type Market } from './market.ts';
import { standAsStated } from './stand-as-stated.ts';
import { settle, vouch, meet } from './register.ts';
import { visitInTurn } from './visit.ts';

/**
 * observe hears one fact. A conflict is answered at once, from everything before its instant and its own evidence; what
 * the facts of one instant teach is learned together when time moves on, in a canonical order, so that their order in the
 * stream cannot matter. A fact that contradicts the stream is refused with a reason and changes nothing.
 */
export function observe(market: Market, fact: Fact): Assessment | Problem | null {
  const problem = contradiction(market, fact);
  if (problem !== null) return { problem };
  moveTo(market, fact.at);
  market.heard.push(fact);
  if (fact.kind !== 'conflict') return null;
  const slate = slateOf(fact);
  market.heardConflicts.set(fact.id, slate);
  return answer(market, fact, slate);
}

/**
 * assess answers a conflict from all that was heard so far and teaches the market nothing; the conflict need not be part
 * of the stream. It closes the present instant first: facts that arrive later with the same `at` are learned after it.
 */
export function assess(market: Market, conflict: ConflictFact): Assessment {
  closeInstant(market);
  return answer(market, conflict, slateOf(conflict));
}

/**
 * openToAsk closes the present instant, unless the conflict was heard at it: that one is asked about as it was answered.
 */
export function openToAsk(market: Market, conflict: ConflictFact): void {
  if (!market.heardConflicts.has(conflict.id)) closeInstant(market);
}

/** answer weighs a conflict by what is learned, and leaves it on the scales. */
export function answer(market: Market, conflict: ConflictFact, slate: Slate): Assessment {
  draftConflict(market, conflict, slate, 'look');
  if (market.stated !== null) standAsStated(market, market.stated, conflict, slate);
  weighDraft(market);
  market.drafted = conflict;
  return assessDraft(market, conflict, slate);
}

/** moveTo closes the present instant if `at` is later. */
export function moveTo(market: Market, at: number): void {
  if (at <= market.now) return;
  closeInstant(market);
  market.now = at;
}

/** closeInstant learns from the facts heard at the present instant; without any it does nothing. */
export function closeInstant(market: Market): void {
  const { heard: facts, retracting } = market;
  if (retracting.size > 0) takeBackAll(market);
  if (facts.length === 0) return;
  market.heard = [];
  if (facts.length > 1) facts.sort(canonically);
  const resolved: Resolved = facts.some(isResolution) ? new Map() : NOTHING;
  let conflicts = 0;
  for (const fact of facts) {
    // Where a conflict is alone in its instant, it is still as it was answered.
    learn(market, fact, resolved, facts.length === 1 && market.drafted === fact);
    if (fact.kind === 'conflict') conflicts += 1;
  }
  market.drafted = null;
  resolve(market, resolved);
  // Not cleared: an engine's map leads from what it held to what it holds, and with one of them old all would live.
  if (market.heardConflicts.size > 0) market.heardConflicts = new Map();
  for (; conflicts > 0; conflicts -= 1) visitInTurn(market);
  if (market.history.number.size >= market.anewAt) learnAnew(market);
}

const isResolution = ({ kind }: Fact): boolean => kind === 'resolution';
/** What resolutions say at an instant without any. */
const NOTHING: Resolved = new Map();

// What is retracted goes first, so that nothing the instant teaches rests on it any more.
function takeBackAll(market: Market): void {
  for (const id of [...market.retracting].sort(compareCodePoints)) {
    const c = market.history.number.get(id);
    if (c !== undefined) takeBack(market, c);
  }
  // What was answered before is not what would be answered now.
  market.drafted = null;
  market.retracting.clear();
}

function learn(market: Market, fact: Fact, resolved: Resolved, isWeighed: boolean): void {
  switch (fact.kind) {
    case 'bank':
      meet(market, fact.bank, fact.at, true);
      return;
    case 'registration':
      vouch(market, meet(market, fact.party, fact.at, false), fact.bank);
      return;
    case 'activity':
      settle(market, meet(market, fact.party, fact.at, false), fact.settled);
      return;
    case 'conflict':
      if (isWeighed) nameDraft(market, fact, market.heardConflicts.get(fact.id)!);
      else draftConflict(market, fact, market.heardConflicts.get(fact.id) ?? slateOf(fact), 'learn');
      learnDraft(market, fact.id, isWeighed);
      return;
    case 'resolution':
      learnResolution(market, fact, resolved);
      return;
    default:
      fact satisfies never;
  }
}

function learnResolution(market: Market, fact: ResolutionFact, resolved: Resolved): void {
  const c = market.history.number.get(fact.conflict);
  if (c === undefined) return;
  const ids = keptHypotheses(market, c);
  nameTruth(
    resolved,
    c,
    ids.flatMap((id, h) => (id === fact.hypothesis ? [h] : [])),
  );
}

// Banks first, then who vouches for whom, then exposure: what a conflict of the instant says is laid on top of that.
const LEARNED_AFTER: Readonly<Record<Fact['kind'], number>> = {
  bank: 0,
  registration: 1,
  activity: 2,
  conflict: 3,
  resolution: 4,
};

function canonically(left: Fact, right: Fact): number {
  if (left.kind !== right.kind) return LEARNED_AFTER[left.kind] - LEARNED_AFTER[right.kind];
  return (
    compareCodePoints(subjectOf(left), subjectOf(right)) ||
    compareCodePoints(objectOf(left), objectOf(right)) ||
    settledOf(left) - settledOf(right)
  );
}

function subjectOf(fact: Fact): string {
  switch (fact.kind) {
    case 'bank':
      return fact.bank;
    case 'registration':
    case 'activity':
      return fact.party;
    case 'conflict':
      return fact.id;
    case 'resolution':
      return fact.conflict;
    default:
      return fact satisfies never;
  }
}

const objectOf = (fact: Fact): string =>
  fact.kind === 'registration' ? fact.bank : fact.kind === 'resolution' ? fact.hypothesis : '';

const settledOf = (fact: Fact): number => (fact.kind === 'activity' ? fact.settled : 0);

function contradiction(market: Market, fact: Fact): string | null {
  if (fact.at < market.now) return `at ${fact.at} goes back behind ${market.now}`;
  if (fact.kind === 'conflict') return whyNotNew(market, fact);
  if (fact.kind !== 'resolution') return null;
  if (market.retracting.has(fact.conflict)) {
    return `conflict ${JSON.stringify(fact.conflict)} of the resolution was retracted`;
  }
  const ids = hypothesesHeard(market, fact.conflict);
  if (ids === null) return `conflict ${JSON.stringify(fact.conflict)} of the resolution was never heard`;
  if (ids.includes(fact.hypothesis)) return null;
  return `hypothesis ${JSON.stringify(fact.hypothesis)} is not one of conflict ${JSON.stringify(fact.conflict)}`;
}

// A retracted id stays taken until time moves on, or the order of one instant's records could show.
function whyNotNew({ history, heardConflicts, retracting, now }: Market, { id, at }: ConflictFact): string | null {
  if (retracting.has(id)) {
    return at > now ? null : `conflict ${JSON.stringify(id)} was retracted at ${now}: it can be heard again after that`;
  }
  return history.number.has(id) || heardConflicts.has(id) ? `conflict ${JSON.stringify(id)} was already heard` : null;
}

function hypothesesHeard(market: Market, conflict: string): readonly string[] | null {
  const present = market.heardConflicts.get(conflict);
  if (present !== undefined) return present.mechanism.map((_, h) => hypothesisAt(present.shape, present, h).id);
  const c = market.history.number.get(conflict);
  return c === undefined ? null : keptHypotheses(market, c);
}

/** keptHypotheses names the hypotheses of conflict c of the history, in its own order. */
export function keptHypotheses({ history, parties }: Market, c: number): string[] {
  const mechanisms = MECHANISMS[SHAPES[history.shape[c]!]!];
  const s0 = history.slots[c]!;
  const ids: string[] = [];
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const culprits = [history.first[h]!, history.second[h]!].filter((slot) => slot >= 0);
    const named = culprits.map((slot) => parties.names[history.party[s0 + slot]!]!);
    ids.push(`${mechanisms[history.mechanism[h]!]!}:${named.join('+')}`);
  }
  return ids;
}

/** relearn closes the present instant and learns anew from all that stands; the cost is a few passes over the history. */
export function relearn(market: Market): void {
  closeInstant(market);
  learnAnew(market);
}
