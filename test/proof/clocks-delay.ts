/** How long after its deadline a case is closed by the service as it is delivered, and with its queue emptied. */
import { openQueue } from '#queue';
import { describeDelays, setDeadlines, untilClosed } from './clocks-deadlines.ts';
import { fileCases, type FiledCase } from './clocks-filing.ts';
import { eventually, isSettled, percentile, type Place, type Trial } from './harness/index.ts';

/** The goal of design "reliability": a beat of the sweep. */
const GOAL_P99_MS = 5_000;
const WIPED_MS = 60_000;
const SPREAD_MS = 15_000;

/** One server with every setting at its default. */
export async function measureDelay(
  place: Place,
  cases: readonly FiledCase[],
  { random, fail }: Trial,
): Promise<string> {
  const server = await place.start();
  const deadlines = await setDeadlines(place, cases, { from: 500, to: SPREAD_MS, random });
  const delays = [...(await untilClosed(place, deadlines, SPREAD_MS + WIPED_MS)).values()];
  await server.stop();
  const early = delays.filter((ms) => ms < 0).length;
  if (early > 0) fail(`${early} of ${delays.length} cases were closed early`);
  if (percentile(delays, 0.99) > GOAL_P99_MS) fail(`the closing delay is ${describeDelays(delays)}`);
  return `${delays.length} deadlines, ${early} early; ${describeDelays(delays)}`;
}

/** Every hint is gone, from the outbox too: the sweep finds the deadlines and what nobody has examined. */
export async function wipeQueue(place: Place, cases: readonly FiledCase[], { random, fail }: Trial): Promise<string> {
  const url = await place.databaseUrl();
  await fileCases(place, 'unheard', cases.length);
  const deadlines = await setDeadlines(place, cases, { from: 0, to: 5_000, random });
  const queue = await openQueue({ postgresUrl: url, redisUrl: null, prefix: 'assize', onFault: () => undefined });
  // Of the new filings and of whatever else there was, every hint is lost before a worker runs.
  await place.sql('DELETE FROM assize.outbox');
  const server = await place.start();
  await queue.wipe();
  const started = performance.now();
  const delays = [...(await untilClosed(place, deadlines, WIPED_MS)).values()];
  await eventually(
    'what nobody hinted at is examined',
    async () => ((await isSettled(place.sql)) ? true : null),
    WIPED_MS,
  );
  const ms = performance.now() - started;
  await queue.close();
  if (ms > WIPED_MS) fail(`with the queue wiped it took ${Math.round(ms)} ms to do all`);
  if (delays.some((delay) => delay < 0)) fail('a case was closed early');
  await server.stop();
  return `${delays.length} deadlines and ${cases.length} filings without a hint, all done in ${(ms / 1_000).toFixed(1)} s`;
}
