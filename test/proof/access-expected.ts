/** What the table of routes makes of a caller, worked out here a second time: the server's guard is not asked. */
import { ROUTES, type Route, type RouteName } from '../../apps/server/src/api/route-table.ts';
import type { PrivateKey } from '#statements';
import { say, type DoubleSpend } from '../service/town.ts';
import type { AccessTown, Caller, Rights } from './access-town.ts';

/** How a request must be answered. */
export type Expected =
  | { readonly status: 'good' }
  | { readonly status: 401 | 403 | 404; readonly codes: readonly string[] };

const GOOD: Expected = { status: 'good' };
const HIDDEN: Expected = { status: 404, codes: ['not_found'] };
const UNKNOWN: Expected = { status: 401, codes: ['bad_token', 'bad_signature'] };

/** Routes that answer for a case or a party, and only to those who have to do with it. */
const GUARDED_BY_CASE: readonly RouteName[] = [
  'readConflict',
  'readCustody',
  'readVerdicts',
  'readBundle',
  'addEvidence',
  'readReputation',
];

/** expectedOf says how a caller must be answered at a route, by that route's row. */
export function expectedOf(name: RouteName, { role, scopes, takesPart, isForwarded }: Rights): Expected {
  const { who, scope, isOpenToLoopback }: Route = ROUTES[name];
  if (who === 'anyone') return GOOD;
  if (role === null) return UNKNOWN;
  if (role === 'stranger') {
    const mayAsk = who.includes('stranger') || (isOpenToLoopback === true && !isForwarded);
    if (!mayAsk) return { status: 401, codes: ['unauthenticated'] };
  } else {
    if (!who.includes(role)) return { status: 403, codes: ['role_not_allowed'] };
    if (scope !== null && !scopes.includes(scope)) return { status: 403, codes: ['insufficient_scope'] };
  }
  return GUARDED_BY_CASE.includes(name) && !takesPart ? HIDDEN : GOOD;
}

/** A request to a route that is good but for who asks. */
export function requestTo(
  name: RouteName,
  { conflict, spend }: AccessTown,
  { role, key, takesPart }: Caller,
): { readonly path: string; readonly body?: object } {
  const { path }: Route = ROUTES[name];
  // A party asks about itself, and one to another case about somebody of this one.
  const party = role === 'party' && takesPart ? key!.id : spend.claimants[0]!.id;
  const place = path.replace(':id', name === 'readReputation' ? party : conflict).replace(':file', 'start.js');
  const body = BODIES[name]?.(spend, key ?? spend.claimants[0]!);
  return body === undefined ? { path: place } : { path: place, body };
}

/** What is sent to the routes that take something; `signer` signs what has to be signed. */
const BODIES: Readonly<Partial<Record<RouteName, (spend: DoubleSpend, signer: PrivateKey) => object>>> = {
  submit: ({ claims }) => ({ claims }),
  registerClaim: ({ claims }) => claims[0]!,
  addEvidence: ({ note, holder }, signer) => ({
    statements: [say('receipt+jwt', { sub: note, frm: holder.id }, signer)],
  }),
  register: ({ claimants }, signer) => ({ statements: [say('registration+jwt', { sub: claimants[0]!.id }, signer)] }),
  reportActivity: (_spend, signer) => ({ reports: [{ party: signer.id, settled: 1 }] }),
};
