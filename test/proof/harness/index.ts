/**
 * # Harness: the built service as processes, to be used, killed and started again
 *
 * A `Place` is a data folder with a database, two registered banks (`north`, `south`; keys of test/service/town.ts) and
 * tokens. Servers are started in it as processes of `dist/`, with any roles and environment; what a client sends them is
 * a token's or a signed request. Everything listens on loopback, and `close` ends every process that was started.
 *
 * ```ts
 * const place = await openPlace();                         // or { databaseUrl }: a new database on that server
 * const server = await place.start();                      // roles api and worker in one process, ready
 * const north = server.client(place.banks.north);          // by token; `{ key }` signs (RFC 9421); null is nobody
 * const { status, body } = await north.post('/v1/conflicts', { claims }, { 'idempotency-key': 'k-1' });
 * await server.kill();                                     // SIGKILL; `status` is 0 where no answer came
 * await server.restart();                                  // the same port; answers how long /readyz took, in ms
 * process.kill(place.postmaster()!, 'SIGKILL');
 * await place.sql('UPDATE assize.conflicts SET deadline = clock_timestamp()'); // as the database's owner
 * await place.close();
 * ```
 *
 * A proof is a file `test/proof/<id>.ts` that exports `proof`; `npm run proof -- <id>` runs it (`Proof`, `Trial`).
 */
export { audit } from './audit.ts';
export type { Answer, Client } from './client.ts';
export { fingerprint, isSettled } from './docket-rows.ts';
export { openPlace, type Bank, type Place } from './place.ts';
export type { Proof, Trial } from './proof.ts';
export { draw, makeRandom, percentile, shuffle, type Random } from './random.ts';
export { startServer, type Server } from './server.ts';
export { eventually, inParallel, pause } from './wait.ts';
