/** What will happen at set times: a heap, first by time and then in the order of entry. */
export interface Agenda {
  /** The time of the next entry; infinity where there is none. */
  readonly next: () => number;
  readonly enter: (at: number, act: () => void) => void;
  /** Takes the next entry out. */
  readonly take: () => () => void;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let entered = 0;
  const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  return {
    next: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    enter(at, act) {
      const entry = { at, order: entered, act };
      entered += 1;
      let place = heap.length;
      heap.push(entry);
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (!isBefore(entry, heap[parent]!)) break;
        heap[place] = heap[parent]!;
        place = parent;
      }
      heap[place] = entry;
    },
    take() {
      const first = heap[0]!;
      const last = heap.pop()!;
      if (heap.length === 0) return first.act;
      let place = 0;
      for (;;) {
        let child = 2 * place + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
        if (!isBefore(heap[child]!, last)) break;
        heap[place] = heap[child]!;
        place = child;
      }
      heap[place] = last;
      return first.act;
    },
  };
}
