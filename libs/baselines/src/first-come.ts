import { compareCodePoints, type ClaimFact, type ConflictFact } from '#inference';
import type { Baseline } from './baseline.ts';
import { judgeByRule } from './rule-of-thumb.ts';

/**
 * openFirstCome judges as e-cash does today: who redeemed first is right, and who came later is the culprit. At a fork
 * that is the successor to whose branch the later claim belongs, and the holder where that is the holder's own; at a
 * duplicate the claimant, whose second redemption was one too many. `judgeByRule` says how sure it is.
 */
export const openFirstCome = (): Baseline => judgeByRule({ suspects: latecomers });

function latecomers({ claims, fork }: ConflictFact): string[] {
  const order = claims.map((claim, i) => ({ claim, party: fork?.next[i] ?? claim.claimant }));
  order.sort((a, b) => inTime(a.claim, b.claim));
  const first = order[0]?.party;
  const later = order.slice(1).map(({ party }) => party);
  const others = later.filter((party) => party !== first);
  return others.length > 0 ? others : later;
}

const inTime = (a: ClaimFact, b: ClaimFact): number => a.at - b.at || compareCodePoints(a.id, b.id);
