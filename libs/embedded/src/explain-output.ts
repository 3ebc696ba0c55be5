import { diskFull, EmbeddedFailure, failure } from './embedded-fault.ts';

/** explainOutput makes a fault of what initdb, pg_ctl or the server's log said. */
export function explainOutput(cluster: string, output: string): EmbeddedFailure {
  const said = essenceOf(output);
  if (/no space left on device|disk quota exceeded/i.test(output)) return new EmbeddedFailure(diskFull(cluster));
  if (/database files are incompatible/i.test(output)) {
    return failure(
      'other_version',
      `${cluster}: ${said}`,
      'start it with the assize that wrote it, make a backup, and restore that into a new DATA_DIR',
    );
  }
  if (
    /permission denied|operation not permitted|wrong ownership|invalid permissions|read-only file system/i.test(output)
  ) {
    return failure(
      'no_permission',
      `${cluster}: ${said}`,
      'run as the user who owns the folder (its mode must be 0700), or choose another with DATA_DIR',
    );
  }
  if (/bogus data in lock file|lock file .* is empty/i.test(output)) {
    return failure('unreadable', `${cluster}: ${said}`, `remove ${cluster}/postmaster.pid if no PostgreSQL runs there`);
  }
  return failure(
    'failed',
    `${cluster}: ${said}`,
    `read ${cluster}/server.log, or set DATABASE_URL to another PostgreSQL`,
  );
}

const MOST_LINES = 3;

/** The lines that tell why, without their times; else the last ones. */
function essenceOf(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /\b(ERROR|FATAL|PANIC|HINT|DETAIL|error|fatal|detail|hint):/.test(line));
  const chosen = telling.length > 0 ? telling.slice(0, MOST_LINES) : lines.slice(-MOST_LINES);
  const bare = chosen.map((line) => line.replace(/^\d{4}-\d\d-\d\d .*? \[\d+\] /, '').replace(/\s+/g, ' '));
  return bare.join('; ').trim() || 'it said nothing';
}
