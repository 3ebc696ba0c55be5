/** Small forms that requests and answers are made of. */
import { is32Bytes } from '#statements';
import { z } from 'zod';

export const partyId = z.string().refine(is32Bytes, 'expected a party id: base64url of 32 bytes').meta({
  id: 'PartyId',
  description: 'RFC 7638 thumbprint of a key: 43 characters of base64url',
  minLength: 43,
  maxLength: 43,
});

export const digest = z.string().meta({
  id: 'Digest',
  description: 'SHA-256, base64url without padding',
  examples: ['n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'],
});

export const instant = z.string().meta({
  id: 'Instant',
  description: 'RFC 3339, with a zone',
  format: 'date-time',
  examples: ['2026-11-22T09:30:00.120Z'],
});

/** A list whose entries nobody looks at here: its length costs nothing, and entries that are wrong become defects. */
export const anyList = z
  .custom<readonly unknown[]>(Array.isArray, 'expected a list')
  .meta({ type: 'array', items: {} });

/** Strings, checked in one loop; there may be very many. */
export const statements = z
  .custom<readonly string[]>(Array.isArray, 'expected a list')
  .superRefine((list, context) => {
    if (!Array.isArray(list)) return;
    const at = list.findIndex((entry) => typeof entry !== 'string');
    if (at >= 0) context.addIssue({ code: 'custom', path: [at], message: 'expected a string' });
  })
  .meta({
    type: 'array',
    items: { type: 'string', description: 'A statement: JWS in compact serialization (RFC 7515)' },
  });

/** At least one. */
export const someStatements = statements
  .refine((list) => !Array.isArray(list) || list.length > 0, 'expected at least one statement')
  .meta({ type: 'array', items: { type: 'string' }, minItems: 1 });
