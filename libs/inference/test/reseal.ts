import { createHash } from 'node:crypto';

const HEADER = 16;
const CHECKSUM = 32;

/** reseal changes a saved market and gives it a good checksum again: what no accident does. */
export function reseal(saved: Uint8Array, change: (body: Buffer) => Buffer): Uint8Array {
  const body = change(Buffer.from(saved.subarray(0, -CHECKSUM)));
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/** headerOf is what a saved market says of itself. */
export function headerOf(saved: Uint8Array): Record<string, unknown> {
  const length = Buffer.from(saved).readUInt32LE(HEADER - 4);
  return JSON.parse(Buffer.from(saved.subarray(HEADER, HEADER + length)).toString()) as Record<string, unknown>;
}

/** withHeader says something else of a saved market. */
export const withHeader = (saved: Uint8Array, change: (header: Record<string, unknown>) => object): Uint8Array =>
  reseal(saved, (body) => {
    const told = Buffer.from(JSON.stringify(change(headerOf(saved))));
    const prefix = Buffer.from(body.subarray(0, HEADER));
    const length = prefix.readUInt32LE(HEADER - 4);
    prefix.writeUInt32LE(told.length, HEADER - 4);
    return Buffer.concat([prefix, told, body.subarray(HEADER + length)]);
  });
