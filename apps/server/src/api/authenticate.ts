/** Who asks: a bearer token (RFC 6750) or a signed request (RFC 9421). */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import {
  isHttpSignatureFault,
  readSignatures,
  verifyRequest,
  verifySignature,
  type HttpRequest,
  type HttpSignatureFault,
} from '#http-signatures';
import type { ApiDeps, KnownParty } from './deps.ts';
import { principalOf } from './exchange.ts';
import { CHALLENGE } from './guard.ts';
import { Problem } from './problem.ts';

/** More signatures than this on one request are not looked up. */
const MOST_SIGNERS = 4;
/** A nonce counts for as long as `created` may be away from now, before and after. */
const NONCE_MS = 600_000;
const BEARER = /^bearer +([\x21-\x7e]{1,512}) *$/i;

/**
 * readCredentials finds out who asks as far as header fields tell: of a token everything, of a signature whose key it
 * may be by. The signature itself is checked by `settleSignature`, which needs the body.
 */
export async function readCredentials(deps: ApiDeps, request: FastifyRequest, isLarge: boolean): Promise<void> {
  const { authorization, signature } = request.headers;
  const isSigned = signature !== undefined || request.headers['signature-input'] !== undefined;
  if (authorization === undefined) {
    if (isSigned) await findSigners(deps, request, isLarge);
    return;
  }
  if (isSigned) throw new Problem('two_credentials', 'the request has a token and a signature');
  const token = BEARER.exec(authorization)?.[1];
  const hash = token === undefined ? null : createHash('sha256').update(token).digest('hex');
  const standing = hash === null ? null : await deps.access.findToken(hash);
  if (standing === null) {
    const detail = token === undefined ? 'Authorization has no bearer token' : 'unknown, expired or revoked';
    throw new Problem('bad_token', detail, {
      headers: { 'www-authenticate': `${CHALLENGE}, error="invalid_token"` },
    });
  }
  request.exchange.principal = principalOf('token', standing);
}

async function findSigners({ access, publicUrl }: ApiDeps, request: FastifyRequest, isLarge: boolean): Promise<void> {
  const message = messageOf(request, publicUrl, undefined);
  const signatures = readSignatures(message.headers);
  if (isHttpSignatureFault(signatures)) throw refusalOf(signatures);
  const signers = new Map<string, KnownParty>();
  for (const one of signatures.slice(0, MOST_SIGNERS)) {
    const known = one.keyid === null ? null : await access.findParty(one.keyid);
    if (known === null) continue;
    signers.set(one.keyid!, known);
    // A key id is no secret: a large body is read only for somebody who holds the key.
    const fault = isLarge ? verifySignature(message, one, known.key) : null;
    if (fault !== null) throw refusalOf(fault);
    break;
  }
  if (signers.size === 0) {
    throw refusalOf({ code: 'unknown_key', why: 'no signature is by a key that this service knows' });
  }
  request.exchange.signers = signers;
}

/** settleSignature checks the signature over the request and its body, and uses up its nonce. */
export async function settleSignature(deps: ApiDeps, request: FastifyRequest, body?: Uint8Array): Promise<void> {
  const { exchange } = request;
  const { signers } = exchange;
  if (signers === null) return;
  exchange.signers = null;
  const now = deps.now();
  const message = messageOf(request, deps.publicUrl, body);
  const verified = verifyRequest(message, (keyid) => signers.get(keyid)?.key ?? null, { now: now / 1_000 });
  if (isHttpSignatureFault(verified)) throw refusalOf(verified);
  const { keyid, nonce } = verified;
  if (!(await deps.access.useNonce(keyid, nonce, verified.created * 1_000 + NONCE_MS))) {
    throw new Problem('nonce_used', 'this nonce came with an earlier request', {
      headers: { 'www-authenticate': CHALLENGE },
    });
  }
  exchange.principal = principalOf('signature', signers.get(keyid)!.standing);
}

function messageOf({ raw }: FastifyRequest, publicUrl: string | null, body: Uint8Array | undefined): HttpRequest {
  const target = raw.url!;
  // A request line may have a whole URI (RFC 9112 section 3.2.2), which is then the target URI itself.
  const isPath = target.startsWith('/');
  return {
    method: raw.method!,
    url: isPath ? `${publicUrl ?? `http://${raw.headers.host}`}${target}` : target,
    headers: raw.headersDistinct,
    ...(isPath ? {} : { requestTarget: target }),
    body,
  };
}

const refusalOf = ({ code, why }: HttpSignatureFault): Problem =>
  new Problem('bad_signature', why, { reason: code, headers: { 'www-authenticate': CHALLENGE } });
