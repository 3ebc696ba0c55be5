/** The world failed where no caller is waiting for an answer: worth a line in the log, never worth ending the process. */
export interface QueueFault {
  /** The part that met it: `queue`, `worker`, `relay` or `sweep`. */
  readonly where: string;
  readonly message: string;
}

const LONGEST = 500;

/** reasonOf is what an error says, in one line of printable text of bounded length; never empty. */
export function reasonOf(error: unknown): string {
  // A host with several addresses fails with one error an address, and no words of its own.
  const inner = error instanceof AggregateError && error.message === '' ? (error.errors as unknown[])[0] : error;
  const said = inner instanceof Error ? inner.message || inner.name : String(inner);
  // PostgreSQL takes no NUL in a text, and a log no line breaks.
  return said.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, LONGEST);
}

/** sparsely passes a fault on, and the same words again only after `everyMs`: a backend that is gone fails at every try. */
export function sparsely(
  onFault: (fault: QueueFault) => void,
  clock: () => number,
  everyMs = 10_000,
): (where: string, error: unknown) => void {
  const told = new Map<string, number>();
  return (where, error) => {
    const message = reasonOf(error);
    const now = clock();
    for (const [words, at] of told) if (now - at >= everyMs) told.delete(words);
    if (told.has(`${where} ${message}`)) return;
    told.set(`${where} ${message}`, now);
    onFault({ where, message });
  };
}
