import { describe, expect, it } from '@jest/globals';
import {
  ORDINARY,
  simulate,
  type Answer,
  type ConflictRecord,
  type PartyTruth,
  type Simulated,
  type Strategy,
} from '../index.ts';

const under = (...strategies: readonly Strategy[]): Simulated =>
  simulate({ ...ORDINARY, name: 'attacked', conflicts: 1500, parties: 300, crowd: 0, moves: 0, strategies }, 5);

interface Case {
  readonly record: ConflictRecord;
  readonly answer: Answer;
}
const casesOf = ({ happenings }: Simulated): Case[] =>
  happenings.flatMap(({ record, answer }) =>
    record.kind === 'conflict' && answer !== null ? [{ record, answer }] : [],
  );
const partiesIn = ({ record: { claims, fork } }: Case): Set<string> =>
  new Set([...claims.map(({ claimant }) => claimant), ...(fork === undefined ? [] : [fork.holder, ...fork.next])]);
const byName = ({ parties }: Simulated): Map<string, PartyTruth> => new Map(parties.map((one) => [one.party, one]));

const slander = {
  kind: 'slander',
  sybils: 8,
  volume: 0,
  aim: 'popular',
  targets: 2,
  mechanism: 'theft',
  share: 0.3,
  frauds: 3,
  faking: 0.5,
  budget: 100,
  names: 20,
} as const;

describe('slander', () => {
  it.each(['theft', 'colluding claims', 'double_spend', 'key_theft', 'colluding fork'] as const)(
    'by %s brings its targets into what its own names cause',
    (mechanism) => {
      const market = under({ ...slander, mechanism });
      const who = byName(market);
      const staged = casesOf(market).filter(({ answer }) => answer.staged === 0);
      expect(staged.length).toBe(100);
      for (const one of staged) {
        expect(one.answer.culprits.every((name) => who.get(name)!.attacker === 0)).toBe(true);
        expect([...partiesIn(one)].some((name) => who.get(name)!.framed === 0)).toBe(true);
      }
      const targets = market.parties.filter(({ framed }) => framed !== null);
      expect(targets.length).toBe(2);
      expect(targets.every(({ cheat, attacker }) => !cheat && attacker === null)).toBe(true);
      expect(market.parties.filter(({ attacker }) => attacker === 0).length).toBe(20);
    },
  );

  it('of the popular finds the largest, of the unblemished others in turn', () => {
    const settledOf = (market: Simulated): number[] =>
      market.parties
        .filter(({ cheat }) => !cheat)
        .map(({ settled }) => settled)
        .toSorted((a, b) => b - a);
    const popular = under(slander);
    const targets = popular.parties.filter(({ framed }) => framed === 0);
    for (const { settled } of targets) expect(settled).toBeGreaterThanOrEqual(settledOf(popular)[4]!);
    const unblemished = under({ ...slander, aim: 'unblemished', budget: 5000, names: 100 });
    expect(unblemished.parties.filter(({ framed }) => framed === 0).length).toBeGreaterThan(6);
  });
});

describe('whitewash', () => {
  it('gives cheats new names after some frauds, at the bank it says', () => {
    const market = under({ kind: 'whitewash', share: 1, frauds: 3, bank: 'first', rest: 0.01 });
    const renamed = market.parties.filter(({ formerly }) => formerly !== null);
    const who = byName(market);
    expect(renamed.length).toBeGreaterThan(100);
    const old = renamed.map(({ formerly }) => who.get(formerly!)!);
    expect(renamed.every(({ bank, cheat }) => bank === 'b0' && cheat)).toBe(true);
    expect(old.reduce((sum, { faults }) => sum + faults, 0) / old.length).toBeCloseTo(3, 0);
    // Nobody acts under a name that it has left.
    const left = new Map<string, number>();
    for (const { record } of market.happenings) {
      if (record.kind === 'registration' && who.get(record.party)!.formerly !== null)
        left.set(who.get(record.party)!.formerly!, record.at);
      if (record.kind === 'conflict') expect(record.claims.filter(({ claimant }) => left.has(claimant))).toEqual([]);
    }
  });
});

describe('milking', () => {
  it('keeps cheats as honest as others until they turn', () => {
    const market = under({ kind: 'milking', share: 1, earliest: 0.5, latest: 0.6, greed: 2 });
    const who = byName(market);
    const cheats = market.parties.filter(({ cheatSince }) => cheatSince !== null && cheatSince >= 500);
    expect(cheats.length).toBeGreaterThan(8);
    const names = new Set(cheats.map(({ party }) => party));
    let [before, after] = [0, 0];
    for (const { record, answer } of casesOf(market)) {
      for (const name of answer.culprits) {
        if (!names.has(name)) continue;
        if (record.at < who.get(name)!.cheatSince!) before += 1;
        else after += 1;
      }
    }
    expect(after).toBeGreaterThan(20 * before);
  });
});

describe('rings and crooked issuers', () => {
  it('collude among themselves, with other partners after each shift', () => {
    const market = under({ kind: 'ring', rings: 3, size: 5, share: 0.3, shifts: 3, outwardlyHonest: 0.5 });
    const who = byName(market);
    expect(market.parties.filter(({ attacker }) => attacker === 0).length).toBe(15);
    const staged = casesOf(market).filter(({ answer }) => answer.staged === 0);
    expect(staged.length).toBeGreaterThan(200);
    const partners = new Map<string, Set<string>>();
    for (const { answer } of staged) {
      expect([answer.mechanism, ...answer.culprits.map((name) => who.get(name)!.attacker)]).toEqual([
        'collusion',
        0,
        0,
      ]);
      const [x, y] = answer.culprits;
      partners.set(x!, (partners.get(x!) ?? new Set()).add(y!));
      partners.set(y!, (partners.get(y!) ?? new Set()).add(x!));
    }
    expect(Math.max(...[...partners.values()].map((set) => set.size))).toBeGreaterThan(4);
  });

  it('leak to their accomplices', () => {
    const market = under({ kind: 'crooked issuer', banks: 2, accomplices: 3, share: 0.3, shifts: 1 });
    const staged = casesOf(market).filter(({ answer }) => answer.staged === 0);
    expect(staged.length).toBeGreaterThan(200);
    expect(new Set(staged.map(({ answer }) => answer.mechanism))).toEqual(new Set(['issuer_leak']));
    const pairs = new Set(staged.map(({ answer }) => answer.truth));
    expect(pairs.size).toBeGreaterThan(6);
    expect(pairs.size).toBeLessThanOrEqual(12);
  });
});

describe('a lax bank', () => {
  it('has as many cheats as it says', () => {
    const { parties } = under({ kind: 'lax bank', habitual: 0.6 });
    const own = parties.filter(({ party, bank }) => bank === 'b0' && party !== 'b0');
    expect(own.filter(({ cheat }) => cheat).length / own.length).toBeGreaterThan(0.45);
  });
});

describe('faking', () => {
  const shows = (market: Simulated, guilty: boolean): Map<string, number> => {
    const often = new Map<string, number>();
    let all = 0;
    for (const { record, answer } of casesOf(market).slice(750)) {
      for (const { claimant, features } of record.claims) {
        if (answer.culprits.includes(claimant) !== guilty) continue;
        all += 1;
        for (const [name, value] of Object.entries(features))
          often.set(`${name} ${value}`, (often.get(`${name} ${value}`) ?? 0) + 1);
      }
    }
    return new Map([...often].map(([shown, count]) => [shown, count / all]));
  };
  const distance = (market: Simulated): number => {
    const [guilty, honest] = [shows(market, true), shows(market, false)];
    return [...honest].reduce((sum, [shown, share]) => sum + Math.abs(share - (guilty.get(shown) ?? 0)), 0);
  };
  it('makes culprits look as if in good faith', () => {
    const openly = distance(under());
    const faked = distance(under({ kind: 'faking', share: 1, features: [], as: 'honest', frauds: 1, most: 1 }));
    expect(faked).toBeLessThan(0.65 * openly);
  });
});
