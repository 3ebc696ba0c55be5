import { makeToken } from '#config';
import { SCOPES, type Scope } from '#tribunal';
import { CliError } from '../cli-error.ts';
import type { GlobalOptions } from '../command-module.ts';
import { formatTable } from '../table.ts';
import { dayOf } from './bank-registry.ts';
import { actorName, orRefuse, withStore } from './open-store.ts';

export interface CreateOptions extends GlobalOptions {
  readonly bank?: string;
  readonly operator?: string;
  readonly auditor?: string;
  readonly scope?: readonly string[];
  /** Seconds. */
  readonly expires: number;
  readonly label?: string;
}

type Kind = 'bank' | 'operator' | 'auditor';

/** What a token may do where nobody says. */
const BY_DEFAULT: Readonly<Record<Kind, readonly Scope[]>> = {
  bank: ['submit', 'evidence', 'read', 'register', 'reputation'],
  operator: ['read', 'reputation', 'metrics'],
  auditor: ['read', 'reputation'],
};

/** createToken makes a token and prints it, which happens once: only its hash is kept. */
export async function createToken(options: CreateOptions): Promise<void> {
  const { kind, name } = parseOwner(options);
  const scopes = parseScopes(options.scope, kind);
  const expiresAt = new Date(Date.now() + options.expires * 1_000);
  const { id, token, hash } = makeToken();
  const bank = kind === 'bank' ? name : null;
  const entry = { id, hash, kind, bank, name: options.label ?? name, scopes, expiresAt };
  await withStore(async ({ access }) => orRefuse(await access.createToken(entry, actorName()), 'assize banks list'));
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ id, token, kind, bank, name: entry.name, scopes, expiresAt })}\n`);
    return;
  }
  process.stdout.write(`${token}\n`);
  process.stderr.write(
    `token ${id} of ${kind} ${name}, for ${scopes.join(', ')}, until ${dayOf(expiresAt)}. It is shown this once.\n`,
  );
}

function parseOwner(options: CreateOptions): { readonly kind: Kind; readonly name: string } {
  const kinds = ['bank', 'operator', 'auditor'] as const;
  const [owner, ...others] = kinds.flatMap((kind) => {
    const name = options[kind];
    return name === undefined ? [] : [{ kind, name }];
  });
  if (owner !== undefined && others.length === 0) return owner;
  throw new CliError('usage', 'whose token? One of --bank NAME, --operator NAME and --auditor NAME is needed', {
    hint: 'assize tokens create --bank north',
  });
}

function parseScopes(given: readonly string[] | undefined, kind: Kind): readonly Scope[] {
  if (given === undefined) return BY_DEFAULT[kind];
  const asked = given.flatMap((text) => text.split(','));
  const unknown = asked.find((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (unknown !== undefined) {
    throw new CliError('usage', `${JSON.stringify(unknown)} is no scope: ${SCOPES.join(', ')}`, {
      hint: 'assize tokens create --help',
    });
  }
  // Staff read; only a bank hands anything in.
  const handsIn = asked.find((scope) => kind !== 'bank' && ['submit', 'evidence', 'register'].includes(scope));
  if (handsIn !== undefined) {
    throw new CliError('usage', `only a bank may ${handsIn}; an ${kind} reads`, {
      hint: 'assize tokens create --bank NAME',
    });
  }
  return SCOPES.filter((scope) => asked.includes(scope));
}

/** listTokens prints every token that was made, without their secrets, which nobody has. */
export async function listTokens({ json }: GlobalOptions): Promise<void> {
  const { tokens, now } = await withStore(async ({ access, housekeeping }) => ({
    tokens: await access.listTokens(),
    now: await housekeeping.databaseNow(),
  }));
  if (json === true) {
    process.stdout.write(`${JSON.stringify(tokens)}\n`);
    return;
  }
  if (tokens.length === 0) {
    process.stderr.write('there is no token: assize tokens create --bank NAME\n');
    return;
  }
  const rows = tokens.map(({ id, kind, bank, name, scopes, expiresAt, revokedAt }) => [
    id,
    `${kind}${bank === null ? '' : ` ${bank}`}`,
    name,
    scopes.join(','),
    revokedAt !== null
      ? `revoked ${dayOf(revokedAt)}`
      : `${expiresAt.getTime() <= now ? 'expired' : 'until'} ${dayOf(expiresAt)}`,
  ]);
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}

/** revokeToken ends a token at once; it takes its id, or the token itself. */
export async function revokeToken(which: string, { json }: GlobalOptions): Promise<void> {
  const id = /^assize_([0-9a-f]+)_/.exec(which)?.[1] ?? which;
  await withStore(async ({ access }) => orRefuse(await access.revokeToken(id, actorName()), 'assize tokens list'));
  process.stdout.write(json === true ? `${JSON.stringify({ id, revoked: true })}\n` : `token ${id} is revoked\n`);
}
