/** A worker whose clock is off does not start; an API may, since it decides nothing by its clock. */
import { startServer, type Place, type Trial } from './harness/index.ts';
import { DAY_MS, SHIFT } from './clocks-zones.ts';

const STARTS: readonly { readonly shiftMs: number; readonly mayStart: boolean }[] = [
  { shiftMs: DAY_MS, mayStart: false },
  { shiftMs: -DAY_MS, mayStart: false },
  { shiftMs: 3_000, mayStart: false },
  { shiftMs: -3_000, mayStart: false },
  { shiftMs: 1_000, mayStart: true },
  { shiftMs: -1_000, mayStart: true },
];

export async function refuseClocks(place: Place, fail: Trial['fail']): Promise<string> {
  const words: string[] = [];
  for (const { shiftMs, mayStart } of STARTS) {
    const env = { SHIFT_MS: String(shiftMs) };
    const server = await startServer(place.dataDir, { roles: 'worker', env, node: ['--import', SHIFT] });
    try {
      const didStart = await server.restart().then(
        () => true,
        () => false,
      );
      const why = server.stderr().includes('clock is') && server.ended() === 1;
      if (didStart !== mayStart)
        fail(`a worker ${shiftMs} ms off ${didStart ? 'started' : 'did not start'}: ${server.stderr().slice(-1_000)}`);
      else if (!didStart && !why)
        fail(`a worker ${shiftMs} ms off ended with ${server.ended()}: ${server.stderr().slice(-1_000)}`);
      words.push(`${shiftMs > 0 ? '+' : ''}${shiftMs / 1_000} s ${didStart ? 'yes' : 'no'}`);
    } finally {
      await server.kill();
    }
  }
  return words.join(', ');
}
