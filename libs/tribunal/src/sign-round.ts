/** The verdict of a round: signed, as it is kept, and until when it can be challenged. */
import { describeModel, modelDigest, signVerdict, verdictPayload, type Decision, type Policy } from '#arbitration';
import type { Market } from '#inference';
import { isFault, parseStatement, type PrivateKey } from '#statements';
import canonicalize from 'canonicalize';
import type { CaseRecord, KeptVerdict } from './docket.ts';

/** What a round is signed with. */
export interface Signing {
  readonly market: Market;
  /** The last fact that it had heard. */
  readonly factSeq: number;
  readonly policy: Policy;
  readonly key: PrivateKey;
  /** The database's time, in milliseconds since 1970. */
  readonly now: number;
  readonly id: string;
  /** The verdict that this one replaces. */
  readonly last: KeptVerdict | null;
}

export interface SignedRound {
  readonly kept: KeptVerdict;
  readonly deadline: Date;
}

/** A round that changes nothing leaves so long to look at it. */
const UNCHANGED_S = 3_600;

/**
 * signRound signs a decision as the next round of its case; null where there is nothing to decide, and words where it is
 * too long to be signed. A round that changes no answer, culprit or award does not begin the clock anew: or whoever has
 * something to add now and then could keep a case from ever becoming final.
 */
export function signRound(
  decision: Decision,
  record: CaseRecord,
  signing: Signing,
): SignedRound | { readonly why: string } | null {
  const { market, factSeq, policy, key, now, id, last } = signing;
  const iat = Math.floor(now / 1_000);
  const round = record.round === null ? 0 : record.round + 1;
  // Once a round: of a case of a thousand claimants the description is long.
  const model = describeModel(market, decision);
  const fresh = verdictPayload(decision, market, {
    jti: id,
    iat,
    appealUntil: iat + policy.clocks.challenge,
    round,
    model: modelDigest(model),
    ...(record.verdict === null ? {} : { previous: record.verdict }),
  });
  if (fresh === null) return null;
  const isUnchanged = record.deadline !== null && last !== null && decides(fresh) === decidesOf(last);
  const payload = isUnchanged
    ? { ...fresh, apl: Math.max(Math.floor(record.deadline.getTime() / 1_000), iat + UNCHANGED_S) }
    : fresh;
  const signed = signShortEnough(payload, decision, key);
  if ('why' in signed) return signed;
  const kept: KeptVerdict = {
    round,
    digest: signed.digest,
    replaces: record.verdict,
    revision: record.revision,
    statement: signed.text,
    model: JSON.stringify(model),
    factSeq,
  };
  return { kept, deadline: new Date((payload['apl'] as number) * 1_000) };
}

/** What a verdict comes to: its answers, culprits and awards. */
const decides = ({ qst, clp, awd }: Readonly<Record<string, unknown>>): string =>
  canonicalize([
    (qst as readonly { readonly out: string }[]).map(({ out }) => out),
    (clp as readonly { readonly party: string }[]).map(({ party }) => party),
    awd,
  ])!;

function decidesOf({ statement }: KeptVerdict): string | null {
  const read = parseStatement(statement);
  return isFault(read) ? null : decides(read.payload);
}

/** A party can sign thousands of oddly dated statements: what is only claimed gives way before the verdict does. */
function signShortEnough(
  payload: Record<string, unknown>,
  { examination }: Decision,
  key: PrivateKey,
): { readonly digest: string; readonly text: string } | { readonly why: string } {
  const signed = signVerdict(payload, key);
  if (!isFault(signed)) return signed;
  const findings = payload['fnd'] as readonly object[];
  const proven = findings.filter((_, i) => examination.findings[i]!.binds !== 'claimed');
  const again = proven.length === findings.length ? signed : signVerdict({ ...payload, fnd: proven }, key);
  return isFault(again) ? { why: again.why } : again;
}
