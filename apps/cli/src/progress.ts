/** Progress on standard error: a bar on a terminal, else a line every few seconds, and nothing for short work. */

const REDRAW_MS = 100;
const LINE_MS = 5_000;
/** Work that is over sooner shows nothing. */
const PATIENCE_MS = 500;
const BAR_WIDTH = 24;

/** Work that goes forward in steps. */
export interface Progress {
  advance(steps?: number): void;
  /** Takes the bar away again. */
  finish(): void;
}

/** startProgress begins to show how far a work of `total` steps (NaN where nobody knows) is; `label` is its verb, such as `judging`. */
export function startProgress(label: string, total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  const interval = stream.isTTY ? REDRAW_MS : LINE_MS;
  const startedMs = performance.now();
  let next = startedMs + Math.max(PATIENCE_MS, stream.isTTY ? 0 : LINE_MS);
  let done = 0;
  let isDrawn = false;
  const isOpen = Number.isNaN(total);
  return {
    advance(steps = 1) {
      done += steps;
      const now = performance.now();
      if (now < next) return;
      next = now + interval;
      const counts = `${done.toLocaleString('en')}${isOpen ? '' : ` of ${total.toLocaleString('en')}`}`;
      if (!stream.isTTY) {
        stream.write(`${label}: ${counts}\n`);
        return;
      }
      if (isOpen) {
        stream.write(`\r\u001b[2K${label}: ${counts}`);
        isDrawn = true;
        return;
      }
      const filled = Math.min(BAR_WIDTH, Math.round((BAR_WIDTH * done) / Math.max(total, 1)));
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      const leftS = Math.ceil(((now - startedMs) / 1000 / done) * Math.max(total - done, 0));
      stream.write(`\r\u001b[2K${label} ${bar} ${counts}, ${leftS} s left`);
      isDrawn = true;
    },
    finish() {
      if (isDrawn) stream.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}
