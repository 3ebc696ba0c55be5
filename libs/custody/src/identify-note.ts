import { isFault, type PartyId, type StatedKey, type Verification } from '#statements';
import { findDifferentNotes } from './examine.ts';
import { openBook, readOnce, type NoteTerms } from './step.ts';
import type { Refusal, Submission } from './submission.ts';
import { findSoundNote, type Trust } from './transcript.ts';

/** What a submission is about, before it is examined. */
export interface Identified {
  readonly terms: NoteTerms;
  /** Whether some claim's note has no defect itself: only then is it known to be about that serial. */
  readonly isSound: boolean;
}

/**
 * identifyNote tells which serial a submission is about: the one that its sound notes share (`different_notes` where
 * they do not), else that of the first note that can be read; null where none can.
 */
export function identifyNote(
  submission: Submission,
  verification: Verification,
  register: ReadonlyMap<PartyId, StatedKey> | null,
): Identified | Refusal | null {
  const trust: Trust = { register };
  const book = openBook(verification);
  const refusal = findDifferentNotes(book, submission, trust);
  if (refusal !== null) return refusal;
  let readable: NoteTerms | null = null;
  for (const claim of submission.claims) {
    const sound = findSoundNote(book, claim, trust)?.note ?? null;
    if (sound !== null) return { terms: sound, isSound: true };
    if (readable !== null || claim.transcript.length === 0) continue;
    const reading = readOnce(book, claim.transcript[0]!);
    if (!isFault(reading)) readable = reading.step.note;
  }
  return readable === null ? null : { terms: readable, isSound: false };
}
