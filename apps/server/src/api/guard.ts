/** Who may ask what: the table of routes, applied. */
import type { Scope } from '#tribunal';
import type { Principal } from './exchange.ts';
import { Problem } from './problem.ts';
import type { Route } from './route-table.ts';

/** The challenge that every 401 carries (RFC 9110 section 11.6.1); signatures have no scheme of that kind. */
export const CHALLENGE = 'Bearer realm="assize"';

/** guard refuses a principal that the route's row does not name; null lets it pass. */
export function guard({ who, scope, isOpenToLoopback }: Route, principal: Principal, isLocal: boolean): Problem | null {
  if (who === 'anyone') return null;
  if (principal.by === 'stranger') {
    if (who.includes('stranger') || (isOpenToLoopback === true && isLocal)) return null;
    return new Problem('unauthenticated', 'this call needs a signed request or a bearer token', {
      headers: { 'www-authenticate': CHALLENGE },
    });
  }
  const { kind } = principal.standing;
  if (!who.includes(kind)) {
    return new Problem('role_not_allowed', `this call is for ${who.join(', ')}; the caller is a ${kind}`);
  }
  if (scope === null || scopesOf(principal).includes(scope)) return null;
  return new Problem('insufficient_scope', `this call needs the scope "${scope}"`, {
    headers: { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope", scope="${scope}"` },
  });
}

const PARTY_SCOPES: readonly Scope[] = ['evidence', 'read', 'reputation'];

/** Metrics are the operator's, who gives tokens for them; no key opens them. */
function scopesOf({ by, standing }: Exclude<Principal, { readonly by: 'stranger' }>): readonly Scope[] {
  const scopes = standing.kind === 'party' ? PARTY_SCOPES : standing.scopes;
  return by === 'token' ? scopes : scopes.filter((scope) => scope !== 'metrics');
}

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** isLocalCaller tells a caller on this machine from one whose request a proxy on this machine passes on. */
export const isLocalCaller = (
  address: string | undefined,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): boolean =>
  address !== undefined &&
  (address === '::1' || /^(::ffff:)?127\./.test(address)) &&
  FORWARDING.every((name) => headers[name] === undefined);
