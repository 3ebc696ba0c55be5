import { createHash } from 'node:crypto';
import { MODEL_ID } from './describe-market.ts';
import type { Problem } from './fact.ts';
import { SHAPES } from './market.ts';
import type { Form, Packed } from './packed-column.ts';
import type { Parameters } from './parameters.ts';

/*
 * The file around the sections of a saved market:
 *
 *     "ASSIZEMK" · version, u32 · length of the header, u32 · header, JSON · sections, end to end · SHA-256 of all before
 *
 * The two numbers are little-endian; what the sections hold is in the byte order that the header names.
 */
const MAGIC = Buffer.from('ASSIZEMK');
const PREFIX = MAGIC.length + 8;
const CHECKSUM = 32;

/** The form of the file: whoever changes what a section is, or which there are, counts it up. */
export const FORMAT = 3;

/** A packed part of a market under its name, e.g. `history.first`. */
export interface Section extends Packed {
  readonly name: string;
}

interface Header {
  readonly model: string;
  readonly parameters: string;
  readonly order: 'little' | 'big';
  readonly sections: readonly (readonly [name: string, form: Form, length: number, bytes: number])[];
}

const BYTE_ORDER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'little' : 'big';

/** sealMarket writes sections as one file that says what it is and shows any damage. */
export function sealMarket(sections: readonly Section[], parameters: Parameters): Uint8Array {
  const header: Header = {
    model: MODEL_ID,
    parameters: digestOf(parameters),
    order: BYTE_ORDER,
    sections: sections.map(({ name, form, length, bytes }) => [name, form, length, bytes.length]),
  };
  const told = Buffer.from(JSON.stringify(header));
  const size = sections.reduce((sum, { bytes }) => sum + bytes.length, PREFIX + told.length);
  const file = new Uint8Array(size + CHECKSUM);
  const view = new DataView(file.buffer);
  file.set(MAGIC);
  view.setUint32(MAGIC.length, FORMAT, true);
  view.setUint32(MAGIC.length + 4, told.length, true);
  file.set(told, PREFIX);
  let at = PREFIX + told.length;
  for (const { bytes } of sections) {
    file.set(bytes, at);
    at += bytes.length;
  }
  file.set(checksumOf(file.subarray(0, size)), size);
  return file;
}

const AGAIN = 'learn it anew from its facts';

/** unsealMarket reads the sections of a file that nothing has happened to, and that this model wrote under `parameters`. */
export function unsealMarket(file: Uint8Array, parameters: Parameters): readonly Section[] | Problem {
  const size = file.length - CHECKSUM;
  if (size < PREFIX || !MAGIC.equals(file.subarray(0, MAGIC.length))) {
    return { problem: `this is no saved market (it does not begin with ${MAGIC.toString()}): ${AGAIN}` };
  }
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const version = view.getUint32(MAGIC.length, true);
  if (version !== FORMAT) {
    return { problem: `the market was saved in format ${version}, and only ${FORMAT} can be read here: ${AGAIN}` };
  }
  if (!checksumOf(file.subarray(0, size)).equals(file.subarray(size))) {
    return { problem: `the saved market is damaged or cut short (its checksum differs): ${AGAIN}` };
  }
  const begin = PREFIX + view.getUint32(MAGIC.length + 4, true);
  const header = JSON.parse(Buffer.from(file.subarray(PREFIX, begin)).toString()) as Header;
  const problem = whyForeign(header, parameters);
  if (problem !== null) return { problem: `${problem}: ${AGAIN}` };
  let at = begin;
  return header.sections.map(([name, form, length, bytes]) => {
    at += bytes;
    return { name, form, length, bytes: file.subarray(at - bytes, at) };
  });
}

function whyForeign({ model, parameters, order }: Header, wanted: Parameters): string | null {
  if (model !== MODEL_ID) return `the market was saved by the model ${model}, and this one is ${MODEL_ID}`;
  if (parameters !== digestOf(wanted)) return 'the market was saved under other parameters than those in use';
  return order === BYTE_ORDER ? null : `the market was saved on a machine of the other byte order (${order}-endian)`;
}

const checksumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function digestOf(parameters: Parameters): string {
  const { mechanismShares, ...numbers } = parameters;
  const told = [
    ...Object.entries(numbers).sort(([a], [b]) => (a < b ? -1 : 1)),
    ['mechanismShares', ...SHAPES.map((shape) => mechanismShares[shape])],
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url');
}
