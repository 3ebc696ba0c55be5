import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packNumbers, packTexts, unpackNumbers, unpackTexts } from './packed-column.ts';

describe('a packed column', () => {
  it('gives back every bit', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.double()).map((values) => Float64Array.from(values)),
          fc.array(fc.integer({ min: 0, max: 2 ** 27 })).map((steps) => Float64Array.from(steps, (n) => n / 2 ** 26)),
          fc.array(fc.maxSafeInteger()).map((values) => Float64Array.from(values)),
          fc.array(fc.integer()).map((values) => Int32Array.from(values)),
          fc.array(fc.integer({ min: -129, max: 128 })).map((values) => Int32Array.from(values)),
          fc.array(fc.nat(255)).map((values) => Uint8Array.from(values)),
        ),
        (column) => {
          const empty = column.slice().fill(7);
          expect(unpackNumbers(packNumbers(column, column.length), empty)).toEqual(column);
        },
      ),
    ));

  it.each<[string, number[]]>([
    ['i8', []],
    ['i8', [-128, 127]],
    ['i16', [128]],
    ['i16', [-32_768, 32_767]],
    ['i32', [32_768]],
    ['i32', [-(2 ** 31), 2 ** 31 - 1]],
    ['f64', [2 ** 31]],
    ['grid', [0.5, 2 ** -26, 31]],
    ['f64', [0.5, 32]],
    ['f64', [2 ** -27]],
    ['f64', [-0]],
    ['f64', [Number.NaN]],
    ['f64', [Number.NEGATIVE_INFINITY]],
  ])('is %s where that holds %j', (form, values) => {
    expect(packNumbers(Float64Array.from(values), values.length).form).toBe(form);
  });

  it('holds what was used of a column, and fits no column of another length', () => {
    const packed = packNumbers(Int32Array.of(1, 2, 3, 99), 3);
    expect(unpackNumbers(packed, new Int32Array(3))).toEqual(Int32Array.of(1, 2, 3));
    expect(() => unpackNumbers(packed, new Int32Array(4))).toThrow('3 numbers where 4 belong');
  });
});

describe('packed texts', () => {
  it('are the texts, more than fit a block too', () => {
    const many = Array.from({ length: 70_000 }, (_, n) => `${n}`);
    expect(unpackTexts(packTexts(many))).toEqual(many);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        expect(unpackTexts(packTexts(texts))).toEqual(texts);
      }),
    );
  });

  it('are refused where something is missing', () => {
    const packed = packTexts(['one', 'two']);
    expect(() => unpackTexts({ ...packed, length: 3 })).toThrow('2 texts where 3 belong');
    expect(() => unpackTexts({ ...packed, bytes: packed.bytes.subarray(0, -1) })).toThrow('texts end at');
  });
});
