/**
 * Room for large work, counted across threads: a large filing, or the examination of a large case. So many are done at
 * once in the whole process, so that a processor is left for what is small.
 */
export interface LargeWork {
  /** Waits until there is room. */
  begin(): Promise<void>;
  end(): void;
}

/** From so many bytes on a piece of work is large. */
export const LARGE_BYTES = 262_144;

/** makeLargeWork makes the room; what it answers can be sent to other threads, which `openLargeWork` it. */
export function makeLargeWork(processors: number): Int32Array {
  const room = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  room[0] = Math.max(1, Math.floor(processors / 2));
  return room;
}

/** openLargeWork gives a thread its way into the room that all threads share. */
export const openLargeWork = (room: Int32Array): LargeWork => ({
  async begin() {
    for (;;) {
      const free = Atomics.load(room, 0);
      if (free > 0 && Atomics.compareExchange(room, 0, free, free - 1) === free) return;
      if (free > 0) continue;
      const waiting = Atomics.waitAsync(room, 0, 0);
      if (waiting.async) await waiting.value;
    }
  },
  end() {
    Atomics.add(room, 0, 1);
    Atomics.notify(room, 0, 1);
  },
});
