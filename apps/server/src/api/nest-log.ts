/** Nest's own lines, as far as they matter, in the log of the service. */
import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

export const nestLog = (log: Logger): LoggerService => ({
  log: () => {},
  warn: (message: unknown) => log.warn({ from: 'nest' }, String(message)),
  error: (message: unknown) => log.error({ from: 'nest' }, String(message)),
  fatal: (message: unknown) => log.fatal({ from: 'nest' }, String(message)),
});
