/** A submission as rows: what of it is new to a case. */
import { conflictIdOf } from '#arbitration';
import { identifyNote, isRefusal, type Submission, type SubmittedClaim } from '#custody';
import {
  isFault,
  native,
  parseStatement,
  secondOpinion,
  sha256,
  startVerification,
  type Json,
  type StatedKey,
} from '#statements';
import type { Additions, KeptClaim, KeptEvidence, KeptStatement, Participant } from './docket.ts';
import type { Mistake } from './service.ts';

/** The case that a submission belongs to. */
export interface Address {
  readonly id: string;
  readonly issuer: string;
  readonly serial: string;
  /** Whether the issuer's signature puts it there; if not, it stands in a case of the submitting bank's own. */
  readonly isSound: boolean;
}

/**
 * addressOf finds a submission's case. Only a note without a defect joins the case of its serial: anybody can write a
 * note that names another's serial, and must not be let into that case by it.
 */
export function addressOf(
  submission: Submission,
  register: ReadonlyMap<string, StatedKey>,
  bank: string,
): Address | Mistake {
  const identified = identifyNote(submission, startVerification(native, secondOpinion, 0), register as never);
  if (identified === null) {
    return { code: 'no_note', why: 'no claim begins with a note that can be read', pointer: '/claims' };
  }
  if (isRefusal(identified)) return identified;
  const { terms, isSound } = identified;
  const issuer: string = terms.issuer;
  const id = conflictIdOf(isSound ? issuer : `unproven ${bank} ${issuer}`, terms.serial);
  return { id, issuer, serial: terms.serial, isSound };
}

/**
 * claimIdOf names a claim by who hands in what: the transcript, the bank that it was presented to, and when. Who hands in
 * is part of it, so that nobody can hand in another's claim first and spoil it.
 */
export const claimIdOf = ({ transcript, bank, receivedAt }: SubmittedClaim, submittedBy: string): string =>
  sha256(JSON.stringify([submittedBy, transcript, bank, receivedAt]));

const COMPACT = /^([\w-]+\.[\w-]+)\.[\w-]*$/;

/** The digest that a text has if it can be read, which examining finds out; null where it has not even the form. */
const digestOf = (text: string): string | null => {
  const signed = COMPACT.exec(text)?.[1];
  return signed === undefined ? null : sha256(signed);
};

/** Gathers the texts of a filing, each once. */
class Texts {
  readonly byHash = new Map<string, KeptStatement>();
  readonly #hashes = new Map<string, string>();

  keep(text: string): string {
    const known = this.#hashes.get(text);
    if (known !== undefined) return known;
    const hash = sha256(text);
    this.#hashes.set(text, hash);
    this.byHash.set(hash, { hash, digest: digestOf(text), text });
    return hash;
  }

  redemptionIn(entry: string | { readonly raw: Json } | undefined): string | null {
    if (typeof entry !== 'string') return null;
    const read = parseStatement(this.byHash.get(entry)!.text);
    return !isFault(read) && read.kind === 'redemption+jwt' ? read.digest : null;
  }
}

/** What is there of a case already, and who hands in more. */
export interface AlreadyFiled {
  /** By claim id, and by `${hash} ${claim}`: who handed it in. */
  readonly claims: ReadonlyMap<string, string>;
  readonly evidence: ReadonlyMap<string, string>;
}

/** planFiling turns a submission into the rows that are new to its case, and the claims' ids in the order given. */
export function planFiling(
  submission: Submission,
  filed: AlreadyFiled,
  who: { readonly bank: string; readonly party: string },
  address: Address,
): { readonly additions: Additions; readonly claimIds: readonly string[] } {
  const texts = new Texts();
  const claims = new Map<string, KeptClaim>();
  const evidence = new Map<string, KeptEvidence>();
  const attach = (text: string, claim: string): void => {
    const hash = texts.keep(text);
    const name = `${hash} ${claim}`;
    if (!filed.evidence.has(name)) evidence.set(name, { hash, claim, submittedBy: who.bank });
  };
  const claimIds = submission.claims.map((claim) => {
    const id = claimIdOf(claim, who.bank);
    for (const text of claim.evidence) attach(text, id);
    if (!filed.claims.has(id) && !claims.has(id))
      claims.set(id, keepClaim(claim, id, submission.reference, who, texts));
    return id;
  });
  for (const text of submission.evidence) attach(text, '');
  // Who else takes part only the examination shows: a claim that names a bank, or a note that somebody copied, lets nobody in.
  const participants: Participant[] = [
    { party: who.party, role: 'submitter', statedIn: null },
    ...(address.isSound ? [{ party: address.issuer, role: 'issuer', statedIn: null } as const] : []),
  ];
  const additions: Additions = {
    statements: [...texts.byHash.values()],
    claims: [...claims.values()],
    evidence: [...evidence.values()],
    participants,
  };
  return { additions, claimIds };
}

function keepClaim(
  claim: SubmittedClaim,
  id: string,
  reference: string | null,
  who: { readonly bank: string; readonly party: string },
  texts: Texts,
): KeptClaim {
  const transcript = claim.transcript.map((entry) => (typeof entry === 'string' ? texts.keep(entry) : { raw: entry }));
  return {
    id,
    submittedBy: who.bank,
    submitter: who.party,
    bank: claim.bank,
    redemption: texts.redemptionIn(transcript.at(-1)),
    receivedAt: claim.receivedAtText,
    paid: claim.paid,
    transcript,
    reference,
  };
}
