/** What was opened, to be closed in reverse. */
export interface Closing {
  /** Notes how something that was just opened is closed. */
  readonly later: (close: () => unknown) => void;
  /** Closes everything once; one that fails does not leave the others open, and the first failure is thrown at the end. */
  readonly closeAll: () => Promise<void>;
}

/** makeClosing begins with nothing open. */
export function makeClosing(): Closing {
  const closing: (() => unknown)[] = [];
  return {
    later: (close) => void closing.push(close),
    async closeAll() {
      const failures: unknown[] = [];
      for (const close of closing.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
