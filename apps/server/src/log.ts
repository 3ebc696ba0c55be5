import type { Config } from '#config';
import { pino, type Logger } from 'pino';

/** openLog writes structured lines to standard error; what is secret is left out by name wherever it stands. */
export const openLog = ({ logLevel, logFormat }: Config): Logger =>
  pino(
    {
      level: logLevel,
      base: { service: 'assize' },
      redact: { paths: ['*.token', '*.secret', '*.password', '*.authorization', '*.d', 'req.headers'], remove: true },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: tellError },
    },
    logFormat === 'json'
      ? pino.destination({ dest: 2, sync: false })
      : { write: (line) => void process.stderr.write(inWords(line)) },
  );

/** A line for people: the time, how bad it is, what, and the rest as it is. */
function inWords(line: string): string {
  const { level, time, msg = '', service: _service, ...rest } = JSON.parse(line) as LogLine;
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return `${time.slice(11, 19)} ${pino.levels.labels[level] ?? level} ${msg}${more}\n`;
}

interface LogLine {
  readonly level: number;
  readonly time: string;
  readonly msg?: string;
  readonly service: string;
}

interface ToldError {
  readonly type?: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/** tellError leaves out what an error carries beside its words: a failed query has its values, which parties wrote. */
export function tellError(error: unknown): ToldError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as { readonly code?: unknown };
  return {
    type: error.constructor.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined ? {} : { cause: tellError(error.cause) }),
  };
}
