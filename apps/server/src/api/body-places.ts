/**
 * Places that large bodies are received into, used again and again, and shared with the thread that reads them. Buffers
 * made for each would be garbage of up to 32 MiB a piece, which the thread that serves requests would have to collect.
 */
export interface BodyPlaces {
  /** Room for a body of an announced size; where all places are taken, or it is small, a buffer of its own. */
  take(size: number): Buffer;
  /** Says that nobody reads the bytes any more; buffers that are no place are left to the collector. */
  giveBack(bytes: Buffer): void;
}

/** Below this a buffer is made and forgotten as others are. */
const LEAST_BYTES = 1_048_576;

/** makeBodyPlaces has at most `count` places of `bytes` each; memory is taken when they are first written to. */
export function makeBodyPlaces(count: number, bytes: number): BodyPlaces {
  const free: ArrayBufferLike[] = [];
  const taken = new Set<ArrayBufferLike>();
  return {
    take(size) {
      if (size < LEAST_BYTES || size > bytes) return Buffer.allocUnsafeSlow(size);
      const place = free.pop() ?? (taken.size < count ? new SharedArrayBuffer(bytes) : null);
      if (place === null) return Buffer.allocUnsafeSlow(size);
      taken.add(place);
      return Buffer.from(place, 0, size);
    },
    giveBack({ buffer }) {
      if (taken.delete(buffer)) free.push(buffer);
    },
  };
}
