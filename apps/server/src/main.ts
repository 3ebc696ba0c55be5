/** The server process: `node dist/apps/server/src/main.js`, configured by its environment. */
import 'reflect-metadata';
import { hasProblems, readConfig } from '#config';
import { helpersGiveWay } from './give-way.ts';
import { runServer, type Running } from './run-server.ts';
import { openScreen, refuseConfig } from './screen.ts';

helpersGiveWay(5);
const config = readConfig();
if (hasProblems(config)) process.exit(refuseConfig(config));

const screen = openScreen(config);
const stopping = new AbortController();
let running: Running | null = null;
/** The first signal lets work end, or the start where it is; a second one, or the time being up, ends it. */
const stop = (): void => {
  if (stopping.signal.aborted) process.exit(1);
  stopping.abort();
  setTimeout(() => process.exit(1), (config.shutdownSeconds + 10) * 1_000).unref();
  void running?.stop().then(
    () => process.exit(0),
    (error: unknown) => process.exit(screen.refuse(error)),
  );
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);

try {
  running = await runServer(config, screen, stopping.signal);
} catch (error) {
  process.exit(error === stopping.signal.reason && stopping.signal.aborted ? 0 : screen.refuse(error));
}
