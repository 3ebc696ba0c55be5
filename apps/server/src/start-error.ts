/** A cause for which the service cannot start, and the one step by which an operator mends it. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}
