import type { Digest, PartyId, Statement } from '#statements';
import { compare, type Finding } from '../finding.ts';
import { exhibitsOf, type CustodyGraph } from '../graph.ts';

interface IssuedNote {
  readonly digest: Digest;
  readonly text: string;
  readonly claims: readonly number[];
}

/** proveReissues finds each serial of which the issuer signed two or more notes, in sound claims or in evidence. */
export function proveReissues(graph: CustodyGraph): Finding[] {
  const bySerial = new Map<string, { issuer: PartyId; notes: IssuedNote[] }>();
  const nameOf = (issuer: string, serial: string): string => `${issuer} ${serial}`;
  for (const { note, terms, claims } of graph.notes.values()) {
    const name = nameOf(terms.issuer, terms.serial);
    const entry = bySerial.get(name) ?? { issuer: terms.issuer, notes: [] };
    entry.notes.push({ digest: note.digest, text: note.text, claims: claims.map(({ index }) => index) });
    bySerial.set(name, entry);
  }
  const inEvidence = exhibitsOf(graph, 'note+jwt').toSorted((a, b) => compare(a.statement.digest, b.statement.digest));
  for (const { statement } of inEvidence) {
    const notes = bySerial.get(nameOf(statement.issuer, statement.payload['jti'] as string))?.notes;
    if (notes === undefined || graph.notes.has(statement.digest)) continue;
    notes.push({ digest: statement.digest, text: statement.text, claims: [] });
  }
  return [...bySerial.values()].flatMap(({ issuer, notes }): Finding[] => {
    if (notes.length < 2) return [];
    return [
      {
        code: 'reissue',
        parties: [issuer],
        claims: notes.flatMap(({ claims }) => claims).sort((a, b) => a - b),
        binds: 'key_proven',
        proof: notes.map(({ digest }) => digest),
        statements: notes.map(({ text }) => text),
        note: notes[0]!.digest,
        place: 0,
      },
    ];
  });
}

/** checkReissue checks that one issuer signed different notes with one serial. */
export function checkReissue(notes: readonly Statement[]): string | null {
  const [first] = notes;
  if (notes.length < 2) return 'fewer than two notes';
  if (notes.some(({ kind }) => kind !== 'note+jwt')) return 'a statement is no note';
  if (new Set(notes.map(({ digest }) => digest)).size < notes.length) return 'a note stands twice';
  return notes.every(({ issuer, payload }) => issuer === first!.issuer && payload['jti'] === first!.payload['jti'])
    ? null
    : 'the notes differ in issuer or serial';
}
