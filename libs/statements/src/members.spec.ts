import { describe, expect, it } from '@jest/globals';
import * as members from './members.ts';
import type { Check } from './members.ts';
import type { Json } from './json.ts';

const id = 'A'.repeat(43);
const uuid = '0b54a2d6-6f0f-4c3e-9d4c-2f1f6d1d7a11';
const { amount, arrayOf, conflictId, count, division, integer, listOf, oneOf, ppm, printable, record, text, time } =
  members;

const FORMS: readonly (readonly [string, Check, Json[], Json[]])[] = [
  ['an id', members.id, [id], [id.slice(1), `${id}A`, `${id.slice(1)}B`, null, 43]],
  ['a time', time, [0, 0.5, 253_402_300_799], [-1, 253_402_300_799.5, '0', null, [0]]],
  ['a count', count, [0, 1, 2 ** 53 - 1, 1e3], [-1, 0.5, 2 ** 53, '1', null]],
  ['an integer', integer, [-(2 ** 53) + 1, 0, 7], [0.5, 2 ** 53, '7', null]],
  ['ppm', ppm, [0, 1_000_000], [-1, 1_000_001, 0.5, '1']],
  ['a text of 1 to 3 code points', text(1, 3), ['a', 'é😀a', '😀😀😀'], ['', 'abcd', '😀😀😀a', 3, null]],
  ['a printable nonce', printable, [' ', '~', 'n'.repeat(128)], ['', 'n'.repeat(129), 'é', 'a\n', '\x7f', 1]],
  ['a word of a list', oneOf('pay', 'hold'), ['pay'], ['PAY', '', 'toString', null]],
  ['a conflict’s id', conflictId, [uuid, uuid.toUpperCase()], [uuid.slice(1), `{${uuid}}`, '', 7]],
  [
    'an amount',
    amount,
    [
      { amt: '0', cur: 'EUR' },
      { amt: '999999999999999999.12345678', cur: 'X-1' },
    ],
    [
      { amt: '01', cur: 'EUR' },
      { amt: '1.', cur: 'EUR' },
      { amt: '1.123456789', cur: 'EUR' },
      { amt: '-1', cur: 'EUR' },
      { amt: '1\n', cur: 'EUR' },
      { amt: 1, cur: 'EUR' },
      { amt: '1', cur: 'eur' },
      { amt: '1', cur: 'E' },
      { amt: '1' },
      [],
    ],
  ],
  ['a division', division, [{}, { [id]: 500_000 }], [{ [id]: 0.5 }, { claim: 1 }, [], null]],
  ['a list of ids', arrayOf(members.id), [[], [id, id]], [[id, ''], id, {}]],
  [
    'a record',
    record({ id: members.id, ppm }),
    [{ id, ppm: 1, more: 'ignored' }],
    [{ id }, { id, ppm: '1' }, [], null],
  ],
  ['a list of records', listOf({ ppm }), [[], [{ ppm: 1 }]], [[{ ppm: 1 }, {}], { 0: { ppm: 1 } }, null]],
];

describe('the form of', () => {
  it.each(FORMS)('%s', (_, check, good, bad) => {
    expect(good.filter((value) => check(value) !== null)).toEqual([]);
    expect(bad.filter((value) => check(value) === null)).toEqual([]);
  });
});

it('what is wrong is said with its place', () => {
  expect(listOf({ ppm })([{ ppm: 1 }, { ppm: 2_000_000 }])).toBe('[1] "ppm" is not an integer from 0 to 1000000');
  expect(record({ id: members.id })({})).toBe('"id" is missing');
  expect(arrayOf(members.id)([id, 7])).toBe('[1] is not base64url of exactly 32 bytes');
});
