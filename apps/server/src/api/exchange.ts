/** What is known of a request while it is answered; kept on Fastify's request as `exchange`. */
import type { FastifyRequest } from 'fastify';
import type { Standing } from '#tribunal';
import type { KnownParty } from './deps.ts';
import type { HeldBody } from './held-body.ts';
import type { ProblemCode } from './problems.ts';
import type { Route } from './route-table.ts';

/** Who asks; `key` names it for rate limits and idempotency keys. */
export type Principal =
  | { readonly by: 'stranger'; readonly key: string; readonly standing: null }
  | { readonly by: 'token' | 'signature'; readonly key: string; readonly standing: Standing };

export interface Exchange {
  /** On the process's own clock, in milliseconds. */
  readonly startedAt: number;
  readonly route: Route | null;
  principal: Principal;
  /** Who the signature may be by; null once it was checked, or where there is none. */
  signers: ReadonlyMap<string, KnownParty> | null;
  /** What was answered, where it was a problem. */
  code: ProblemCode | null;
  /** Of its body, how much stands in memory. */
  buffered: number;
  /** What was wrong with the body, until it is answered. */
  refusal: unknown;
  /** SHA-256 of the body as it came, in hexadecimal, where there is an Idempotency-Key. */
  bodyDigest: string | null;
  /** A body that another thread holds. */
  held: HeldBody | null;
  /** Whether it is known what is answered, and whether the caller got that or left. */
  isSettled: boolean;
  isGone: boolean;
  /** Fields of the answer that are known before there is one. */
  headers: Readonly<Record<string, string>> | null;
  /** The key that this request holds until it is answered. */
  idempotencyKey: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange;
  }
}

export const strangerFrom = (address: string): Principal => ({ by: 'stranger', key: `ip:${address}`, standing: null });

export function openExchange(request: FastifyRequest, route: Route | null, address: string): Exchange {
  const exchange: Exchange = {
    startedAt: performance.now(),
    route,
    principal: strangerFrom(address),
    signers: null,
    code: null,
    buffered: 0,
    refusal: null,
    bodyDigest: null,
    held: null,
    isSettled: false,
    isGone: false,
    headers: null,
    idempotencyKey: null,
  };
  request.exchange = exchange;
  return exchange;
}

/** principalOf names a standing: every token and key of a bank is that bank. */
export function principalOf(by: 'token' | 'signature', standing: Standing): Principal {
  switch (standing.kind) {
    case 'bank':
      return { by, key: `bank:${standing.bank}`, standing };
    case 'party':
      return { by, key: `party:${standing.party}`, standing };
    case 'operator':
    case 'auditor':
    case 'arbiter':
      return { by, key: `${standing.kind}:${standing.name}`, standing };
    default:
      return standing satisfies never;
  }
}
