/*
 * Structures of arrays: a column is a typed array that doubles when it is full, so that a stream of millions of
 * conflicts makes no objects. Each function returns the same array while it has room.
 */

/** roomyFloats returns a column of doubles with room for `length` entries. */
export function roomyFloats(column: Float64Array, length: number): Float64Array {
  if (length <= column.length) return column;
  const wider = new Float64Array(Math.max(length, 2 * column.length, 16));
  wider.set(column);
  return wider;
}

/** roomyIntegers returns a column of 32-bit integers with room for `length` entries. */
export function roomyIntegers(column: Int32Array, length: number): Int32Array {
  if (length <= column.length) return column;
  const wider = new Int32Array(Math.max(length, 2 * column.length, 16));
  wider.set(column);
  return wider;
}

/** roomyBytes returns a column of bytes with room for `length` entries. */
export function roomyBytes(column: Uint8Array, length: number): Uint8Array {
  if (length <= column.length) return column;
  const wider = new Uint8Array(Math.max(length, 2 * column.length, 16));
  wider.set(column);
  return wider;
}
