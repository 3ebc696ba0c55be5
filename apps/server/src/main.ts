/** The server process: `node dist/apps/server/src/main.js`, configured by its environment. */
import 'reflect-metadata';
import { hasProblems, readConfig } from '#config';
import { runServer, type Running } from './run-server.ts';
import { openScreen, refuseConfig } from './screen.ts';

const config = readConfig();
if (hasProblems(config)) process.exit(refuseConfig(config));

const screen = openScreen(config);
let running: Running | null = null;
let isStopping = false;
/** The first signal lets work end; a second one, or the time being up, ends it. */
const stop = (): void => {
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => process.exit(1), (config.shutdownSeconds + 10) * 1_000).unref();
  void (running?.stop() ?? Promise.resolve()).then(
    () => process.exit(0),
    (error: unknown) => process.exit(screen.refuse(error)),
  );
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  running = await runServer(config, screen);
  if (isStopping) await running.stop();
} catch (error) {
  process.exit(screen.refuse(error));
}
