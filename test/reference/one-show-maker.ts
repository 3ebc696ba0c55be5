// Makes one-show notes and spends, honest and not (statements.md, "One-show notes"), apart from the reference judge.
import { createHash } from 'node:crypto';
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import { base64url } from './sign.ts';

const { Point } = ristretto255;
const order = Point.Fn.ORDER;
const DST = 'assize/one-show/v1';
const g1 = ristretto255_hasher.hashToCurve(Buffer.from('g1'), { DST });
const g2 = ristretto255_hasher.hashToCurve(Buffer.from('g2'), { DST });

const wide = (seed: string): bigint =>
  BigInt(`0x${createHash('sha512').update(`assize reference ${seed}`).digest('hex')}`) % order;
const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);

export function encodeScalar(scalar: bigint): string {
  const hex = scalar.toString(16).padStart(64, '0');
  return base64url(Buffer.from(hex, 'hex').reverse());
}

export interface OneShowSecret {
  readonly osh: { readonly A: string; readonly B: string };
  /** The identity element that a registration states. */
  readonly idn: string;
  readonly answer: (payee: string, iatText: string, nce: string) => { r1: string; r2: string; nce: string };
}

/**
 * A payer's secret for one note, a function of the seed. An ill-made note has no part of g2 in A, so that r2 is the
 * same in every spend and two of them name nobody.
 */
export function oneShow(payer: string, note: string, illMade = false): OneShowSecret {
  const u = wide(`u ${payer}`);
  const s = wide(`s ${note}`);
  const x1 = wide(`x1 ${note}`);
  const x2 = wide(`x2 ${note}`);
  const identity = g1.multiply(u);
  const A = illMade ? g1.multiply(s) : identity.add(g2).multiply(s);
  const B = g1.multiply(x1).add(g2.multiply(x2));
  return {
    osh: { A: base64url(A.toBytes()), B: base64url(B.toBytes()) },
    idn: base64url(identity.toBytes()),
    answer: (payee, iatText, nce) => {
      const digest = createHash('sha512')
        .update(A.toBytes())
        .update(B.toBytes())
        .update(`${payee}\n${iatText}\n${nce}`)
        .digest();
      const d = littleEndian(digest) % order;
      const r1 = illMade ? (d * s + x1) % order : (((d * u) % order) * s + x1) % order;
      const r2 = illMade ? x2 : (d * s + x2) % order;
      return { r1: encodeScalar(r1), r2: encodeScalar(r2), nce };
    },
  };
}
