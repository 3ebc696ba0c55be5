import { describe, expect, it } from '@jest/globals';
import { plainClaim } from '../test/plain-market.ts';
import { seededRandom } from '../test/random.ts';
import { drawStream } from '../test/streams.ts';
import { isAmongMany } from './among-many.ts';
import { draftConflict } from './draft.ts';
import type { ConflictFact } from './fact.ts';
import { COLLUSION } from './grid.ts';
import { slateOf } from './hypotheses.ts';
import { closeInstant, createMarket, observe, type Market } from './index.ts';
import { weighDraft } from './learn.ts';
import { tellSlot } from './messages.ts';
import { weighConflict } from './weigh.ts';

const random = seededRandom(5);
const names = Array.from({ length: 90 }, (_, i) => `p${i}`);
const claims = names.map((name) => plainClaim(`${name}.`, name, { receipt: random() < 0.5 ? 'own' : 'late' }));
const plain = { kind: 'conflict', id: 'many', at: 1e6, features: new Map<string, string>(), claims } as const;

const MANY: readonly (readonly [string, ConflictFact])[] = [
  ['a copy', { ...plain, shape: 'copy', issuer: 'b0' }],
  ['a copy that its issuer claims too', { ...plain, shape: 'copy', issuer: 'p7' }],
  ['a fork', { ...plain, shape: 'fork', issuer: 'b0', fork: { holder: 'p3', next: names } }],
  [
    'a fork of a holder who claims nothing',
    { ...plain, shape: 'fork', issuer: 'b0', fork: { holder: 'h', next: names } },
  ],
];

/** How much of all hypotheses' weight there is while one party's traits are others: what a message must say. */
function wholeAt(market: Market, c: number, x: number, cheat: number, collusion: number): number {
  const { scales, history } = market;
  const [was, with_, leak] = [scales.cheat[x]!, scales.collusion[x]!, scales.leak[x]!];
  scales.cheat[x] = cheat;
  scales.collusion[x] = collusion * scales.byTime[x]!;
  scales.leak[x] = leak + scales.ownLeak * scales.cheatLeak * (cheat - was);
  if (history.shape[c] !== 0) scales.leak[x] = leak;
  weighConflict(market, c);
  let sum = 0;
  for (let h = 0; h < history.hypotheses[c + 1]! - history.hypotheses[c]!; h += 1) sum += scales.weight[h]!;
  [scales.cheat[x], scales.collusion[x], scales.leak[x]] = [was, with_, leak];
  return sum;
}

/** Seconds of this process's work on three copies of the same claimants. */
function costOf(claimants: number): number {
  const market = createMarket();
  const crowd = Array.from({ length: claimants }, (_, i) => plainClaim(`x${i}`, `p${i}`));
  const before = process.cpuUsage();
  for (let at = 0; at < 3; at += 1)
    observe(market, { ...plain, id: `c${at}`, at, shape: 'copy', issuer: 'b0', claims: crowd });
  closeInstant(market);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('conflicts of the same many parties', () => {
  it('cost by their number, not by its square', () => {
    costOf(1_000);
    const [few, many] = [2_000, 16_000].map((claimants) => Math.min(costOf(claimants), costOf(claimants)));
    // Eight times as many; by the square it would be sixty-four.
    expect(many! / few!).toBeLessThan(32);
  });
});

describe('a fork of many', () => {
  it.each([3, 40])('of %i: whom no hypothesis names has no slot, every other claimant its own', (size) => {
    const market = createMarket();
    const next = names.slice(1, size);
    const claimed = [...next, 'stranger'].map((name) => plainClaim(`${name}.`, name, { receipt: 'own' }));
    const fork: ConflictFact = { ...plain, shape: 'fork', issuer: 'b0', fork: { holder: 'p0', next }, claims: claimed };
    const slate = slateOf(fork);
    draftConflict(market, fork, slate, 'learn');
    const from = market.history.entries[market.history.count]!;
    const slots = claimed.map((_, n) => market.history.entrySlot[from + n]!);
    expect(slots.map((slot) => slate.parties[slot])).toEqual([...next, undefined]);
    expect(slots.at(-1)).toBe(-1);
  });
});

describe('messages of a conflict of many parties', () => {
  it.each(MANY)('say of each what weighing it anew with other traits says: %s', (_what, conflict) => {
    const market = createMarket();
    for (const fact of drawStream(4, 60)) observe(market, fact);
    closeInstant(market);
    draftConflict(market, conflict, slateOf(conflict), 'learn');
    weighDraft(market);
    const { history } = market;
    const c = history.count;
    expect(isAmongMany(history, c)).toBe(true);
    for (let s = history.slots[c]!; s < history.slots[c + 1]!; s += 1)
      if (history.takesPart[s] === 1) tellSlot(market, c, s);
    for (let x = 0; x < history.slots[c + 1]! - history.slots[c]!; x += 1) {
      const s = history.slots[c]! + x;
      if (history.takesPart[s] === 0) continue;
      const [a, b, d] = [history.toCheat[s]!, history.toCollusion[s]!, history.toNeither[s]!];
      const unit = wholeAt(market, c, x, 1, 1) / (a + b + d);
      for (const [l, k] of [
        [0, 0],
        [5, 0],
        [0, COLLUSION[5]!],
        [0.01, 3],
      ] as const) {
        expect((unit * (a * l + b * k + d)) / wholeAt(market, c, x, l, k)).toBeCloseTo(1, 9);
      }
    }
  });
});
