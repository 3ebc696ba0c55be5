import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson, placeOf, readJson, type Json } from './json.ts';

const value = (text: string): Json => {
  const read = parseJson(text);
  if ('problem' in read) throw new Error(`${read.problem} at ${read.offset}`);
  return read.value;
};

describe('the strict reader', () => {
  it('reads what everybody reads', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'small', maxDepth: 12 }), fc.constantFrom(0, 1, '\t'), (text, space) => {
        const everybody = JSON.parse(text) as Json;
        expect(value(text)).toEqual(everybody);
        const spread = JSON.stringify(everybody, null, space);
        expect(value(` \r\n${spread}\t`)).toEqual(everybody);
        expect(readJson(Buffer.from(spread))).toEqual(parseJson(spread));
      }),
      { seed: 1 },
    );
  });

  it('reads every text that is written in escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
        expect(value(`"${units.map((hex) => `\\u${hex}`).join('')}"`)).toBe(text);
      }),
      { seed: 2 },
    );
    expect(value('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"')).toBe('"\\/\b\f\n\r\té😀');
  });

  it.each([
    ['a duplicate member', '{\n  "a": 1,\n  "a": 2\n}', 'the member "a" a second time', 'line 3, column 3'],
    ['one that is spelt otherwise', '{"a":1,"\\u0061":2}', 'the member "a" a second time', 'line 1, column 8'],
    ['a lone surrogate', '["\\ud800"]', 'a lone surrogate', 'line 1, column 2'],
    ['a number beyond doubles', '[1,\n1e400]', 'a number that is not a finite double', 'line 2, column 1'],
    ['a leading zero', '[01]', "',' or ']' expected, found \"1\"", 'line 1, column 3'],
    ['a minus alone', '-', 'not a number', 'line 1, column 1'],
    ['a comma at the end', '[1,]', 'a value expected, found "]"', 'line 1, column 4'],
    ['a control character', '["a\tb"]', 'a control character in a string', 'line 1, column 4'],
    ['a bad escape', '["\\x41"]', 'a bad escape', 'line 1, column 3'],
    ['an end inside a string', '"abc', 'the text ends inside a string', 'line 1, column 5'],
    ['an end before it is over', '{"a":', 'a value expected, the text ends', 'line 1, column 6'],
    ['a second value', '{} {}', 'text after the value', 'line 1, column 4'],
    ['a byte order mark', '\ufeff{}', 'a byte order mark', 'line 1, column 1'],
    ['nothing', '', 'a value expected, the text ends', 'line 1, column 1'],
  ])('refuses %s and says where', (_, text, problem, place) => {
    const read = parseJson(text);
    if (!('problem' in read)) throw new Error('it was read');
    expect([read.problem, placeOf(text, read.offset)]).toEqual([problem, place]);
  });

  it('refuses bytes that are not UTF-8, at the first of them', () => {
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
      const bytes = Buffer.concat([Buffer.from('["é'), Buffer.from(bad), Buffer.from('"]')]);
      expect(readJson(bytes)).toEqual({ problem: 'not UTF-8', offset: 4 });
    }
  });

  it('reads 16 levels and refuses the 17th', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(16))).toHaveProperty('value');
    expect(parseJson(nested(17))).toEqual({ problem: 'more than 16 levels of nesting', offset: 16 });
    expect(parseJson(`{"a":${nested(15)}}`)).toHaveProperty('value');
    expect(parseJson(`{"a":${nested(16)}}`)).toMatchObject({ problem: 'more than 16 levels of nesting' });
  });

  it('takes `__proto__` as a member like any other', () => {
    const object = value('{"__proto__":{"admin":true},"constructor":1,"toString":2}') as Record<string, Json>;
    expect(Object.keys(object)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(object['admin']).toBeUndefined();
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(JSON.stringify(object)).toBe('{"__proto__":{"admin":true},"constructor":1,"toString":2}');
    expect(parseJson('{"__proto__":1,"__proto__":2}')).toHaveProperty('problem');
  });

  it('keeps the numbers of the outermost members as they were written', () => {
    const read = parseJson('{"iat":1.50e1,"b":{"iat":7},"c":[8],"d":-0}');
    expect('numberTexts' in read && [...read.numberTexts]).toEqual([
      ['iat', '1.50e1'],
      ['d', '-0'],
    ]);
  });

  it('does not recurse: a million levels are refused, or read where they are allowed, and nothing crashes', () => {
    const deep = 1_000_000;
    expect(parseJson('['.repeat(deep))).toMatchObject({ problem: 'more than 16 levels of nesting' });
    expect(parseJson('['.repeat(deep), Infinity)).toMatchObject({ problem: 'a value expected, the text ends' });
    let inner = parseJson('[{"a":'.repeat(deep / 2) + '0' + '}]'.repeat(deep / 2), Infinity) as { value: Json };
    let levels = 0;
    while (typeof inner.value === 'object' && inner.value !== null) {
      inner = { value: Object.values(inner.value)[0] as Json };
      levels += 1;
    }
    expect(levels).toBe(deep);
  });

  it('reads long texts: escapes, plain ones, and lists of a million', () => {
    expect(value(`"${'\\n'.repeat(500_000)}"`)).toHaveLength(500_000);
    expect(value(`"${'x'.repeat(1_000_000)}"`)).toHaveLength(1_000_000);
    expect(value(`[${'0,'.repeat(999_999)}0]`)).toHaveLength(1_000_000);
  });
});
