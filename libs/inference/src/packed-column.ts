import { COUNTS } from './dyadic.ts';

/*
 * A column is saved in the narrowest form that gives back every bit of it: whole numbers in one, two or four bytes, counts
 * on the grid of `dyadic.ts` as four bytes of steps, everything else as doubles. Texts are JSON, which UTF-8 alone is not
 * enough for: a name may hold half a surrogate pair.
 */

/** The columns that a market is made of. */
export type Column = Uint8Array | Int32Array | Float64Array;

/** How a section is written; `text` is JSON arrays of strings, each behind its length in bytes. */
export type Form = 'i8' | 'i16' | 'i32' | 'grid' | 'f64' | 'text';

/** A column or a list of texts as bytes, in the byte order of this machine. */
export interface Packed {
  readonly form: Form;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** packNumbers packs the first `length` entries of a column. */
export function packNumbers(column: Column, length: number): Packed {
  const used = column.subarray(0, length);
  const form = narrowestOf(used);
  return { form, length, bytes: bytesOf(form === 'grid' ? stepsOf(used) : new (arrayOf(form))(used)) };
}

function narrowestOf(column: Column): Exclude<Form, 'text'> {
  let low = 0;
  let high = 0;
  let isWhole = true;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i]!;
    if (!Number.isInteger(value)) {
      if (!Number.isInteger(value * COUNTS)) return 'f64';
      isWhole = false;
    } else if (Object.is(value, -0)) return 'f64';
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const fits = (bits: number): boolean => low >= -(2 ** (bits - 1)) && high < 2 ** (bits - 1);
  if (isWhole) return fits(8) ? 'i8' : fits(16) ? 'i16' : fits(32) ? 'i32' : 'f64';
  return low * COUNTS >= -(2 ** 31) && high * COUNTS < 2 ** 31 ? 'grid' : 'f64';
}

function stepsOf(counts: Column): Int32Array {
  const steps = new Int32Array(counts.length);
  for (let i = 0; i < steps.length; i += 1) steps[i] = counts[i]! * COUNTS;
  return steps;
}

const arrayOf = (form: Form): typeof Int8Array | typeof Int16Array | typeof Int32Array | typeof Float64Array => {
  switch (form) {
    case 'i8':
      return Int8Array;
    case 'i16':
      return Int16Array;
    case 'i32':
    case 'grid':
      return Int32Array;
    case 'f64':
      return Float64Array;
    case 'text':
    default:
      throw new Error(`${form} is no form of numbers`);
  }
};

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** unpackNumbers fills a column that is as long as what was packed; what does not fit throws. */
export function unpackNumbers<T extends Column>({ form, bytes }: Packed, column: T): T {
  // A copy begins where numbers of any width may begin (slice would give a view of a Buffer).
  const packed = new (arrayOf(form))(new Uint8Array(bytes).buffer);
  if (packed.length !== column.length) throw new Error(`${packed.length} numbers where ${column.length} belong`);
  column.set(packed);
  if (form === 'grid') for (let i = 0; i < column.length; i += 1) column[i] = column[i]! / COUNTS;
  return column;
}

/** Texts to a block: one string of all the names of a large market would be longer than a string can be. */
const BLOCK = 65_536;
const LENGTH = 4;

/** packTexts packs any strings, whatever their code units. */
export function packTexts(texts: readonly string[]): Packed {
  const parts: Uint8Array[] = [];
  for (let i = 0; i < texts.length; i += BLOCK) {
    const block = Buffer.from(JSON.stringify(texts.slice(i, i + BLOCK)));
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32LE(block.length);
    parts.push(length, block);
  }
  return { form: 'text', length: texts.length, bytes: Buffer.concat(parts) };
}

/** unpackTexts gives back what packTexts packed; what it did not pack throws. */
export function unpackTexts({ form, length, bytes }: Packed): string[] {
  if (form !== 'text') throw new Error(`${form} where texts belong`);
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts: string[] = [];
  for (let at = 0; at < from.length;) {
    const end = at + LENGTH + from.readUInt32LE(at);
    if (end > from.length) throw new Error(`texts end at ${from.length}, not ${end}`);
    for (const text of JSON.parse(from.toString('utf8', at + LENGTH, end)) as string[]) texts.push(text);
    at = end;
  }
  if (texts.length !== length) throw new Error(`${texts.length} texts where ${length} belong`);
  return texts;
}
