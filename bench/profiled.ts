/**
 * Loaded into every thread of a process that is profiled (NODE_OPTIONS=--import): SIGUSR2 begins a CPU profile of them all,
 * and once more ends it. Each leaves `<thread>.json` in PROFILE_DIR, and from its start `<thread>.thread`, the number that
 * the kernel knows it by. The main thread does it for the others, since theirs sleep where no message reaches them.
 */
import { readlinkSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { basename, join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';

const INTERVAL_US = 500;
const folder = process.env['PROFILE_DIR']!;

const START = [
  ['Profiler.enable', {}],
  ['Profiler.setSamplingInterval', { interval: INTERVAL_US }],
  ['Profiler.start', {}],
] as const;
const STOP = START.length;

writeFileSync(join(folder, `${threadId}.thread`), basename(readlinkSync('/proc/thread-self')));
if (isMainThread) profileThreads();

function profileThreads(): void {
  const session = new Session();
  session.connect();
  const workers = new Map<string, string>();
  const keep = (thread: string, profile: object): void =>
    writeFileSync(join(folder, `${thread}.json`), JSON.stringify(profile));
  const tell = (sessionId: string, id: number, method: string, params = {}): void =>
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) =>
    workers.set(sessionId, workerInfo.workerId),
  );
  session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: { profile?: object } };
    if (id === STOP && result?.profile !== undefined) keep(workers.get(sessionId)!, result.profile);
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });

  let isOn = false;
  process.on('SIGUSR2', () => {
    isOn = !isOn;
    if (!isOn) {
      session.post('Profiler.stop', (_error, { profile }) => keep(String(threadId), profile));
      for (const worker of workers.keys()) tell(worker, STOP, 'Profiler.stop');
      return;
    }
    for (const [id, [method, params]] of START.entries()) {
      session.post(method, params);
      for (const worker of workers.keys()) tell(worker, id, method, params);
    }
  });
}
