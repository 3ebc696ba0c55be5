import { hash } from 'node:crypto';

/** sha256 of bytes, or of a text as UTF-8, as base64url (43 characters). */
export const sha256 = (input: string | Uint8Array): string => hash('sha256', input, 'base64url');
