import { isAmongMany, sumAmong } from './among-many.ts';
import { roundCount } from './dyadic.ts';
import { COPY, DUPLICATE, FORK, type Market } from './market.ts';
import { accompliceOf, collusionOf, openFactors, othersIn, victimsOf } from './weigh.ts';

/** Below this share of its whole a message's constant part counts as this: nothing is ever quite certain. */
const LEAST = 1e-30;

/**
 * tellSlot works out what conflict c (on the scales) says of the party in one of its slots. Every hypothesis is linear in
 * each trait, so with the others' traits at their means the likelihood of a type is A·L + B·C + D; of a side trait, and
 * of a pair's f, it is α·s + β.
 */
export function tellSlot(market: Market, c: number, slot: number): void {
  const { history, scales } = market;
  const s0 = history.slots[c]!;
  const x = slot - s0;
  const shape = history.shape[c]!;
  const holder = history.first[history.hypotheses[c]!]!;
  if (isAmongMany(history, c) && !(shape === FORK && x === holder)) {
    tellAmongMany(market, c, slot);
    return;
  }
  let cheat = 0;
  let collusion = 0;
  let neither = 0;
  let side = 0;
  let pair = 0;
  openFactors(market, c);
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const evidence = history.evidence[h]!;
    const a = history.first[h]!;
    switch (shape * 4 + history.mechanism[h]!) {
      case COPY * 4:
        if (a === x) cheat += evidence * victimsOf(market, x);
        else {
          neither += evidence * scales.cheat[a]! * victimsOf(market, a);
          side += (evidence * scales.cheat[a]!) / othersIn();
        }
        break;
      case COPY * 4 + 1:
      case FORK * 4 + 2: {
        const b = history.second[h]!;
        if (a === x || b === x) {
          const other = a === x ? b : a;
          collusion += evidence * (1 - scales.cheatCollusion) * scales.byTime[x]! * scales.collusion[other]!;
          cheat += evidence * scales.cheatCollusion * scales.cheat[other]!;
        } else neither += evidence * collusionOf(market, a, b);
        break;
      }
      case COPY * 4 + 2: {
        const to = accompliceOf(market, c, h);
        neither += evidence * scales.leak[to]!;
        if (to !== x) break;
        const byCheats = evidence * scales.ownLeak * scales.cheatLeak;
        cheat += byCheats;
        neither -= byCheats * scales.cheat[x]!;
        pair += evidence * scales.pairScale[x]!;
        break;
      }
      case FORK * 4:
      case DUPLICATE * 4:
        if (a === x) cheat += evidence;
        else neither += evidence * scales.cheat[a]!;
        break;
      case FORK * 4 + 1:
        if (a === x) cheat += evidence * scales.side[holder]!;
        else neither += evidence * scales.cheat[a]! * scales.side[holder]!;
        if (x === holder) side += evidence * scales.cheat[a]!;
        break;
      case FORK * 4 + 3:
        neither += evidence * scales.side[holder]!;
        if (x === holder) side += evidence;
        break;
      case DUPLICATE * 4 + 1:
        neither += evidence * scales.side[0]!;
        side += evidence;
        break;
      default:
        neither += evidence;
    }
  }
  keepMessage(market, slot, cheat, collusion, neither, side, pair);
}

/** The same from sums over the conflict, which are made once; in a fork of all but the holder. */
function tellAmongMany(market: Market, c: number, slot: number): void {
  const { history, scales } = market;
  const x = slot - history.slots[c]!;
  const among = (scales.among ??= sumAmong(market, c));
  const alone = among.alone[x]!;
  const together = among.together[x]!;
  const neither = among.base + among.others[x]!;
  if (history.shape[c] === COPY) {
    const byCheats = together * scales.ownLeak * scales.cheatLeak;
    const leaked = together * scales.leak[x]! - byCheats * scales.cheat[x]!;
    const pair = together * scales.pairScale[x]!;
    keepMessage(market, slot, alone + byCheats, 0, neither + leaked, among.sideOthers[x]!, pair);
    return;
  }
  const holder = history.first[history.hypotheses[c]!]!;
  const cheat = alone + together * scales.cheatCollusion * scales.cheat[holder]!;
  const collusion = together * (1 - scales.cheatCollusion) * scales.byTime[x]! * scales.collusion[holder]!;
  keepMessage(market, slot, cheat, collusion, neither, 0, 0);
}

// Weights of the hypotheses as they go with each trait, and without.
function keepMessage(
  { history, scales }: Market,
  slot: number,
  cheat: number,
  collusion: number,
  neither: number,
  side: number,
  pair: number,
): void {
  const x = slot - history.slots[history.conflict[slot]!]!;
  const whole = cheat + collusion + neither;
  history.toCheat[slot] = cheat / whole;
  history.toCollusion[slot] = collusion / whole;
  history.toNeither[slot] = Math.max(LEAST, neither / whole);
  const all = cheat * scales.cheat[x]! + collusion * history.meanCollusion[slot]! + neither;
  history.toSide[slot] = side / all;
  history.besideSide[slot] = Math.max(1e-12, 1 - (side / all) * scales.side[x]!);
  history.toPair[slot] = pair / all;
  history.besidePair[slot] = Math.max(1e-12, 1 - (pair / all) * history.meanPair[slot]!);
}

/** keepParts keeps of a weighed conflict how many of its leaks no accomplice explains, and what cheats do besides. */
export function keepParts(market: Market, c: number): void {
  const { history, scales } = market;
  let [own, cheatLeaks, cheatCollusions] = [0, 0, 0];
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const kind = history.shape[c]! * 4 + history.mechanism[h]!;
    if (kind === COPY * 4 + 2) {
      const to = accompliceOf(market, c, h);
      const each = (history.responsibility[h]! * scales.ownLeak) / scales.leak[to]!;
      own += each * (1 + scales.cheatLeak * (scales.cheat[to]! - 1));
      cheatLeaks += each * scales.cheatLeak * scales.cheat[to]!;
    } else if (kind === COPY * 4 + 1 || kind === FORK * 4 + 2) {
      const [a, b] = [history.first[h]!, history.second[h]!];
      const byCheats = scales.cheatCollusion * scales.cheat[a]! * scales.cheat[b]!;
      cheatCollusions += (history.responsibility[h]! * byCheats) / collusionOf(market, a, b);
    }
  }
  history.ownLeaks[c] = roundCount(own);
  history.cheatLeaks[c] = roundCount(cheatLeaks);
  history.cheatCollusions[c] = roundCount(cheatCollusions);
}
