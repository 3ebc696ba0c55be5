import {
  challengeOf,
  extractIdentity,
  isValidResponse,
  type Digest,
  type OneShowNote,
  type PartyId,
  type Statement,
} from '#statements';
import { compare, type Finding } from '../finding.ts';
import {
  challengeText,
  exhibitsWith,
  findSpendActs,
  isRegisteredBank,
  type CustodyGraph,
  type NoteCustody,
} from '../graph.ts';
import { spendTermsOf, type SpendTerms } from '../step.ts';

/** One spend of a one-show note, by the record of it that has the smallest digest. */
interface Spend {
  readonly digest: Digest;
  readonly text: string;
  readonly response: SpendTerms;
}

/**
 * proveOneShowSpends finds the one-show notes that were spent more than once: `identity_revealed`, with the identity
 * that the responses give away, or `ill_made_note` where they can name nobody.
 */
export function proveOneShowSpends(graph: CustodyGraph): Finding[] {
  return [...graph.notes.values()].flatMap((custody): Finding[] => {
    const spends = spendsOf(graph, custody);
    if (spends.length < 2) return [];
    const identity = revealedBy(spends.map(({ response }) => response));
    const proof = [custody.note, ...spends];
    return [
      {
        code: identity === null ? 'ill_made_note' : 'identity_revealed',
        parties: identity === null ? [custody.terms.issuer] : registeredUnder(graph, identity),
        claims: custody.claims.map(({ index }) => index),
        ...(identity === null ? {} : { identity }),
        binds: 'key_proven',
        proof: proof.map(({ digest }) => digest),
        statements: proof.map(({ text }) => text),
        note: custody.note.digest,
        place: 0,
      },
    ];
  });
}

/** Spends with the same challenge are one, in whatever records; those of sound claims stand first, in their order. */
function spendsOf(graph: CustodyGraph, custody: NoteCustody): Spend[] {
  const spends = new Map<string, Spend>();
  for (const { d, records } of findSpendActs(custody)) {
    const [record] = records;
    spends.set(d, { digest: record!.digest, text: record!.text, response: record!.spend! });
  }
  if (custody.terms.oneShow === null) return [];
  const inEvidence = exhibitsWith(graph, 'spend+jwt', 'sub', custody.note.digest).toSorted((a, b) =>
    compare(a.statement.digest, b.statement.digest),
  );
  for (const { statement } of inEvidence) {
    const spend = { digest: statement.digest, text: statement.text, response: spendTermsOf(statement) };
    const d = challengeText(custody.note, { issuer: statement.issuer, spend: spend.response });
    const known = spends.get(d);
    if (known === undefined || spend.digest < known.digest) spends.set(d, spend);
  }
  return [...spends.values()];
}

/** Any two responses to different challenges give the identity, unless their r2 are the same. */
function revealedBy([first, ...others]: readonly SpendTerms[]): string | null {
  for (const other of others) {
    const identity = extractIdentity(first!, other);
    if (identity !== null) return identity;
  }
  return null;
}

function registeredUnder(graph: CustodyGraph, identity: string): PartyId[] {
  const parties = exhibitsWith(graph, 'registration+jwt', 'idn', identity)
    .filter(({ statement }) => isRegisteredBank(graph, statement.issuer))
    .map(({ statement }) => statement.payload['sub'] as PartyId);
  return [...new Set(parties)].sort(compare);
}

/** checkOneShowSpends checks every response against the note, and what the spends give away. */
export function checkOneShowSpends(statements: readonly Statement[], identity: string | null): string | null {
  const [note, ...spends] = statements;
  const terms = note?.payload['osh'] as OneShowNote | undefined;
  if (note?.kind !== 'note+jwt' || terms === undefined) return 'the first statement is no one-show note';
  if (spends.length < 2) return 'fewer than two spends';
  const challenges = new Set<bigint>();
  for (const spend of spends) {
    if (spend.kind !== 'spend+jwt' || spend.payload['sub'] !== note.digest)
      return 'a statement is no spend of the note';
    const response = spendTermsOf(spend);
    const challenge = { payee: spend.issuer, iat: response.iat, nce: response.nce };
    if (!isValidResponse(terms, challenge, response)) return 'a response does not verify';
    challenges.add(challengeOf(terms, challenge));
  }
  if (challenges.size < spends.length) return 'two records of one spend';
  return revealedBy(spends.map(spendTermsOf)) === identity ? null : 'the spends give away another identity';
}
