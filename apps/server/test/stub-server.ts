/** The HTTP interface over stubs, as a program: `node stub-server.js '{"limits":{…}}'`. Prints its address, then its log. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { jwkOf } from '#statements';
import { createApi } from '../src/api/create-api.ts';
import type { ApiDeps, ApiLimits, Check } from '../src/api/deps.ts';
import { KEYS } from './people.ts';
import { makeStubBodyThread } from './stub-body-thread.ts';
import { makeStubAccess, makeStubIdempotency } from './stub-stores.ts';
import { makeStubTribunal } from './stub-tribunal.ts';

/** What a test may set. */
export interface StubOptions {
  readonly limits?: Partial<ApiLimits>;
  readonly load?: { readonly inFlight: number; readonly limit: number };
  readonly publicUrl?: string;
  readonly isDown?: boolean;
  readonly logLevel?: string;
}

const options = JSON.parse(process.argv[2] ?? '{}') as StubOptions;
const { tribunal, calls } = makeStubTribunal();
const checks: readonly Check[] = [
  { name: 'database', ok: true, detail: 'answers' },
  { name: 'queue', ok: options.isDown !== true, detail: 'pings in 1 ms' },
];
const isOutage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';

const deps: ApiDeps = {
  tribunal,
  access: makeStubAccess(),
  idempotency: makeStubIdempotency(),
  readiness: async () => checks,
  load: () => options.load ?? { inFlight: 0, limit: 1_000 },
  isOutage,
  bodyThread: makeStubBodyThread(tribunal),
  metrics: new Registry(),
  otherMetrics: async () => '',
  log: pino({ level: options.logLevel ?? 'debug' }),
  tribunalJwk: jwkOf(KEYS.tribunal),
  now: () => Date.now(),
  randomUUID,
  publicUrl: options.publicUrl ?? null,
  version: '0.0.0-stub',
  limits: {
    bodyBytes: 4 * 1_048_576,
    strangerBodyBytes: 65_536,
    bufferedBytes: 8 * 1_048_576,
    requestsPerMinute: 1_000_000,
    headersTimeoutMs: 1_000,
    bodyTimeoutMs: 2_000,
    drainMs: 2_000,
    ...options.limits,
  },
};

const app = await createApi(deps);
await app.listen(0, '127.0.0.1');
process.stdout.write(`${JSON.stringify({ listening: await app.getUrl() })}\n`);
process.on('SIGTERM', () => {
  void app.close().then(() => process.exit(0));
});
process.on('message', (question) => {
  if (question === 'calls') process.send?.(calls);
});
