/** The market follows the stream of facts in the docket: restored from a snapshot, then fed what was appended since. */
import {
  createMarket,
  observe,
  parseFact,
  reputationOf,
  restoreMarket,
  retract,
  saveMarket,
  type Fact,
  type Market,
} from '#inference';
import type { Json } from '#statements';
import type { Docket, NewFact, StoredFact } from './docket.ts';

/** A market and the last fact that it has heard. */
export interface MarketKeeper {
  market: Market;
  factSeq: number;
  /** The last fact of the newest snapshot, and the time of the last fact (seconds since 1970). */
  snapshotSeq: number;
  lastAt: number;
  /** The catching up that is under way: one at a time, or facts would be heard twice. */
  hearing: Promise<number> | null;
  /** Parties of whom something was heard that their kept reputations do not say yet. */
  readonly unkept: Set<string>;
}

/** How many facts are read at once while catching up. */
const PAGE = 5_000;

/**
 * openMarket restores the newest snapshot that this release can read, else begins with the first fact. What was kept of the
 * parties by a model that wrote another snapshot is then kept anew, of all of them.
 */
export async function openMarket(docket: Docket): Promise<{ keeper: MarketKeeper; problem: string | null }> {
  const snapshot = await docket.readSnapshot();
  const restored = snapshot === null ? null : restoreMarket(snapshot.bytes);
  const isGood = restored !== null && !('problem' in restored);
  const factSeq = isGood ? snapshot!.factSeq : 0;
  const keeper: MarketKeeper = {
    market: isGood ? restored : createMarket(),
    factSeq,
    snapshotSeq: factSeq,
    lastAt: 0,
    hearing: null,
    unkept: new Set(),
  };
  await catchUp(docket, keeper);
  if (restored === null || isGood) return { keeper, problem: null };
  const { names } = keeper.market.parties;
  for (let i = 0; i < names.length; i += PAGE) {
    for (const party of names.slice(i, i + PAGE)) keeper.unkept.add(party);
    await catchUp(docket, keeper);
  }
  return { keeper, problem: restored.problem };
}

/** catchUp hears every fact that was appended since, keeps what it says of the parties, and answers how many there were. */
export async function catchUp(docket: Docket, keeper: MarketKeeper): Promise<number> {
  // What was appended after the present round began may be missing from it: whoever asks gets a round of their own.
  while (keeper.hearing !== null) await keeper.hearing.catch(() => 0);
  keeper.hearing = hearAll(docket, keeper);
  try {
    return await keeper.hearing;
  } finally {
    keeper.hearing = null;
  }
}

async function hearAll(docket: Docket, keeper: MarketKeeper): Promise<number> {
  for (let heard = 0; ;) {
    const read = await docket.readFacts(keeper.factSeq, PAGE);
    const page = read.length < PAGE ? read : wholeInstants(read);
    for (const stored of page) hear(keeper, stored);
    heard += page.length;
    // Also where nothing was heard now: the last time it may have failed.
    if (keeper.unkept.size > 0) await docket.keepReputations(keeper.factSeq, describeParties(keeper, keeper.unkept));
    keeper.unkept.clear();
    if (read.length === 0) return heard;
  }
}

/** A full page may end inside an instant, which is learned from as a whole. */
function wholeInstants(page: readonly StoredFact[]): readonly StoredFact[] {
  const last = page.at(-1)!.at;
  const whole = page.filter(({ at }) => at < last);
  return whole.length === 0 ? page : whole;
}

function hear(keeper: MarketKeeper, { seq, at, fact }: StoredFact): void {
  for (const party of partiesIn(keeper.market, fact)) keeper.unkept.add(party);
  const problem =
    fact.kind === 'retraction'
      ? retract(keeper.market, fact.conflict, at)
      : observe(keeper.market, { ...fact, at } as Fact);
  // The stream is ours, written under one lock: what contradicts it is a bug, not somebody's mistake.
  if (problem !== null && 'problem' in problem) throw new Error(`fact ${seq}: ${problem.problem}`);
  keeper.factSeq = seq;
  keeper.lastAt = at;
}

function partiesIn(market: Market, fact: NewFact): string[] {
  switch (fact.kind) {
    case 'bank':
      return [fact.bank];
    case 'registration':
    case 'activity':
      return [fact.party];
    case 'conflict':
      return [
        fact.issuer,
        ...fact.claims.map(({ claimant }) => claimant),
        ...(fact.fork === undefined ? [] : [fact.fork.holder, ...fact.fork.next]),
      ];
    case 'resolution':
    case 'retraction':
      return namedIn(market, fact.conflict);
    default:
      return fact satisfies never;
  }
}

function namedIn({ history, parties }: Market, conflict: string): string[] {
  const c = history.number.get(conflict);
  if (c === undefined) return [];
  const slots = history.party.subarray(history.slots[c], history.slots[c + 1]);
  return [...slots].flatMap((party) => (party < 0 ? [] : [parties.names[party]!]));
}

function describeParties(keeper: MarketKeeper, parties: ReadonlySet<string>): Parameters<Docket['keepReputations']>[1] {
  return [...parties].sort().flatMap((party) => {
    const reputation = reputationOf(keeper.market, party);
    const number = keeper.market.parties.number.get(party)!;
    const conflicts = Math.round(keeper.market.parties.conflicts[number]!);
    return reputation === null ? [] : [{ party, conflicts, record: reputation }];
  });
}

/**
 * A snapshot is worth its writing when the facts since the last one are a tenth of all. Whoever starts from it hears
 * nothing from before it, so that the reputations up to it must have been kept.
 */
export async function keepSnapshotIfDue(docket: Docket, keeper: MarketKeeper, least = 1_000): Promise<boolean> {
  const since = keeper.factSeq - keeper.snapshotSeq;
  if (keeper.unkept.size > 0 || since < Math.max(least, keeper.snapshotSeq / 10)) return false;
  await docket.keepSnapshot(keeper.factSeq, saveMarket(keeper.market));
  keeper.snapshotSeq = keeper.factSeq;
  return true;
}

/** toFactRecord writes a fact as JSON, and parseFactRecord reads it back; a market keeps features as maps. */
export const toFactRecord = (fact: NewFact): Record<string, unknown> =>
  fact.kind === 'conflict'
    ? {
        ...fact,
        features: Object.fromEntries(fact.features),
        claims: fact.claims.map((claim) => ({ ...claim, features: Object.fromEntries(claim.features) })),
      }
    : { ...fact };

export function parseFactRecord(record: Record<string, unknown>): NewFact {
  if (record['kind'] === 'retraction') return { kind: 'retraction', conflict: record['conflict'] as string };
  const fact = parseFact({ ...record, at: 0 } as unknown as Json & Record<string, Json>);
  if ('problem' in fact) throw new Error(`a fact that was kept cannot be read: ${fact.problem}`);
  const { at: _at, ...rest } = fact;
  return rest;
}
