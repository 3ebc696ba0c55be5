/** The verdict: what the tribunal signs (spec "conflicts", Verdict). Integers only, and the same bytes for the same inputs. */
import { describeMarket, MODEL_ID, type Described, type Market } from '#inference';
import { encodeStatement, parseStatement, sha256, type Fault, type PrivateKey, type Statement } from '#statements';
import canonicalize from 'canonicalize';
import type { Decision } from './decide.ts';
import { policyDigest } from './policy.ts';
import { compareIds } from './ppm.ts';

/** The last second that a statement can name (9999-12-31T23:59:59Z). */
const LAST_SECOND = 253_402_300_799;

/** What a verdict cannot know from its inputs. */
export interface Occasion {
  /** The verdict's id and time (whole seconds since 1970). */
  readonly jti: string;
  readonly iat: number;
  /** Until when it can be appealed; by default the policy's window after the last claim was received. */
  readonly appealUntil?: number;
  /** 0 (the default) is the automatic verdict, 1 and on are later rounds; `previous` is the digest of what it replaces. */
  readonly round?: number;
  readonly previous?: string;
  /** modelDigest of describeModel, where that is known already. */
  readonly model?: string;
}

/**
 * describeModel is the model's parameters and all that a decision used of its learning (`describeMarket`): the parties
 * that it asks about, and what the issuers of its copies leak to them.
 */
export const describeModel = (market: Market, decision: Decision): Described =>
  describeMarket(
    market,
    decision.culpability.map(({ party }) => party),
    issuersOf(decision),
  );

/** issuersOf lists each bank whose leaks a decision weighs, once. */
export const issuersOf = ({ questions }: Decision): readonly string[] => [
  ...new Set(questions.flatMap(({ question }) => (question.shape === 'copy' ? [question.issuer] : []))),
];

/** modelDigest is the SHA-256 of what describeModel gives (RFC 8785 JSON). */
export const modelDigest = (described: Described): string => sha256(canonicalize(described)!);

/** inputDigest covers every statement of the submission that can be read, and the model. */
export const inputDigest = (statements: readonly string[], model: string): string =>
  sha256(`${[...new Set(statements)].sort().join('\n')}\n${model}`);

/**
 * verdictPayload writes a decision as a verdict's payload; the decision must rest on a submission in `canonicalOrder`.
 * It is the same for the same inputs but for `iat` and `jti`. Null where there is nothing to decide about: no note that
 * can be read, or two verifiers that differ.
 */
export function verdictPayload(decision: Decision, market: Market, occasion: Occasion): Record<string, unknown> | null {
  const { examination, policy, conflict, questions, culpability, awards } = decision;
  if (examination.outcome === 'split' || conflict === null) return null;
  const model = occasion.model ?? modelDigest(describeModel(market, decision));
  const lastReceived = Math.max(0, ...examination.submission.claims.map(({ receivedAt }) => Math.ceil(receivedAt)));
  return {
    jti: occasion.jti,
    iat: occasion.iat,
    cas: conflict,
    sub: examination.note,
    rnd: occasion.round ?? 0,
    ...(occasion.previous === undefined ? {} : { prv: occasion.previous }),
    inp: inputDigest(examination.inputs(), model),
    mdl: { id: MODEL_ID, dig: model },
    pol: { id: policy.id, dig: policyDigest(policy) },
    fnd: examination.findings.map(({ code, parties, proof }) => ({ code, parties, proof })),
    qst: questions.map(({ question, answers, standard, outcome }) => ({
      shape: question.shape,
      hyp: answers
        .map(({ id, ppm, bare }) => ({ id, ppm, bare }))
        .sort((a, b) => b.ppm - a.ppm || compareIds(a.id, b.id)),
      std: standard,
      out: outcome,
    })),
    clp: culpability.filter(({ named }) => named).map(({ party, ppm }) => ({ party, ppm })),
    awd: awards,
    why: questions.flatMap(({ weights }, q) => weights.map((weight) => ({ ...weight, q }))),
    apl: occasion.appealUntil ?? Math.min(LAST_SECOND, lastReceived + policy.clocks.appeal),
  };
}

/** signVerdict signs a payload with the tribunal's key; a case of thousands of questions can be too long for a verdict. */
export const signVerdict = (payload: Record<string, unknown>, tribunal: PrivateKey): Statement | Fault =>
  parseStatement(encodeStatement('verdict+jwt', payload, tribunal));
