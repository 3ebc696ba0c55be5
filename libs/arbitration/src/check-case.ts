/** Which case a bundle is of: its claims examined, and the id that follows from their note. */
import { canonicalOrder, examine, isRefusal, type Examination, type Submission } from '#custody';
import { isFault, parseStatement, type PartyId, type Verification } from '#statements';
import type { Bundle } from './bundle.ts';
import { conflictIdOf } from './decide.ts';
import { failed, held, type CheckResult, type StatedVerdict } from './stated-verdict.ts';

interface NamedNote {
  readonly issuer: string;
  readonly serial: string;
}

/** The notes that a submission's claims begin with, sound or not. */
const notesOf = ({ claims }: Submission): NamedNote[] =>
  claims.flatMap(({ transcript: [text] }) => {
    const note = parseStatement(text);
    if (isFault(note) || note.kind !== 'note+jwt') return [];
    return [{ issuer: note.issuer, serial: note.payload['jti'] as string }];
  });

/** The note whose case it is: anybody can write one, but only under its issuer's own id and its serial. */
const findNote = ({ submission }: Bundle, cas: string): NamedNote | undefined =>
  notesOf(submission).find(({ issuer, serial }) => conflictIdOf(issuer, serial) === cas);

/**
 * examineFor examines in the order that a verdict's bytes rest on; null where the claims are on different notes. An
 * issuer that was registered later makes no case one about its note: of notes that nobody vouched for when they were
 * filed, which stand in a case of the bank that filed them, none is anybody's.
 */
export function examineFor(
  bundle: Bundle,
  submission: Submission,
  cas: string,
  verify: () => Verification,
  order = canonicalOrder,
): Examination | null {
  const inOrder = order(submission);
  const about = findNote(bundle, cas);
  const others = new Map(bundle.register);
  for (const { issuer } of notesOf(submission)) if (issuer !== about?.issuer) others.delete(issuer as PartyId);
  for (const register of about === undefined ? [others] : [bundle.register, others]) {
    const examination = examine(inOrder, verify(), register);
    if (!isRefusal(examination)) return examination;
  }
  return null;
}

/** checkCase: the case and the note that a verdict names are those of the claims. */
export function checkCase(bundle: Bundle, { cas, sub }: StatedVerdict, { note }: Examination): CheckResult {
  if (cas !== bundle.conflict) return failed(`it decides the case ${cas}, and the bundle is of ${bundle.conflict}`);
  if (note === null) return failed('no note can be read');
  if (sub !== note) return failed(`it is about the note ${sub}, and the claims about ${note}`);
  if (findNote(bundle, cas) !== undefined) return held('its id follows from the note’s issuer and serial');
  const unproven = 'it is an unproven case: no registered bank had issued its note when it was filed';
  const banks = new Set(bundle.events.map(({ actor }) => (typeof actor === 'string' ? actor : '')));
  for (const { issuer, serial } of notesOf(bundle.submission)) {
    const bank = [...banks].find((name) => conflictIdOf(`unproven ${name} ${issuer}`, serial) === cas);
    if (bank !== undefined) return held(`${unproven}; its id follows from issuer, serial and “${bank}”, who filed it`);
  }
  return failed('its id follows from no issuer and serial that a claim’s note names');
}
