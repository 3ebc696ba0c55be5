import { putAccomplice, putSide, putWeightsFromLogs, type Means } from './beliefs.ts';
import { count } from './count.ts';
import { naturalLog } from './elementary.ts';
import { CANDOURS, CHEAT, CHEATS, COLLUSION, COLLUSIONS, TYPES } from './grid.ts';
import { RETRACTED, type History } from './history.ts';
import { addToFew, keepWeights } from './learn.ts';
import { COPY, FIRST_ANEW, type Market } from './market.ts';
import { tellSlot } from './messages.ts';
import { SIDE_STRIDE, sinceOf, volumeOf, type Parties } from './parties.ts';
import { resetLaws } from './population.ts';
import { ratesOf } from './rates.ts';
import { hasSide, stand } from './stand.ts';
import { resetTables } from './tables.ts';
import { visitAll } from './visit.ts';
import { addVolume, createVolumes } from './volumes.ts';
import { weighConflict, weighEvidence } from './weigh.ts';

/** Passes after which what is learned anew has settled. */
const PASSES = 2;

/**
 * learnAnew forgets all that was concluded and concludes it again from what was heard and stands: once through the
 * conflicts in their order, with what is known of their parties' volume now, and a few passes over all. Equal records
 * give equal bits, whatever was heard and taken back besides. It also gets a market out of a reading that it has talked
 * itself into when little was known, and in which every new conflict confirms it.
 */
export function learnAnew(market: Market): void {
  const { history, accomplices, population, tables, parameters } = market;
  forget(market);
  resetTables(tables, parameters);
  resetLaws(population, parameters);
  accomplices.log.fill(0);
  for (let c = 0; c < history.count; c += 1) if (history.shape[c] !== RETRACTED) learn(market, c);
  for (let pass = 0; pass < PASSES; pass += 1) visitAll(market);
  market.cursor = 0;
  market.visitsDue = 0;
  market.anewAt = nextAnew(history.number.size);
}

/** Later the reading of a market is settled, and learning anew would only cost. */
const LAST_ANEW = 5_000;

// One and the same series for every market, or what was retracted would show in when it learns anew.
function nextAnew(conflicts: number): number {
  let next = FIRST_ANEW;
  while (next <= conflicts) next = Math.ceil(next * 1.2);
  return next > LAST_ANEW ? Number.POSITIVE_INFINITY : next;
}

// While learning anew, `belief` holds log-likelihoods.
function forget({ history, parties, totals }: Market): void {
  totals.mechanisms.fill(0);
  Object.assign(totals, {
    resolutionsRight: 0,
    resolutionsHeard: 0,
    copies: 0,
    issuers: 0,
    issued: 0,
    ownLeaks: 0,
    cheatLeaks: 0,
    cheatCollusions: 0,
  });
  for (const column of [parties.faults, parties.copies, parties.issued, parties.ownLeaks, parties.candour]) {
    column.fill(0);
  }
  forgetBeliefs(history, parties);
  history.candour.fill(0, 0, history.slots[history.count]! * CANDOURS);
  Object.assign(totals, { named: 0, parts: 0, since: 0, volumes: createVolumes() });
  for (let c = 0; c < history.count; c += 1) {
    if (history.shape[c] === RETRACTED) continue;
    for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
      const i = history.party[s]!;
      if (history.takesPart[s] === 0 || parties.head[i] !== s) continue;
      totals.named += 1;
      totals.parts += parties.conflicts[i]!;
      addVolume(totals.volumes, volumeOf(parties, i), 1);
      totals.since += sinceOf(parties, i);
    }
  }
}

// The rows of whoever was in no conflict were never written, and while a market is young that is nearly everybody.
function forgetBeliefs({ count, slots, party }: History, { names, belief, side }: Parties): void {
  if (slots[count]! > names.length) {
    belief.fill(0);
    side.fill(0);
    return;
  }
  for (let s = 0; s < slots[count]!; s += 1) {
    const i = party[s]!;
    belief.fill(0, i * TYPES, (i + 1) * TYPES);
    side.fill(0, i * SIDE_STRIDE, (i + 1) * SIDE_STRIDE);
  }
}

const means: Means = { cheat: 1, collusion: 1 };

function learn(market: Market, c: number): void {
  const { history, parties, scales } = market;
  const rates = ratesOf(market);
  const shape = history.shape[c]!;
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 0) continue;
    const i = history.party[s]!;
    putWeightsFromLogs(market, rates, i, parties.belief, i * TYPES, scales.product, 0, means);
    history.meanCheat[s] = means.cheat;
    history.meanCollusion[s] = means.collusion;
    if (hasSide(market, c, s)) history.meanSide[s] = putSide(market, rates, i, shape, scales.few);
    if (shape === COPY) history.meanPair[s] = putAccomplice(market, history.pair[s]!, i, scales.few);
  }
  stand(market, rates, c);
  weighEvidence(market, c);
  weighConflict(market, c);
  keepWeights(market, c);
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 0) continue;
    tellSlot(market, c, s);
    addLog(market, s);
    addToFew(market, c, s, 1);
  }
  count(market, c, 1);
}

function addLog({ history, parties }: Market, s: number): void {
  const { belief } = parties;
  const a = history.toCheat[s]!;
  const b = history.toCollusion[s]!;
  const d = history.toNeither[s]!;
  for (let l = 0, k = history.party[s]! * TYPES; l < CHEATS; l += 1) {
    const row = a * CHEAT[l]! + d;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) belief[k] = belief[k]! + naturalLog(row + b * COLLUSION[j]!);
  }
}
