import type { Fault } from '#statements';

/** Every defect, in the order in which they win at one statement (spec "conflicts", the defect table). */
export const DEFECTS = [
  'malformed',
  'alg_not_allowed',
  'key_mismatch',
  'weak_key',
  'bad_signature',
  'foreign_statement',
  'broken_chain',
  'not_holder',
  'wrong_audience',
  'expired_note',
  'untrusted_issuer',
] as const;

export type Defect = (typeof DEFECTS)[number];

export type ClaimFault = Fault<Defect>;
