import { COUNTS } from './dyadic.ts';
import { MECHANISMS } from './hypotheses.ts';
import { COPY, SHAPES, type Market } from './market.ts';
import { OUTCOMES, tally, tallyClaim } from './tables.ts';

/**
 * count adds conflict c to what is counted, or with −1 takes it out: mechanisms, faults, resolutions, leaks, tables. All
 * are sums of multiples of 2^-26, so taking out restores exactly what there was.
 */
export function count(market: Market, c: number, sign: number): void {
  const { history, parties, tables, totals } = market;
  const shape = history.shape[c]!;
  const { byMechanism } = market.scales;
  for (let m = 0; m < OUTCOMES; m += 1) byMechanism[m] = 0;
  for (let h = history.hypotheses[c]!; h < history.hypotheses[c + 1]!; h += 1) {
    const m = history.mechanism[h]!;
    const share = sign * history.responsibility[h]!;
    byMechanism[m] = byMechanism[m]! + share;
    totals.resolutionsRight += share * history.named[h]!;
  }
  totals.resolutionsHeard += sign * history.resolutions[c]!;
  for (let m = 0; m < 4; m += 1) totals.mechanisms[shape * 4 + m] = totals.mechanisms[shape * 4 + m]! + byMechanism[m]!;
  totals.cheatCollusions += sign * history.cheatCollusions[c]!;
  totals.cheatLeaks += sign * history.cheatLeaks[c]!;
  const s0 = history.slots[c]!;
  for (let s = s0; s < history.slots[c + 1]!; s += 1) {
    const i = history.party[s]!;
    parties.faults[i] = parties.faults[i]! + sign * history.fault[s]!;
  }
  if (shape === COPY) countIssue(market, c, sign, byMechanism[2]!);
  for (let e = history.entries[c]!; e < history.entries[c + 1]!; e += 1) {
    tallyClaim(tables, history.entryCell[e]!, history.entryCulpable[e]! / COUNTS, sign);
  }
  const size = MECHANISMS[SHAPES[shape]!].length;
  for (let g = history.cases[c]!; g < history.cases[c + 1]!; g += 1) {
    for (let m = 0; m < size; m += 1) tally(tables, history.caseCell[g]!, m, byMechanism[m]!);
  }
}

function countIssue({ history, parties, totals }: Market, c: number, sign: number, leaks: number): void {
  const issuer = history.party[history.slots[c]! + history.issuerSlot[c]!]!;
  const own = sign * history.ownLeaks[c]!;
  const issued = sign - leaks;
  if (sign > 0 && parties.copies[issuer] === 0) totals.issuers += 1;
  parties.copies[issuer] = parties.copies[issuer]! + sign;
  if (sign < 0 && parties.copies[issuer] === 0) totals.issuers -= 1;
  parties.issued[issuer] = parties.issued[issuer]! + issued;
  parties.ownLeaks[issuer] = parties.ownLeaks[issuer]! + own;
  totals.copies += sign;
  totals.issued += issued;
  totals.ownLeaks += own;
}
