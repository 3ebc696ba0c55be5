import type { History } from './history.ts';
import { COPY, FORK, type Market } from './market.ts';
import type { Among } from './scales.ts';
import { accompliceOf, collusionOf, openFactors, othersIn, victimsOf } from './weigh.ts';

/*
 * Messages of a conflict of many parties. What the hypotheses about others say is the same sum for every party but for its
 * own part in it, so that it is made once and a message to each of K parties costs K and not K². The own part is never
 * subtracted, or a message whose rest is tiny beside it would be rounding: what stands before it and what stands behind
 * it are added.
 */

/** A conflict of fewer hypotheses is not worth the sums. */
const MANY = 64;

/** isAmongMany tells whether a conflict has many hypotheses, each about one party at most beside its holder or issuer. */
export function isAmongMany({ hypotheses, slots }: History, c: number): boolean {
  const size = hypotheses[c + 1]! - hypotheses[c]!;
  return size > MANY && size <= 2 * (slots[c + 1]! - slots[c]!) + 1;
}

/** sumAmong makes the sums of conflict c. */
export function sumAmong(market: Market, c: number): Among {
  const { history, scales } = market;
  const size = history.slots[c + 1]! - history.slots[c]!;
  const weight = new Float64Array(size);
  const side = new Float64Array(size);
  const alone = new Float64Array(size);
  const together = new Float64Array(size);
  const shape = history.shape[c]!;
  const holder = history.first[history.hypotheses[c]!]!;
  let base = 0;
  openFactors(market, c);
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const evidence = history.evidence[h]!;
    const a = history.first[h]!;
    switch (shape * 4 + history.mechanism[h]!) {
      case COPY * 4:
        alone[a] = evidence * victimsOf(market, a);
        weight[a] = weight[a]! + alone[a]! * scales.cheat[a]!;
        side[a] = (evidence * scales.cheat[a]!) / othersIn();
        break;
      case COPY * 4 + 2: {
        const to = accompliceOf(market, c, h);
        weight[to] = weight[to]! + evidence * scales.leak[to]!;
        together[to] = evidence;
        break;
      }
      case FORK * 4 + 1:
        alone[a] = evidence * scales.side[holder]!;
        weight[a] = weight[a]! + alone[a]! * scales.cheat[a]!;
        break;
      case FORK * 4 + 2: {
        const b = history.second[h]!;
        const next = a === holder ? b : a;
        weight[next] = weight[next]! + evidence * collusionOf(market, a, b);
        together[next] = evidence;
        break;
      }
      case FORK * 4:
        base += evidence * scales.cheat[a]!;
        break;
      case FORK * 4 + 3:
        base += evidence * scales.side[holder]!;
        break;
      default:
        base += evidence;
    }
  }
  return { base, others: sumOthers(weight), sideOthers: sumOthers(side), alone, together };
}

function sumOthers(column: Float64Array): Float64Array {
  const others = new Float64Array(column.length);
  for (let s = 1, sum = 0; s < column.length; s += 1) {
    sum += column[s - 1]!;
    others[s] = sum;
  }
  for (let s = column.length - 2, sum = 0; s >= 0; s -= 1) {
    sum += column[s + 1]!;
    others[s] = others[s]! + sum;
  }
  return others;
}
