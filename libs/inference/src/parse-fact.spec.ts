import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConflictFact } from './fact.ts';
import { parseFact } from './parse-fact.ts';

const COPY = {
  kind: 'conflict',
  id: 'c7',
  at: 3.2,
  shape: 'copy',
  issuer: 'b1',
  features: { gap: 'seconds' },
  claims: [
    { id: 'c7.1', claimant: 'p4', bank: 'b1', at: 3.19, features: { receipt: 'own' } },
    { id: 'c7.2', claimant: 'p9', bank: 'b2', at: 3.2, features: {} },
  ],
};
const FORK = { ...COPY, shape: 'fork', fork: { holder: 'p2', next: ['p4', 'p2', 'p4'] } };

describe('parseFact', () => {
  it('reads every kind of record and ignores unknown members', () => {
    for (const record of [
      { kind: 'bank', bank: 'b0', at: 0 },
      { kind: 'registration', party: 'p1', bank: 'b0', at: -1.5 },
      { kind: 'activity', party: 'p1', bank: 'b0', at: 2, settled: 0 },
      { kind: 'resolution', conflict: 'c7', hypothesis: 'theft:p9', at: 9 },
    ]) {
      expect(parseFact({ ...record, note: [1] })).toEqual(record);
    }
    const copy = parseFact(COPY) as ConflictFact;
    expect(copy.features).toEqual(new Map([['gap', 'seconds']]));
    expect(copy.claims[0]!.features).toEqual(new Map([['receipt', 'own']]));
    expect('fork' in copy).toBe(false);
    expect((parseFact(FORK) as ConflictFact).fork).toEqual({ holder: 'p2', next: ['p4', 'p2', 'p4'] });
  });

  it('reads a conflict whose features are missing, and a fork member where it means nothing', () => {
    const { features: _, ...bare } = COPY;
    expect((parseFact({ ...bare, fork: 7 }) as ConflictFact).features.size).toBe(0);
    expect((parseFact({ ...COPY, features: { gap: null } }) as ConflictFact).features.size).toBe(0);
  });

  it.each([
    [null, 'a record must be an object'],
    [[], 'a record must be an object'],
    [{}, 'kind is missing'],
    [{ kind: 'rumour' }, 'kind "rumour" is not one of'],
    [{ kind: 'constructor' }, 'kind "constructor" is not one of'],
    [{ kind: 'bank', bank: 'b0' }, 'at is missing'],
    [{ kind: 'bank', bank: 'b0', at: '0' }, 'at must be a finite number'],
    [{ kind: 'bank', bank: 'b0', at: Number.NaN }, 'at must be a finite number'],
    [{ kind: 'bank', bank: 'b0', at: -1.1e100 }, 'at must lie between -1e100 and 1e100'],
    [{ ...COPY, claims: [COPY.claims[0], { ...COPY.claims[1], at: 1e300 }] }, 'claims[1].at must lie between'],
    [{ kind: 'bank', bank: 3, at: 0 }, 'bank must be a string'],
    [{ kind: 'registration', bank: 'b0', at: 0 }, 'party is missing'],
    [{ kind: 'activity', party: 'p', bank: 'b', at: 0, settled: -1 }, 'settled must not be negative'],
    [{ kind: 'activity', party: 'p', bank: 'b', at: 0, settled: 1e300 }, 'settled must not exceed'],
    [{ kind: 'activity', party: 'p', bank: 'b', at: 0 }, 'settled is missing'],
    [{ kind: 'resolution', hypothesis: 'unknown:', at: 0 }, 'conflict is missing'],
    [{ ...COPY, shape: 'theft' }, 'shape "theft" is not one of copy, fork, duplicate'],
    [{ ...COPY, shape: undefined }, 'shape is missing'],
    [{ ...COPY, issuer: '' }, 'issuer must be a string that is not empty'],
    [{ ...COPY, claims: [] }, 'claims must not be empty'],
    [{ ...COPY, claims: {} }, 'claims must be an array'],
    [{ ...COPY, claims: [COPY.claims[0]] }, 'claims of a copy must name two claimants'],
    [{ ...COPY, shape: 'duplicate' }, 'claims of a duplicate must name one claimant'],
    [{ ...COPY, claims: [COPY.claims[0], 3] }, 'claims[1] must be an object'],
    [
      { ...COPY, claims: [COPY.claims[0], { ...COPY.claims[1], claimant: undefined }] },
      'claims[1].claimant is missing',
    ],
    [{ ...COPY, features: { gap: 3 } }, 'features["gap"] must be a string'],
    [{ ...COPY, features: ['gap'] }, 'features must be an object'],
    [{ ...COPY, shape: 'fork' }, 'fork is missing'],
    [{ ...FORK, fork: { next: ['p1'] } }, 'fork.holder is missing'],
    [{ ...FORK, fork: { holder: 'p2', next: [] } }, 'fork.next must be an array that is not empty'],
    [{ ...FORK, fork: { holder: 'p2', next: ['p1', null] } }, 'fork.next[1] must be a string'],
  ])('refuses %j and says why', (record, reason) => {
    const parsed = parseFact(record);
    expect('problem' in parsed && parsed.problem).toContain(reason);
  });

  it('takes names of the language for names like any other', () => {
    const text =
      '{"kind":"conflict","id":"__proto__","at":1,"shape":"duplicate","issuer":"constructor","features":{"__proto__":"toString"},"claims":[{"id":"a","claimant":"hasOwnProperty","bank":"b","at":1}]}';
    const parsed = parseFact(JSON.parse(text)) as ConflictFact;
    expect([...parsed.features]).toEqual([['__proto__', 'toString']]);
    expect(parsed.claims[0]!.claimant).toBe('hasOwnProperty');
  });

  it('answers any JSON value with a fact or a reason, never an exception', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((at) => ({ ...COPY, claims: at, at })),
        ),
        (value) => {
          const parsed = parseFact(value);
          expect('problem' in parsed ? parsed.problem.length > 0 : parsed.kind.length > 0).toBe(true);
        },
      ),
    ));
});
