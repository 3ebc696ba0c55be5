import type { Market } from '#inference';
import type { JsonObject } from '#statements';
import canonicalize from 'canonicalize';
import type { Decision } from './decide.ts';
import { verdictPayload } from './verdict.ts';

/**
 * recheckVerdict computes a verdict anew from its inputs and compares every member but who signed it: null where all are
 * the same, else the first that differs. The decision must rest on the submission in `canonicalOrder`.
 */
export function recheckVerdict(verdict: JsonObject, decision: Decision, market: Market): string | null {
  const occasion = {
    jti: verdict['jti'] as string,
    iat: verdict['iat'] as number,
    appealUntil: verdict['apl'] as number,
    round: verdict['rnd'] as number,
    ...(verdict['prv'] === undefined ? {} : { previous: verdict['prv'] as string }),
  };
  const again = verdictPayload(decision, market, occasion);
  if (again === null) return 'no verdict can be given on these inputs';
  const differing = Object.keys(again).find((member) => canonicalize(again[member]) !== canonicalize(verdict[member]));
  return differing === undefined
    ? null
    : `"${differing}" is ${canonicalize(verdict[differing]) ?? 'missing'}, not ${canonicalize(again[differing])}`;
}
