import { putAccomplice, putSide, putTypesFromLogs, type Means } from './beliefs.ts';
import { seeCandour } from './candour.ts';
import { count } from './count.ts';
import { naturalLog } from './elementary.ts';
import {
  ACCOMPLICE,
  ACCOMPLICES,
  CHEAT,
  CHEATS,
  COLLUSION,
  COLLUSIONS,
  SIDE,
  SIDES,
  SIDE_TRAITS,
  TYPES,
} from './grid.ts';
import { RETRACTED, type History } from './history.ts';
import { addToFew, weighKept } from './learn.ts';
import { COPY, type Market } from './market.ts';
import { tellSlot } from './messages.ts';
import { SIDE_STRIDE, volumeOf } from './parties.ts';
import { CLASSES, renewLaws } from './population.ts';
import { classOf, ratesOf, type Rates } from './rates.ts';
import { hasSide, stand } from './stand.ts';

/*
 * Belief propagation in the manner of Gauss and Seidel, a little with every new conflict. A pass visits the conflicts in
 * their order: each is weighed anew by the tables as they are, and the parties whose first conflict it is hear anew from
 * all their conflicts and tell them what they are (the mean of their traits by what the others say). Those of one first
 * conflict all hear before any of them tells, so that no order of names can show. After a pass the population's laws are
 * made anew of what was seen.
 */

/** visitInTurn makes the visits that one more conflict pays for. */
export function visitInTurn(market: Market): void {
  const n = market.history.number.size;
  market.visitsDue += Math.max(LEAST_VISITS, Math.min(n / (16 + 0.03 * n), market.parameters.visitsPeak / n));
  for (; market.visitsDue >= 1 && n > 0; market.visitsDue -= 1) visitNext(market);
}

/** However long the history, it is passed over again whenever it has grown threefold. */
const LEAST_VISITS = 0.5;

/** visitAll makes one whole pass. */
export function visitAll(market: Market): void {
  market.cursor = 0;
  const { history } = market;
  for (let c = 0; c < history.count; c += 1) if (history.shape[c] !== RETRACTED) visit(market, c);
  renewLaws(market.population, market.parameters);
}

function visitNext(market: Market): void {
  const { history } = market;
  while (market.cursor < history.count && history.shape[market.cursor] === RETRACTED) market.cursor += 1;
  if (market.cursor < history.count) {
    visit(market, market.cursor);
    market.cursor += 1;
  }
  if (market.cursor >= history.count) {
    renewLaws(market.population, market.parameters);
    market.cursor = 0;
  }
}

function visit(market: Market, c: number): void {
  const { history, parties } = market;
  count(market, c, -1);
  weighKept(market, c);
  count(market, c, 1);
  const rates = ratesOf(market);
  if (history.slots[c + 1]! - history.slots[c]! > CROWD) hearTogether(market, rates, c);
  else {
    let stood = -1;
    for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
      if (history.takesPart[s] === 1 && parties.head[history.party[s]!] === s) stood = hear(market, rates, s, stood);
    }
  }
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] === 1 && parties.head[history.party[s]!] === s) tell(market, rates, history.party[s]!);
  }
}

// Nobody's means change while they hear: a conflict that stands from the one before need not be stood again.
function hear(market: Market, rates: Rates, head: number, before: number): number {
  const { history } = market;
  let stood = before;
  for (let s = head; s >= 0; s = history.next[s]!) {
    const c = history.conflict[s]!;
    market.scales.ahead = readAhead(history, c, s);
    if (c !== stood) stand(market, rates, c);
    stood = c;
    tellSlot(market, c, s);
  }
  return stood;
}

/** So many parties may have their next conflicts in common as well. */
const CROWD = 16;

// Conflict by conflict, each stood once for all who hear from it, where party by party would stand it once for each.
function hearTogether(market: Market, rates: Rates, c: number): void {
  const { history, parties } = market;
  const heard: number[] = [];
  for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1) {
    if (history.takesPart[s] !== 1 || parties.head[history.party[s]!] !== s) continue;
    for (let one = s; one >= 0; one = history.next[one]!) heard.push(one);
  }
  // A conflict's slots lie side by side.
  heard.sort((a, b) => a - b);
  let stood = -1;
  for (const s of heard) {
    if (history.conflict[s] !== stood) stand(market, rates, history.conflict[s]!);
    stood = history.conflict[s]!;
    tellSlot(market, stood, s);
  }
}

// A party's conflicts lie far apart: the places that weighing one of them will want are fetched together (see `predict`).
function readAhead(history: History, c: number, s: number): number {
  const { slots, hypotheses, shape, issuerSlot, evidence, mechanism, first, second } = history;
  const h = hypotheses[c]!;
  const { next, party, takesPart, pair, meanCheat, meanCollusion, meanSide, meanPair } = history;
  const { toCheat, toCollusion, toNeither, toSide, besideSide, toPair, besidePair } = history;
  const ofConflict = slots[c]! + shape[c]! + issuerSlot[c]! + evidence[h]! + mechanism[h]! + first[h]! + second[h]!;
  const ofSlot = next[s]! + party[s]! + takesPart[s]! + pair[s]!;
  const read = meanCheat[s]! + meanCollusion[s]! + meanSide[s]! + meanPair[s]!;
  const written =
    toCheat[s]! + toCollusion[s]! + toNeither[s]! + toSide[s]! + besideSide[s]! + toPair[s]! + besidePair[s]!;
  return ofConflict + ofSlot + read + written;
}

const means: Means = { cheat: 1, collusion: 1 };

function tell(market: Market, rates: Rates, i: number): void {
  const { parties, scales, now } = market;
  gatherTypes(market, i);
  const { typeLog, product } = scales;
  putTypesFromLogs(market, rates, i, typeLog, 0, product, 0, means);
  parties.belief.set(product, i * TYPES);
  parties.volumeAt[i] = volumeOf(parties, i);
  parties.timeAt[i] = now;
  see(market, i);
  seeCandour(market, i);
  tellTypes(market, i);
  tellFew(market, rates, i);
}

/** Messages multiplied before a logarithm is taken: with none below 1e-30 the product of eight is a double. */
const BLOCK = 8;

function gatherTypes({ history, parties, scales }: Market, i: number): void {
  const { typeLog, product } = scales;
  typeLog.fill(0);
  product.fill(1);
  let waiting = 0;
  for (let s = parties.head[i]!; s >= 0; s = history.next[s]!) {
    const a = history.toCheat[s]!;
    const b = history.toCollusion[s]!;
    const d = history.toNeither[s]!;
    for (let l = 0, k = 0; l < CHEATS; l += 1) {
      const row = a * CHEAT[l]! + d;
      for (let j = 0; j < COLLUSIONS; j += 1, k += 1) product[k] = product[k]! * (row + b * COLLUSION[j]!);
    }
    waiting += 1;
    if (waiting < BLOCK && history.next[s]! >= 0) continue;
    for (let k = 0; k < TYPES; k += 1) {
      typeLog[k] = typeLog[k]! + naturalLog(product[k]!);
      product[k] = 1;
    }
    waiting = 0;
  }
}

/** What a party is believed to be, which stands on the scales, is seen by the laws of its kind. */
function see(market: Market, i: number): void {
  const { population, parties, scales } = market;
  const g = classOf(market, i);
  const cohort = (parties.cohort[i]! * CLASSES + g) * CHEATS;
  for (let l = 0, k = 0; l < CHEATS; l += 1) {
    let row = 0;
    for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
      const p = scales.product[k]!;
      row += p;
      population.seenTypes[k] = population.seenTypes[k]! + p;
    }
    population.seenByClass[g * CHEATS + l] = population.seenByClass[g * CHEATS + l]! + row;
    population.seenByCohort[cohort + l] = population.seenByCohort[cohort + l]! + row;
  }
}

// The means of a belief without one conflict's part in it, for each conflict: the cavities.
function tellTypes({ history, parties, scales }: Market, i: number): void {
  const { product } = scales;
  for (let s = parties.head[i]!; s >= 0; s = history.next[s]!) {
    const a = history.toCheat[s]!;
    const b = history.toCollusion[s]!;
    const d = history.toNeither[s]!;
    let sum = 0;
    let cheat = 0;
    let collusion = 0;
    for (let l = 0, k = 0; l < CHEATS; l += 1) {
      const row = a * CHEAT[l]! + d;
      let rows = 0;
      for (let j = 0; j < COLLUSIONS; j += 1, k += 1) {
        const p = product[k]! / (row + b * COLLUSION[j]!);
        rows += p;
        collusion += p * COLLUSION[j]!;
      }
      sum += rows;
      cheat += rows * CHEAT[l]!;
    }
    history.meanCheat[s] = cheat / sum;
    history.meanCollusion[s] = collusion / sum;
  }
}

/** One party's side traits, by shape. */
const sides = Array.from({ length: SIDE_TRAITS }, () => new Float64Array(SIDES));

function tellFew(market: Market, rates: Rates, i: number): void {
  const { history, parties, accomplices, population } = market;
  const { few } = market.scales;
  parties.side.fill(0, i * SIDE_STRIDE, (i + 1) * SIDE_STRIDE);
  for (let s = parties.head[i]!; s >= 0; s = history.next[s]!) {
    const pair = history.pair[s]!;
    if (pair < 0) continue;
    accomplices.log.fill(0, pair * ACCOMPLICES, (pair + 1) * ACCOMPLICES);
    accomplices.seenBy[pair] = s;
  }
  for (let s = parties.head[i]!; s >= 0; s = history.next[s]!) addToFew(market, history.conflict[s]!, s, 1);
  const g = classOf(market, i) * ACCOMPLICES;
  let seen = 0;
  for (let s = parties.head[i]!; s >= 0; s = history.next[s]!) {
    const c = history.conflict[s]!;
    if (hasSide(market, c, s)) {
      const trait = history.shape[c]!;
      const side = sides[trait]!;
      if ((seen & (1 << trait)) === 0) {
        putSide(market, rates, i, trait, side);
        for (let v = 0; v < SIDES; v += 1) {
          population.seenSide[trait * SIDES + v] = population.seenSide[trait * SIDES + v]! + side[v]!;
        }
        seen |= 1 << trait;
      }
      history.meanSide[s] = meanWithout(side, SIDE, SIDES, history.toSide[s]!, history.besideSide[s]!);
    }
    const pair = history.pair[s]!;
    if (pair < 0 || history.shape[c] !== COPY) continue;
    putAccomplice(market, pair, i, few);
    history.meanPair[s] = meanWithout(few, ACCOMPLICE, ACCOMPLICES, history.toPair[s]!, history.besidePair[s]!);
    // Once for each pair.
    if (accomplices.seenBy[pair] !== s) continue;
    for (let f = 0; f < ACCOMPLICES; f += 1)
      population.seenAccomplice[g + f] = population.seenAccomplice[g + f]! + few[f]!;
  }
}

/** meanWithout is the mean of what is believed of a trait or a pair, with one conflict's message divided out. */
export function meanWithout(
  belief: Float64Array,
  values: Float64Array,
  size: number,
  to: number,
  beside: number,
): number {
  let sum = 0;
  let mean = 0;
  for (let v = 0; v < size; v += 1) {
    const p = belief[v]! / (to * values[v]! + beside);
    sum += p;
    mean += p * values[v]!;
  }
  return mean / sum;
}
