/** What the HTTP edge is given. It opens no file, socket or database of its own, and reads no clock but these. */
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { PublicJwk, StatedKey } from '#statements';
import type { Standing, TribunalService } from '#tribunal';
import type { BodyThread } from './held-body.ts';

export interface ApiDeps {
  readonly tribunal: TribunalService;
  readonly access: Access;
  readonly idempotency: IdempotencyStore;
  /** Database, queue, sweep lag, disk. Asked at most once a second, however many ask. */
  readonly readiness: () => Promise<readonly Check[]>;
  /** `inFlight` is work beyond the requests themselves, which are counted here; past `limit` of either POSTs are shed. */
  readonly load: () => { readonly inFlight: number; readonly limit: number };
  /** Whether an exception says that the database or the disk is not there for now: 503, not 500. */
  readonly isOutage: (error: unknown) => boolean;
  /** Where large bodies are read and filed. */
  readonly bodyThread: BodyThread;
  readonly metrics: Registry;
  /** What other threads count, as Prometheus reads it. */
  readonly otherMetrics: () => Promise<string>;
  readonly log: Logger;
  readonly tribunalJwk: PublicJwk;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomUUID: () => string;
  /** Scheme and authority under which banks reach the service, which their signatures cover; null: http and the Host field. */
  readonly publicUrl: string | null;
  readonly version: string;
  readonly limits: ApiLimits;
}

export interface ApiLimits {
  readonly bodyBytes: number;
  /** Of requests by nobody that is known. */
  readonly strangerBodyBytes: number;
  /** Of all bodies in memory at once. */
  readonly bufferedBytes: number;
  /** Of each principal, and of each address that strangers call from. */
  readonly requestsPerMinute: number;
  readonly headersTimeoutMs: number;
  /** For the whole request, from its first byte. */
  readonly bodyTimeoutMs: number;
  /** How long a stop waits for requests in progress. */
  readonly drainMs: number;
}

export interface Access {
  /** Null where there is none with this SHA-256 (hexadecimal), or it expired or was revoked. */
  findToken(sha256hex: string): Promise<TokenStanding | null>;
  /** A registered bank's key, or the key of any party that the service has seen. */
  findParty(party: string): Promise<KnownParty | null>;
  /** False where the nonce was used before; it need not be kept after `expiresAt` (milliseconds since 1970). */
  useNonce(party: string, nonce: string, expiresAt: number): Promise<boolean>;
}

/** What a token stands for. */
export type TokenStanding = Exclude<Standing, { readonly kind: 'party' }>;

export interface KnownParty {
  readonly key: StatedKey;
  readonly standing: Standing;
}

/** Answers by principal and Idempotency-Key, kept for 24 hours. */
export interface IdempotencyStore {
  /** `fresh` takes the key: exactly one of any number of callers gets it, until `finish` or `abandon`, or it lapses. */
  begin(principal: string, key: string, requestHash: string): Promise<Begun>;
  finish(principal: string, key: string, answer: KeptAnswer): Promise<void>;
  abandon(principal: string, key: string): Promise<void>;
}

export type Begun =
  | { readonly state: 'fresh' | 'in_flight' | 'mismatch' }
  | ({ readonly state: 'replay' } & KeptAnswer);

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** The token by which Nest hands the dependencies to controllers. */
export const API_DEPS = Symbol('ApiDeps');
