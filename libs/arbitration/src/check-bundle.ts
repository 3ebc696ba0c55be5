/** Checks of a bundle: that its verdicts are signed, follow one another, and follow from what is in it. */
import {
  isFault,
  parseStatement,
  verifyStatement,
  type Json,
  type PartyId,
  type StatedKey,
  type Statement,
  type Verification,
} from '#statements';
import type { Bundle } from './bundle.ts';
import { checkAccount, checkEvents } from './check-account.ts';
import { checkRound, ROUND_CHECKS } from './check-round.ts';
import { failed, held, untold, type CheckResult, type StatedVerdict } from './stated-verdict.ts';
import { findVerdictMistake } from './verdict-form.ts';

/** One check and what it came to; `round` is null where it is about the bundle as a whole. */
export interface BundleCheck extends CheckResult {
  readonly round: number | null;
  readonly check: 'signature' | 'chain' | (typeof ROUND_CHECKS)[number] | 'events' | 'custody';
}

/** A key that the reader knows to be the tribunal's, whole or by its id. */
export interface KnownTribunal {
  readonly id: PartyId;
  readonly key: StatedKey | null;
}

export interface BundleReader {
  /** The tribunal's keys; with none, that of each verdict's header is taken. */
  readonly tribunals: readonly KnownTribunal[];
  /** Begins a verification; called for each thing that is looked at. */
  readonly verify: () => Verification;
}

/** checkBundle makes every check there is, round by round from the first; none of them stops the others. */
export function checkBundle(bundle: Bundle, { tribunals, verify }: BundleReader): BundleCheck[] {
  const checks: BundleCheck[] = [];
  const verdicts = bundle.verdicts.map((text) => readVerdict(text));
  let signer: PartyId | null = null;
  let newest: ReturnType<typeof checkRound> | null = null;
  for (const [round, verdict] of verdicts.entries()) {
    if (typeof verdict === 'string') {
      checks.push({ round, check: 'signature', ...failed(verdict) });
      continue;
    }
    signer ??= verdict.issuer;
    checks.push({ round, check: 'signature', ...checkSignature(verdict, signer, { tribunals, verify }) });
    const last = verdicts[round - 1];
    checks.push({ round, check: 'chain', ...checkChain(round, verdict, last) });
    const before = typeof last === 'object' ? (last.payload as unknown as StatedVerdict) : null;
    newest = checkRound(bundle, verdict, { round, before, verify });
    for (const check of ROUND_CHECKS) checks.push({ round, check, ...newest.results[check] });
  }
  const digests = verdicts.map((verdict) => (typeof verdict === 'string' ? null : verdict.digest));
  checks.push({ round: null, check: 'events', ...checkEvents(bundle, digests) });
  checks.push({ round: null, check: 'custody', ...checkAccount(bundle, newest?.submission ?? null, verify) });
  return checks;
}

/** A verdict, or why the text is none. */
function readVerdict(text: Json): Statement | string {
  const verdict = parseStatement(text);
  if (isFault(verdict)) return `it cannot be read: ${verdict.why}`;
  if (verdict.kind !== 'verdict+jwt') return `it is a ${verdict.kind}, not a verdict`;
  return findVerdictMistake(verdict.payload) ?? verdict;
}

/** `signer` signed the first verdict: who does not know the tribunal's keys can trust one at most. */
function checkSignature(verdict: Statement, signer: PartyId, { tribunals, verify }: BundleReader): CheckResult {
  const known = tribunals.find(({ id }) => id === verdict.issuer);
  if (tribunals.length > 0 && known === undefined) {
    return failed(`it is signed by ${verdict.issuer}, not by ${tribunals.map(({ id }) => id).join(' or ')}`);
  }
  const fault = verifyStatement(verify(), verdict, known?.key ?? null);
  if (fault === 'split') return failed('the two verifiers differ on it: nothing may be decided on it');
  if (fault !== null) return failed(fault.why);
  if (known !== undefined) return held(`signed by ${verdict.issuer}, the tribunal’s key`);
  return verdict.issuer === signer
    ? held(`signed by ${signer}, the key in its header: whether that is the tribunal’s, the reader has to know`)
    : failed(
        `it is signed by ${verdict.issuer}, and the first verdict by ${signer}: only who knows both keys can tell`,
      );
}

function checkChain(round: number, verdict: Statement, before: Statement | string | undefined): CheckResult {
  const { rnd, prv, iat } = verdict.payload as unknown as StatedVerdict;
  if (rnd !== round) return failed(`it is of round ${rnd}, and stands where round ${round} belongs`);
  if (before === undefined) {
    return prv === undefined ? held('it is the first') : failed('it replaces a verdict that is not in the bundle');
  }
  if (typeof before === 'string') return untold('the verdict before it cannot be read');
  if (prv !== before.digest) return failed('it does not replace the verdict before it');
  if (iat < before.issuedAt) return failed('it is dated before the verdict that it replaces');
  return held('it replaces the verdict before it');
}
