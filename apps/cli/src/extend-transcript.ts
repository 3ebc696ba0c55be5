/** Statements that go on where a transcript ends: who holds the note there, and handing out the longer transcript. */
import { jwkOf, type PartyId, type PrivateKey, type Statement } from '#statements';
import { shortId, textOf } from './describe-statement.ts';
import { hand, refuse, sign, type Draft, type SigningOptions } from './make-statement.ts';

/** A transcript that was read: its note first. */
export type Transcript = readonly [Statement, ...Statement[]];

/** currentHolder is the party whose key the last statement states; null for a bearer note. */
const currentHolder = (transcript: Transcript): PartyId | null => transcript.at(-1)!.confirmedKey?.id ?? null;

/** isStated tells whether a reader of the transcript knows a key from a `cnf` of it. */
export const isStated = (transcript: Transcript, key: PrivateKey): boolean =>
  transcript.some(({ confirmedKey }) => confirmedKey?.id === key.id);

/** requireHolder refuses a signer who does not hold the note where the transcript ends. */
export function requireHolder(transcript: Transcript, key: PrivateKey, options: SigningOptions): void {
  const holder = currentHolder(transcript);
  if (holder === null || holder === key.id) return;
  refuse('not_holder', `${options.key}: ${shortId(key.id)} does not hold this note: ${shortId(holder)} does`, options);
}

/** requireOpen refuses a transcript whose note is of another class than the command takes, or that is redeemed. */
export function requireOpen(transcript: Transcript, classes: readonly string[], options: SigningOptions): void {
  const [note] = transcript;
  const cls = textOf(note.payload['cls']);
  if (note.kind !== 'note+jwt') refuse('not_a_transcript', 'the transcript does not begin with a note', options);
  else if (!classes.includes(cls)) {
    refuse('wrong_class', `the note is of class ${cls}; this is for ${classes.join(' and ')} notes`, options);
  }
  if (transcript.at(-1)!.kind === 'redemption+jwt') {
    refuse('redeemed', 'the transcript ends in a redemption: nothing can come after it', options);
  }
}

/** linkTo gives the members that tie a statement to a transcript: `sub` the note, `prv` the statement before it. */
export const linkTo = (transcript: Transcript): { sub: string; prv: string } => ({
  sub: transcript[0].digest,
  prv: transcript.at(-1)!.digest,
});

/** confirm gives the `cnf` that states a key. */
export const confirm = (key: PrivateKey): { jwk: object } => ({ jwk: jwkOf(key) });

/** extendAndPrint signs the next statement of a transcript and hands out the whole, a JSON array. */
export function extendAndPrint(transcript: Transcript, draft: Draft, options: SigningOptions): void {
  const signed = sign(draft, options);
  const texts = [...transcript.map(({ text }) => text), signed.text];
  hand(signed, encodeTranscript(texts), { text: signed.text, transcript: texts }, options);
}

/** encodeTranscript writes a transcript as its file has it: one statement a line. */
const encodeTranscript = (texts: readonly string[]): string =>
  `[\n${texts.map((text) => JSON.stringify(text)).join(',\n')}\n]\n`;
