import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../test/random.ts';
import { headerOf, reseal, withHeader } from '../test/reseal.ts';
import { drawRetractions, spellOut, tellAll } from '../test/retractions.ts';
import { createHistory } from './history.ts';
import {
  createMarket,
  describeMarket,
  reputations,
  restoreMarket,
  saveMarket,
  type Fact,
  type Market,
  type Parameters,
} from './index.ts';
import { createAccomplices } from './accomplices.ts';
import { CONFLICT_COLUMNS, LAWS, PAIR_COLUMNS, PARTY_COLUMNS, RUN_KINDS, RUNS, TOTALS } from './market-columns.ts';
import { createTotals } from './market.ts';
import { createPopulation } from './population.ts';
import { createParties } from './parties.ts';
import { FORMAT } from './sealed-market.ts';

const lengths = fc.integer({ min: 0, max: 60 });

function restored(saved: Uint8Array, parameters: Partial<Parameters> = {}): Market {
  const market = restoreMarket(saved, parameters);
  if ('problem' in market) throw new Error(market.problem);
  return market;
}

const restart = (market: Market): Market => restored(saveMarket(market));

function taught(seed: number, length: number): Market {
  const market = createMarket();
  tellAll(market, drawRetractions(seed, length));
  return market;
}

describe('a market saved and restored', () => {
  it('goes on to the bit as if it had never stopped, past where all is learned anew', () => {
    const told = drawRetractions(4, 400);
    const [whole, start] = [createMarket(), createMarket()];
    const answers = spellOut(tellAll(whole, told));
    const early = tellAll(start, told.slice(0, 150));
    const later = tellAll(restart(start), told.slice(150));
    expect(whole.anewAt).toBeGreaterThan(100);
    expect(spellOut([...early, ...later])).toBe(answers);
  });

  it('goes on to the bit as if it had never stopped, wherever that was', () =>
    fc.assert(
      fc.property(fc.nat(), lengths, fc.nat(60), fc.nat(60), (seed, length, one, other) => {
        const told = drawRetractions(seed, length);
        const whole = createMarket();
        const answers = spellOut(tellAll(whole, told));
        const [first, second] = [Math.min(one, other), Math.max(one, other)];
        const start = createMarket();
        const early = tellAll(start, told.slice(0, first));
        const middle = restart(start);
        const later = tellAll(middle, told.slice(first, second));
        const end = restart(middle);
        const last = tellAll(end, told.slice(second));
        expect(spellOut([...early, ...later, ...last])).toBe(answers);
        // The open instant is still open on both sides.
        expect(saveMarket(end)).toEqual(saveMarket(whole));
        expect(JSON.stringify(reputations(end))).toBe(JSON.stringify(reputations(whole)));
        expect(JSON.stringify(describeMarket(end))).toBe(JSON.stringify(describeMarket(whole)));
      }),
      { numRuns: 40 },
    ));

  it('is the same bytes when it is saved again, and saving changes nothing', () =>
    fc.assert(
      fc.property(fc.nat(), lengths, (seed, length) => {
        const market = taught(seed, length);
        const saved = saveMarket(market);
        expect(saveMarket(market)).toEqual(saved);
        const again = restored(saved);
        expect(saveMarket(again)).toEqual(saved);
        expect([...again.history.number]).toEqual([...market.history.number]);
      }),
      { numRuns: 25 },
    ));

  it('keeps names of any code units, NUL and half a surrogate pair too, and features in their order', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 4 }).map((units) => String.fromCharCode(...units)),
            fc.constantFrom('\0', '\ud800', '\udfff\ud800', '__proto__', '7', '1', '\ufffd'),
          ),
          { minLength: 3, maxLength: 8 },
        ),
        fc.boolean(),
        (names, isOpen) => {
          const market = createMarket();
          const features = new Map(names.map((name) => [name, name]));
          const [one, two, bank] = names as [string, string, string];
          const conflict: Fact = {
            kind: 'conflict',
            id: one,
            at: 1,
            shape: 'copy',
            issuer: bank,
            features,
            claims: [one, two].map((claimant) => ({ id: claimant, claimant, bank, at: 1, features })),
          };
          tellAll(market, [{ kind: 'registration', party: two, bank, at: 0 }, conflict]);
          if (!isOpen) tellAll(market, [{ kind: 'bank', bank, at: 2 }]);
          const again = restart(market);
          expect(again.parties.names).toEqual(market.parties.names);
          expect(again.heard).toEqual(market.heard);
          expect(saveMarket(again)).toEqual(saveMarket(market));
          expect(JSON.stringify(describeMarket(again))).toBe(JSON.stringify(describeMarket(market)));
        },
      ),
      { numRuns: 40 },
    ));

  it('may be cut anywhere and joined again, and lie anywhere in memory', () => {
    const saved = saveMarket(taught(3, 60));
    const moved = Buffer.concat([Buffer.from('x'), saved.subarray(0, 1000), saved.subarray(1000)]).subarray(1);
    expect(saveMarket(restored(moved))).toEqual(saved);
  });

  it('keeps every column there is', () => {
    const columnsOf = (owner: object): string[] =>
      Object.entries(owner).flatMap(([name, value]) => (ArrayBuffer.isView(value) ? [name] : []));
    const named = (columns: readonly (readonly [string, number])[]): string[] => columns.map(([column]) => column);
    expect(columnsOf(createParties()).toSorted()).toEqual(named(PARTY_COLUMNS).toSorted());
    // Where a pair is found is made again.
    const places = ['places', 'newest', 'before'];
    expect(columnsOf(createAccomplices()).toSorted()).toEqual([...named(PAIR_COLUMNS), ...places].toSorted());
    expect(columnsOf(createPopulation(createMarket().parameters)).toSorted()).toEqual([...LAWS].toSorted());
    expect(Object.keys(createTotals()).toSorted()).toEqual([...TOTALS, 'mechanisms', 'volumes'].toSorted());
    const runs = RUN_KINDS.flatMap((kind) => [kind, ...named(RUNS[kind])]);
    expect(columnsOf(createHistory()).toSorted()).toEqual([...named(CONFLICT_COLUMNS), ...runs].toSorted());
  });
});

describe('what is no market of this program', () => {
  const saved = saveMarket(taught(5, 60));
  const problemOf = (bytes: Uint8Array, parameters: Partial<Parameters> = {}): string | null => {
    const market = restoreMarket(bytes, parameters);
    return 'problem' in market ? market.problem : null;
  };

  it('is refused with words, however it was damaged', () => {
    const random = seededRandom(11);
    const below = (size: number): number => Math.floor(random() * size);
    const damages: ((bytes: Buffer) => Buffer)[] = [
      (bytes) => {
        bytes[below(bytes.length)]! ^= 1 << below(8);
        return bytes;
      },
      (bytes) => bytes.subarray(0, below(bytes.length)),
      (bytes) => bytes.subarray(1 + below(bytes.length - 1)),
      (bytes) => Buffer.concat([bytes, Buffer.alloc(1 + below(50), below(256))]),
      (bytes) => {
        const at = below(bytes.length);
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(40))]);
      },
      (bytes) => {
        const at = below(bytes.length);
        const run = bytes.subarray(at, at + 1 + below(64));
        // A run of what it is already would be no damage.
        run.fill(run[0] === 0 && run.every((byte) => byte === 0) ? 1 : 0);
        return bytes;
      },
    ];
    for (let n = 0; n < 900; n += 1) {
      const problem = problemOf(damages[n % damages.length]!(Buffer.from(saved)));
      expect(problem).toContain('learn it anew from its facts');
    }
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'this is no saved market'],
    ['something else', Buffer.from(`{"kind":"bank"}${' '.repeat(100)}`), 'this is no saved market'],
    ['cut short', saved.subarray(0, -1), 'damaged or cut short'],
    [
      'of another format',
      reseal(saved, (body) => (body.writeUInt32LE(FORMAT + 1, 8), body)),
      `saved in format ${FORMAT + 1}, and only ${FORMAT} can be read`,
    ],
    ['of another model', withHeader(saved, (header) => ({ ...header, model: 'plain-0' })), 'by the model plain-0'],
    [
      'of a machine that orders bytes otherwise',
      withHeader(saved, (header) => ({ ...header, order: 'middle' })),
      'other byte order (middle-endian)',
    ],
  ])('is refused where it is %s', (_what, bytes, words) => {
    expect(problemOf(bytes)).toContain(words);
  });

  it('is one saved under other parameters, and none under the same', () => {
    const tuned: Partial<Parameters> = {
      habitualShare: 0.1 + 1e-12,
      mechanismShares: { duplicate: [0.45, 0.4, 0.15], fork: [0.6, 0.14, 0.14, 0.12], copy: [0.6, 0.14, 0.08, 0.18] },
    };
    expect(problemOf(saved, tuned)).toContain('saved under other parameters');
    expect(problemOf(saved, { mechanismShares: tuned.mechanismShares! })).toBeNull();
    expect(
      problemOf(saved, { mechanismShares: { ...tuned.mechanismShares!, copy: [0.6, 0.14, 0.18, 0.08] } }),
    ).toContain('other parameters');
    const market = createMarket(tuned);
    expect(restored(saveMarket(market), tuned).parameters).toEqual(market.parameters);
  });

  it('is a problem and no exception even with a good checksum', () => {
    const random = seededRandom(12);
    let refused = 0;
    for (let n = 0; n < 500; n += 1) {
      const forged = reseal(saved, (body) => {
        // Mostly in the header, which says where everything is.
        const at = 12 + Math.floor(random() * (n % 4 === 0 ? body.length - 12 : 2_500));
        body[at] = Math.floor(random() * 256);
        return body;
      });
      refused += problemOf(forged) === null ? 0 : 1;
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('would be one with other sections: they are what this format has', () => {
    const sections = headerOf(saved)['sections'] as [string, ...unknown[]][];
    const names = sections.map(([name]) => name).join(' ');
    // Whoever changes this list gives FORMAT a new number.
    expect([FORMAT, createHash('sha256').update(names).digest('base64url')]).toEqual([
      3,
      '4qMrMDIRit40AerWnh-vsoKT14jFXz-xLvskeMJ5YWo',
    ]);
  });
});
