/** Times as options give them: RFC 3339 with a zone, or NumericDate, seconds since 1970 (RFC 7519 section 2). */
import { InvalidArgumentError } from 'commander';
import { parseInstant } from '#custody';

const NUMERIC_DATE = /^(0|[1-9]\d*)(\.\d+)?$/;

/** parseTime reads a time into seconds since 1970. */
export function parseTime(text: string): number {
  const seconds = NUMERIC_DATE.test(text) ? Number(text) : parseInstant(text);
  if (seconds === null) {
    throw new InvalidArgumentError('A time is RFC 3339 with a zone (2026-11-22T09:30:00Z) or seconds since 1970.');
  }
  return seconds;
}

/** parseRfc3339 reads a time into RFC 3339, which stays as it was written. */
export function parseRfc3339(text: string): string {
  const seconds = parseTime(text);
  return NUMERIC_DATE.test(text) ? new Date(seconds * 1000).toISOString() : text;
}

/** nowS is the present second. */
export const nowS = (): number => Math.floor(Date.now() / 1000);
