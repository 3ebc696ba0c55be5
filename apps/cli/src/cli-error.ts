/** Mistakes that we know the cause of: each says what we saw and why it stops us, never with a stack trace. */

/** The exit statuses of every command; `assize help exit-codes` prints them. */
export const EXIT = {
  done: 0,
  /** The thing that was checked did not hold. */
  notGood: 1,
  /** A file could not be read or is not what the command needs, or the command line is wrong. */
  badInput: 2,
  /** The service could not be reached, or could not do what it was asked. */
  noService: 3,
  /** A bug in assize. */
  bug: 70,
} as const;

/** What an error can say beside its message. */
export interface ErrorDetails {
  /** One command or step that would help. */
  readonly hint?: string | undefined;
  readonly file?: string | undefined;
  /** Where in the file, such as `line 3, column 7`. */
  readonly place?: string | undefined;
  readonly exitCode?: number | undefined;
  /** The places of a request that a service found wrong: JSON pointers (RFC 6901), or names of parameters. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] | undefined;
  /** By which the service's operator finds a request again. */
  readonly requestId?: string | undefined;
}

/** A mistake with a stable `code`; exit status 2 unless it says otherwise. The message names file and place itself. */
export class CliError extends Error {
  readonly hint: string | undefined;
  readonly file: string | undefined;
  readonly place: string | undefined;
  readonly exitCode: number;
  readonly errors: NonNullable<ErrorDetails['errors']>;
  readonly requestId: string | undefined;

  constructor(
    readonly code: string,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message);
    this.hint = details.hint;
    this.file = details.file;
    this.place = details.place;
    this.exitCode = details.exitCode ?? EXIT.badInput;
    this.errors = details.errors ?? [];
    this.requestId = details.requestId;
  }
}

/** orThrow passes a value on and throws an error that came in its place. */
export function orThrow<T>(value: T | CliError): T {
  if (value instanceof CliError) throw value;
  return value;
}
