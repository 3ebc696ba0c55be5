/** Classes and codes of PostgreSQL and of sockets that say: not there for now, ask again. */
const OUTAGES = [
  /^08/, // connection exceptions
  /^53/, // insufficient resources: disk full, too many connections
  /^57P0[1-5]$/, // shut down, starting up, terminated
  /^58/, // system errors: I/O
  /^25006$/, // read-only while it recovers
  /^40(001|P01)$/, // serialisation, deadlock: another attempt will do
  /^57014$/, // statement timeout
  /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|NOSPC|HOSTUNREACH)$/,
];

const WORDS =
  // TypeORM's last words on a connection that broke inside a transaction are that it was released.
  /uery runner (was )?already released|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|Driver not Connected|not queryable/;

/** isOutage tells whether an error means that the database or the disk is not there for now: 503, not 500. */
export function isOutage(error: unknown): boolean {
  const seen = error as { code?: unknown; message?: unknown; driverError?: unknown; errors?: unknown } | null;
  if (typeof seen !== 'object' || seen === null) return false;
  const { code } = seen;
  if (typeof code === 'string' && OUTAGES.some((pattern) => pattern.test(code))) return true;
  if (typeof seen.message === 'string' && WORDS.test(seen.message)) return true;
  const inner = Array.isArray(seen.errors) ? (seen.errors[0] as unknown) : seen.driverError;
  return inner !== undefined && inner !== error && isOutage(inner);
}
