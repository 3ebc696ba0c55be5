/** What a service is told from outside, read once at its start and not changed after. */
export interface Config {
  /** The address to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** How others reach the service, without a slash at its end; null where nobody said. */
  readonly publicUrl: string | null;
  /** Absolute; the private database, its backups and the tribunal's key are in it. */
  readonly dataDir: string;
  /** postgres://…; null for the private database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** redis://… or rediss://…; null for the queue in PostgreSQL. */
  readonly redisUrl: string | null;
  /** What this process does; never empty. */
  readonly roles: readonly Role[];
  /** `express`, or the absolute path of a policy document (JSON). */
  readonly policy: string;
  /** Absolute path of a private JWK; made at the first start where it is missing. */
  readonly tribunalKey: string;
  readonly logLevel: LogLevel;
  readonly logFormat: 'text' | 'json';
  /** Worker threads that examine. */
  readonly threads: number;
  /** How many conflicts a worker has in hand at once. */
  readonly concurrency: number;
  /** How many requests may be in progress before further ones are shed (503). */
  readonly maxInFlight: number;
  /** Of each bank. */
  readonly requestsPerMinute: number;
  /** Whether a start brings the database's tables up to date. */
  readonly migrate: boolean;
  /** What both verifiers are asked about beyond what findings rest on: nothing more, everything, or so many statements a case. */
  readonly crossCheck: 'findings' | 'all' | number;
  /** Whether an empty tribunal is filled with the demo market; undefined where nobody said, which means no. */
  readonly demo: boolean | undefined;
  readonly sweepEveryMs: number;
  /** How long a stop waits for work in progress, in seconds. */
  readonly shutdownSeconds: number;
}

export const ROLES = ['api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything that is wrong with the environment; each with the value, the rule and an example, and no secret. */
export interface ConfigProblems {
  readonly problems: readonly string[];
}

export const hasProblems = (read: Config | ConfigProblems): read is ConfigProblems => 'problems' in read;

/** What defaults depend on. */
export interface Machine {
  readonly cores: number;
  /** Whether standard error is a terminal. */
  readonly isTerminal: boolean;
  /** The folder that relative paths start from. */
  readonly folder: string;
}
