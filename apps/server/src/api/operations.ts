/** What each route takes and answers: what validates requests, and what the OpenAPI document is made from. */
import { MAX_CLAIMS } from '#custody';
import type { z } from 'zod';
import type { ProblemCode } from './problems.ts';
import { ROUTES, type Route, type RouteName } from './route-table.ts';
import * as told from './schemas/conflict-answers.ts';
import * as other from './schemas/other-answers.ts';
import * as sent from './schemas/requests.ts';

export interface Operation {
  readonly body?: OperationBody;
  readonly query?: z.ZodType;
  readonly answers: Readonly<Record<number, OperationAnswer>>;
  /** Problems of this call alone; `problemsOf` adds those that its kind of call can have. */
  readonly problems: readonly ProblemCode[];
}

export interface OperationBody {
  readonly schema: z.ZodType;
  /** What a body fails to be that is not as the schema says. */
  readonly code: ProblemCode;
  /** A list whose length is looked at before anything in it is: a schema would name every mistake of every entry. */
  readonly most?: { readonly member: string; readonly count: number; readonly code: ProblemCode };
}

export interface OperationAnswer {
  readonly does: string;
  /** JSON by this schema, or text of this media type; null for no content. */
  readonly body: { readonly schema: z.ZodType } | { readonly type: string } | null;
  /** Header fields beyond those of every answer, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (does: string, schema: z.ZodType, headers: Readonly<Record<string, string>> = {}): OperationAnswer => ({
  does,
  body: { schema },
  headers,
});
const text = (does: string, type: string): OperationAnswer => ({ does, body: { type } });

const LOCATION = { Location: 'Where the conflict is' };
const ETAG = { ETag: 'Changes with revision, state and round; send it as If-None-Match' };
const FILING = ['too_many_claims', 'different_notes', 'no_note', 'too_much_evidence', 'case_closed', 'busy'] as const;

const CLAIMS = { member: 'claims', count: MAX_CLAIMS, code: 'too_many_claims' } as const;
const REPORTS = { member: 'reports', count: sent.MOST_REPORTS, code: 'not_activity' } as const;

export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  submit: {
    body: { schema: sent.submission, code: 'not_a_submission', most: CLAIMS },
    answers: {
      200: json('It joined a conflict that stood', told.filedConflict, LOCATION),
      202: json('A new conflict, to be examined', told.filedConflict, LOCATION),
    },
    problems: FILING,
  },
  registerClaim: {
    body: { schema: sent.claimRegistration, code: 'not_a_submission' },
    answers: { 201: json('Registered', told.registeredClaim, LOCATION) },
    problems: FILING,
  },
  listConflicts: {
    query: sent.listQuery,
    answers: { 200: json('A page', told.conflictPage, { Link: 'rel="next": the next page, where there is one' }) },
    problems: [],
  },
  readConflict: {
    answers: {
      200: json('The conflict', told.conflict, ETAG),
      304: { does: 'Not changed', body: null, headers: ETAG },
    },
    problems: ['not_found'],
  },
  readCustody: { answers: { 200: json('The custody', told.custody) }, problems: ['not_found'] },
  readVerdicts: { answers: { 200: json('The verdicts', told.verdicts) }, problems: ['not_found'] },
  readBundle: { answers: { 200: json('The bundle', told.bundle) }, problems: ['not_found'] },
  addEvidence: {
    body: { schema: sent.evidenceRequest, code: 'invalid_body' },
    answers: {
      202: {
        does: 'Taken, to be examined: the conflict, or for those without an account what was accepted',
        body: { schema: told.filedConflict.or(told.evidenceAccepted) },
      },
    },
    problems: [
      'not_found',
      'not_a_statement',
      'wrong_kind',
      'wrong_signer',
      'bad_statement',
      'foreign_statement',
      'too_much_evidence',
      'case_closed',
      'busy',
    ],
  },
  register: {
    body: { schema: sent.registrations, code: 'invalid_body' },
    answers: { 201: json('Registered', other.registered) },
    problems: ['not_a_statement', 'wrong_kind', 'wrong_signer', 'bad_statement', 'busy'],
  },
  reportActivity: {
    body: { schema: sent.activity, code: 'not_activity', most: REPORTS },
    answers: { 201: json('Recorded', other.recorded) },
    problems: ['busy'],
  },
  readReputation: { answers: { 200: json('The reputation', other.reputation) }, problems: ['not_found'] },
  readKeys: { answers: { 200: json('The key', other.keySet) }, problems: [] },
  readHealth: { answers: { 200: json('It answers', other.checks) }, problems: [] },
  readReadiness: {
    answers: { 200: json('All is well', other.checks), 503: json('Something is down', other.checks) },
    problems: [],
  },
  readMetrics: { answers: { 200: text('The metrics', 'text/plain') }, problems: [] },
  readOpenApi: { answers: { 200: text('The document', 'application/json') }, problems: [] },
  readReference: { answers: { 200: text('The page', 'text/html') }, problems: [] },
  readProblems: { answers: { 200: text('The page', 'text/html') }, problems: [] },
  readReferenceFile: { answers: { 200: text('The file', '*/*') }, problems: ['no_such_route'] },
};

const EVERYWHERE = ['bad_request', 'internal', 'shutting_down'] as const;
const KNOWN_CALLERS = [
  'unauthenticated',
  'bad_token',
  'bad_signature',
  'nonce_used',
  'two_credentials',
  'role_not_allowed',
  'insufficient_scope',
  'rate_limited',
  'unavailable',
] as const;
const BODIES = [
  'not_json',
  'body_missing',
  'body_too_large',
  'unsupported_media_type',
  'unknown_member',
  'request_timeout',
  'overloaded',
  'bad_idempotency_key',
  'idempotency_in_flight',
  'idempotency_mismatch',
] as const;

/** problemsOf lists every problem that a call can be answered with, each once. */
export function problemsOf(name: RouteName): readonly ProblemCode[] {
  const { body, problems } = OPERATIONS[name];
  const { who, path }: Route = ROUTES[name];
  return [
    ...new Set<ProblemCode>([
      ...EVERYWHERE,
      ...(who === 'anyone' ? [] : KNOWN_CALLERS),
      ...(path.includes(':') ? (['bad_url', 'url_too_long'] as const) : []),
      ...(path.startsWith('/v1/') ? (['invalid_query'] as const) : []),
      ...(body === undefined ? [] : [body.code, ...BODIES]),
      ...problems,
    ]),
  ];
}
