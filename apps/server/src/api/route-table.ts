/**
 * Every route: where it is, who may ask, with which scope, and what it does. Guards read this table and nothing else;
 * a handler without a row, or a row without a handler, fails the start.
 */
import type { Scope, Standing } from '#tribunal';

/** `stranger` is a caller without credentials. */
export type Role = Standing['kind'] | 'stranger';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** As Fastify writes it: `:name` for one segment. */
  readonly path: string;
  /** `anyone` means that credentials are not even looked at. */
  readonly who: 'anyone' | readonly Role[];
  /** What a token must be for; null where any will do. Parties that sign have no scopes and need none. */
  readonly scope: Scope | null;
  /** Whether a caller on this machine needs no credentials, unless it forwards somebody else's request. */
  readonly isOpenToLoopback?: true;
  readonly does: string;
}

const READERS = ['bank', 'party', 'arbiter', 'auditor', 'operator'] as const;

export const ROUTES = {
  submit: {
    method: 'POST',
    path: '/v1/conflicts',
    who: ['bank'],
    scope: 'submit',
    does: 'Submit what a bank holds about one note; 202 with the conflict, 200 where it joined one that stood',
  },
  registerClaim: {
    method: 'POST',
    path: '/v1/claims',
    who: ['bank'],
    scope: 'submit',
    does: 'Register one claim; a conflict begins when a second one on the same serial arrives',
  },
  listConflicts: {
    method: 'GET',
    path: '/v1/conflicts',
    who: READERS,
    scope: 'read',
    does: 'The conflicts that the caller may see, newest first',
  },
  readConflict: {
    method: 'GET',
    path: '/v1/conflicts/:id',
    who: READERS,
    scope: 'read',
    does: 'A conflict: its state, its claims, and everyone’s next step',
  },
  readCustody: {
    method: 'GET',
    path: '/v1/conflicts/:id/custody',
    who: READERS,
    scope: 'read',
    does: 'Claims, defects, findings and the graph of custody',
  },
  readVerdicts: {
    method: 'GET',
    path: '/v1/conflicts/:id/verdicts',
    who: READERS,
    scope: 'read',
    does: 'Every verdict, newest first, each with its statement',
  },
  readBundle: {
    method: 'GET',
    path: '/v1/conflicts/:id/bundle',
    who: READERS,
    scope: 'read',
    does: 'Everything needed to check the case offline',
  },
  addEvidence: {
    method: 'POST',
    path: '/v1/conflicts/:id/evidence',
    who: ['bank', 'party', 'stranger'],
    scope: 'evidence',
    does: 'Add statements; one that a party signed itself needs no account',
  },
  register: {
    method: 'POST',
    path: '/v1/registrations',
    who: ['bank'],
    scope: 'register',
    does: 'Vouch for customers’ keys with registration statements; all are taken or none',
  },
  reportActivity: {
    method: 'POST',
    path: '/v1/activity',
    who: ['bank'],
    scope: 'register',
    does: 'Report how many redemptions of customers settled since the last report',
  },
  readReputation: {
    method: 'GET',
    path: '/v1/parties/:id/reputation',
    who: READERS,
    scope: 'reputation',
    does: 'A party’s reputation, its interval, and what it rests on',
  },
  readKeys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    who: 'anyone',
    scope: null,
    does: 'The tribunal’s public key, as a JWK set',
  },
  readHealth: { method: 'GET', path: '/healthz', who: 'anyone', scope: null, does: 'Whether the process answers' },
  readReadiness: {
    method: 'GET',
    path: '/readyz',
    who: 'anyone',
    scope: null,
    does: 'Whether it can work: database, queue, sweep, disk; 503 when one is down',
  },
  readMetrics: {
    method: 'GET',
    path: '/metrics',
    who: ['bank', 'arbiter', 'auditor', 'operator'],
    scope: 'metrics',
    isOpenToLoopback: true,
    does: 'Metrics for Prometheus; for tokens with the scope, and for a caller on this machine',
  },
  readOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    who: 'anyone',
    scope: null,
    does: 'This interface as an OpenAPI 3.1 document',
  },
  readReference: { method: 'GET', path: '/docs', who: 'anyone', scope: null, does: 'The reference page' },
  readProblems: {
    method: 'GET',
    path: '/docs/problems',
    who: 'anyone',
    scope: null,
    does: 'Every problem code, what it means and what mends it',
  },
  readReferenceFile: {
    method: 'GET',
    path: '/docs/:file',
    who: 'anyone',
    scope: null,
    does: 'The files of the reference page',
  },
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;

const rows = Object.entries(ROUTES) as [RouteName, Route][];
const byPlace = new Map(rows.map(([name, route]) => [`${route.method} ${route.path}`, { name, route }]));
const patterns = rows.map(([, { method, path }]) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
}));

/** findRoute gives the row of a method and Fastify's own path; HEAD is asked like GET. */
export const findRoute = (
  method: string,
  path: string,
): { readonly name: RouteName; readonly route: Route } | undefined =>
  byPlace.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);

/** methodsAt lists what may be asked of a path as it was requested: none where nothing is there. */
export const methodsAt = (path: string): string[] =>
  patterns
    .filter(({ pattern }) => pattern.test(path))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/** findUndeclared compares what the server routes with the table: handlers without a row, rows without a handler. */
export function findUndeclared(served: readonly { readonly method: string; readonly path: string }[]): string[] {
  const handlers = new Set(
    served.filter(({ method }) => method !== 'HEAD').map(({ method, path }) => `${method} ${path}`),
  );
  return [
    ...[...handlers].filter((place) => !byPlace.has(place)).map((place) => `${place} has a handler and no row`),
    ...[...byPlace.keys()].filter((place) => !handlers.has(place)).map((place) => `${place} has a row and no handler`),
  ];
}
