/**
 * Loaded into a process that is profiled (NODE_OPTIONS=--import): SIGUSR2 begins a CPU profile of every thread that
 * there is, and once more ends it; each is left in PROFILE_DIR as `<thread>.json`. The main thread does it for the
 * others, since theirs sleep where no message reaches them.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const INTERVAL_US = 500;

if (isMainThread) profileThreads(process.env['PROFILE_DIR']!);

function profileThreads(folder: string): void {
  const session = new Session();
  session.connect();
  const workers: string[] = [];
  const keep = (thread: string, profile: object): void =>
    writeFileSync(join(folder, `${thread}.json`), JSON.stringify(profile));
  const tell = (sessionId: string, id: number, method: string, params = {}): void =>
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method, params }) });
  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId } }) => workers.push(sessionId));
  session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
    const { id, result } = JSON.parse(message) as { id?: number; result?: { profile?: object } };
    if (id === STOP && result?.profile !== undefined) keep(`worker-${sessionId}`, result.profile);
  });
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });

  let isOn = false;
  process.on('SIGUSR2', () => {
    isOn = !isOn;
    if (!isOn) {
      session.post('Profiler.stop', (_error, { profile }) => keep('main', profile));
      for (const worker of workers) tell(worker, STOP, 'Profiler.stop');
      return;
    }
    for (const [id, [method, params]] of START.entries()) {
      session.post(method, params);
      for (const worker of workers) tell(worker, id, method, params);
    }
  });
}

const START = [
  ['Profiler.enable', {}],
  ['Profiler.setSamplingInterval', { interval: INTERVAL_US }],
  ['Profiler.start', {}],
] as const;
const STOP = START.length;
