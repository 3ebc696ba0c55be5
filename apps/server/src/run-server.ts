/** One process of the service: its database, its queue, and the roles that it was given. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readDemoAccess, type Config } from '#config';
import { openQueue, startRelay, type QueueFault } from '#queue';
import { jwkOf } from '#statements';
import type { Store } from '#store';
import { makeService, type TribunalService } from '#tribunal';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createApi } from './api/create-api.ts';
import { limitsOf, loadOf } from './api-limits.ts';
import { offerDemo } from './demo/seed-demo.ts';
import { isOutage } from './is-outage.ts';
import { makeLargeWork, openLargeWork } from './large-work.ts';
import { openLog } from './log.ts';
import { openDatabase } from './open-database.ts';
import { makeClosing, type Closing } from './make-closing.ts';
import { openPolicy } from './open-policy.ts';
import { readVersion } from './read-version.ts';
import { makeReadiness } from './readiness.ts';
import type { Screen } from './screen.ts';
import { reachable } from './start-card.ts';
import { StartError } from './start-error.ts';
import { openTribunalKey } from './tribunal-key.ts';
import { watchDatabase } from './watch-database.ts';
import { startFilingThread } from './filing/start-filing-thread.ts';
import { startWorkerThread, type WorkerThread } from './worker/start-worker-thread.ts';

/** A process that serves. */
export interface Running {
  /** Where the API listens; null where this process has no such role. */
  readonly url: string | null;
  /** Finishes what it has and leaves; a second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * runServer starts the roles of one process. Where a step fails, or `signal` aborts meanwhile, what was opened is closed
 * again, and that is thrown.
 */
export async function runServer(config: Config, screen: Screen, signal: AbortSignal): Promise<Running> {
  const closing = makeClosing();
  try {
    const url = await start(config, screen, closing, signal);
    signal.throwIfAborted();
    let stopping: Promise<void> | null = null;
    return { url, stop: () => (stopping ??= closing.closeAll()) };
  } catch (error) {
    await closing.closeAll().catch(() => undefined);
    throw error;
  }
}

/** Answers where the API listens; between the steps it looks whether it should go on. */
async function start(config: Config, screen: Screen, { later }: Closing, signal: AbortSignal): Promise<string | null> {
  const log = openLog(config);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  mkdirSync(config.dataDir, { recursive: true });
  const { policy, digest } = openPolicy(config.policy);
  const { key, warning } = openTribunalKey(config.tribunalKey);
  if (warning !== null) log.warn(warning);

  const database = await openDatabase(config, screen, signal);
  later(() => database.stop());
  if (database.revive !== null) later(watchDatabase(database.revive, log));
  const { store, url: databaseUrl } = database;
  if (!store.isLeastPrivileged) {
    log.warn('the database works with its login’s own rights: GRANT assize_service to it (docs/operating.md)');
  }
  const keys = await store.housekeeping.tribunalKeys(key);
  if (!keys.some(({ x }) => x === jwkOf(key).x)) {
    throw new StartError(
      `The key in ${config.tribunalKey} is not the one that signs this tribunal's verdicts.`,
      'TRIBUNAL_KEY=<the key file that the other processes of this tribunal use>',
    );
  }
  await store.docket.keepPolicy(policy, digest);
  signal.throwIfAborted();

  const onFault = ({ where, message }: QueueFault): void => log.warn({ where, message }, 'the queue has a fault');
  const queue = await screen.step('Queue', async (tell) => {
    const opened = await openQueue({ postgresUrl: databaseUrl, redisUrl: config.redisUrl, prefix: 'assize', onFault });
    tell(opened.backend);
    return opened;
  });
  later(() => queue.close());
  const relay = startRelay({ outbox: store.outbox, queue, everyMs: 1_000, onFault });
  later(() => relay.stop());
  signal.throwIfAborted();

  const service = makeService({ docket: store.docket, policy, policyDigest: digest, nudge: () => relay.nudge() });
  const room = makeLargeWork(availableParallelism());
  let worker: WorkerThread | null = null;
  if (config.roles.includes('worker')) {
    worker = await screen.step('Worker', () => startWorkerThread({ config, databaseUrl, room }));
    const started = worker;
    later(() => started.stop());
    signal.throwIfAborted();
  }

  let url: string | null = null;
  if (config.roles.includes('api')) {
    const sweeping = worker;
    const filing = startFilingThread({ databaseUrl, policy, policyDigest: digest }, openLargeWork(room), () =>
      relay.nudge(),
    );
    later(() => filing.close());
    const api = await createApi({
      tribunal: service,
      access: store.access,
      idempotency: store.idempotency,
      readiness: makeReadiness({ config, store, queue, sweep: () => sweeping }),
      load: () => loadOf((sweeping?.inHand() ?? 0) + filing.inHand(), config),
      isOutage,
      bodyThread: filing,
      metrics,
      otherMetrics: async () => (await sweeping?.metrics()) ?? '',
      log,
      tribunalJwk: jwkOf(key),
      now: Date.now,
      randomUUID,
      publicUrl: config.publicUrl,
      version: readVersion(),
      limits: limitsOf(config),
    });
    url = await listen(api, config);
    later(() => api.close());
    signal.throwIfAborted();
  }
  await finishStart({ config, screen, service, store, log, url });
  if (url !== null) later(async () => rmSync(serviceFile(config), { force: true }));
  return url;
}

async function listen(api: NestFastifyApplication, { host, port }: Config): Promise<string> {
  await api.listen(port, host);
  const address = api.getHttpServer().address() as { port: number };
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

/** Where the command line of this machine finds the service, with the demo's token where there is one. */
const serviceFile = ({ dataDir }: Config): string => join(dataDir, 'service.json');

async function finishStart({
  config,
  screen,
  service,
  store,
  log,
  url,
}: {
  readonly config: Config;
  readonly screen: Screen;
  readonly service: TribunalService;
  readonly store: Store;
  readonly log: Logger;
  readonly url: string | null;
}): Promise<void> {
  if (url === null) {
    log.info('the worker runs');
    return;
  }
  const demo =
    config.demo === true
      ? await screen.step('Demo data', (tell) => offerDemo(service, store.access, config, tell))
      : readDemoAccess(config.dataDir);
  rmSync(serviceFile(config), { force: true });
  writeFileSync(serviceFile(config), `${JSON.stringify({ url: reachable(url), token: demo?.token ?? null })}\n`, {
    mode: 0o600,
  });
  screen.card({ url, demo });
}
