/** The other signature of an ECDSA pair: −s verifies wherever s does (spec "validity"), and any reader can make it. */
import { isFault, parseStatement, type Suite } from '#statements';

const ORDERS: Readonly<Partial<Record<Suite, bigint>>> = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES256K: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
};

/** malleate gives the same statement under its other signature, or null for Ed25519, which has one. */
export function malleate(text: string): string | null {
  const read = parseStatement(text);
  const order = isFault(read) ? undefined : ORDERS[read.alg as Suite];
  if (order === undefined) return null;
  const dot = text.lastIndexOf('.');
  const signature = Buffer.from(text.slice(dot + 1), 'base64url');
  const s = order - BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return `${text.slice(0, dot)}.${other.toString('base64url')}`;
}
