/** A case's filings as one submission, in the order in which claims arrived. */
import { parseInstant, type Submission } from '#custody';
import type { PartyId } from '#statements';
import type { CaseFile } from './docket.ts';

/** assembleSubmission puts a case's claims and evidence together; `registrations` are added as evidence of no one claim. */
export function assembleSubmission(file: CaseFile, registrations: readonly string[]): Submission {
  const { claims, evidence, texts } = file;
  const textOf = (hash: string): string => {
    const text = texts.get(hash);
    if (text === undefined) throw new Error(`case ${file.record.id}: statement ${hash} is not there`);
    return text;
  };
  const ofClaim = new Map<string, string[]>();
  for (const { hash, claim } of evidence) {
    const known = ofClaim.get(claim) ?? [];
    known.push(textOf(hash));
    ofClaim.set(claim, known);
  }
  const general = ofClaim.get('') ?? [];
  return {
    reference: null,
    claims: claims.map((claim) => ({
      transcript: claim.transcript.map((entry) => (typeof entry === 'string' ? textOf(entry) : entry.raw)),
      bank: claim.bank as PartyId,
      receivedAtText: claim.receivedAt,
      receivedAt: parseInstant(claim.receivedAt)!,
      evidence: ofClaim.get(claim.id) ?? [],
      paid: claim.paid,
    })),
    evidence: [...general, ...registrations.filter((text) => !general.includes(text))],
  };
}

/** toSubmissionJson writes a submission as a bank sends it. */
export const toSubmissionJson = ({ claims, evidence }: Submission): object => ({
  claims: claims.map(({ transcript, bank, receivedAtText, evidence: own, paid }) => ({
    transcript,
    bank,
    receivedAt: receivedAtText,
    evidence: own,
    paid,
  })),
  evidence,
});
