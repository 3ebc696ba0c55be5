/** A refusal on its way to the client, and the document that it becomes (RFC 9457). */
import { PROBLEMS, type ProblemCode } from './problems.ts';

/** One place that is wrong: in the body as a JSON pointer (RFC 6901), or the name of a query parameter. */
export type PlaceInRequest =
  | { readonly pointer: string; readonly detail: string }
  | { readonly parameter: string; readonly detail: string };

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly instance?: string;
  readonly requestId: string;
  /** Of a signature that does not count: which rule of RFC 9421 or RFC 9530 it broke. */
  readonly reason?: string;
  readonly errors?: readonly PlaceInRequest[];
}

export const PROBLEM_TYPE = 'application/problem+json';

/** A refusal with what its answer says beyond the table; it is thrown, as Nest and Fastify expect. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: {
      readonly errors?: readonly PlaceInRequest[];
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** problemUri is where a code is explained, on this service. */
export const problemUri = (code: ProblemCode): string => `/docs/problems#${code}`;

/** documentOf writes the body of the answer; `instance` is the path asked for, without its query. */
export function documentOf({ code, detail, more }: Problem, requestId: string, instance?: string): ProblemDocument {
  const { status, title } = PROBLEMS[code];
  return {
    type: problemUri(code),
    title,
    status,
    detail,
    code,
    ...(instance === undefined ? {} : { instance }),
    requestId,
    ...(more.reason === undefined ? {} : { reason: more.reason }),
    ...(more.errors === undefined ? {} : { errors: more.errors }),
  };
}
