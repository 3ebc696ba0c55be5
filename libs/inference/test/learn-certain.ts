import { keepDraft } from '../src/history.ts';
import { credit } from '../src/learn.ts';
import type { Market } from '../src/market.ts';
import { weighConflict } from '../src/weigh.ts';

/** learnCertain keeps the draft with hypothesis h as its known outcome: what the answer would rest on were it certain. */
export function learnCertain(market: Market, id: string, h: number): void {
  const { history, scales } = market;
  const c = history.count;
  keepDraft(history, id);
  weighConflict(market, c);
  const h0 = history.hypotheses[c]!;
  scales.posterior.fill(0);
  scales.culpable.fill(0);
  scales.posterior[h] = 1;
  for (const slot of [history.first[h0 + h]!, history.second[h0 + h]!]) if (slot >= 0) scales.culpable[slot] = 1;
  credit(market, c);
}
