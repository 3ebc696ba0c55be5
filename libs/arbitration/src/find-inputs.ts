/**
 * What a verdict rests on: `inp` commits to a set of statements, of which a case may have got more since. Nothing that
 * was handed in is ever dropped, claims stand in the order of their arrival, and evidence that came later was mostly
 * signed later: the set is found again by its digest, whoever says what about it.
 */
import type { Submission } from '#custody';
import { isFault, parseStatement, type Digest, type Json } from '#statements';
import { compareIds } from './ppm.ts';
import { inputDigest } from './verdict.ts';

/** The part of a submission that a digest of inputs covers. */
export interface Inputs {
  readonly submission: Submission;
  /** Distinct statements that can be read: of this part, and of the whole. */
  readonly statements: number;
  readonly of: number;
}

export interface InputSearch {
  readonly inp: string;
  /** The model's digest, which `inp` covers too. */
  readonly model: string;
  /** On how many claims it rests, where somebody says so; they are tried first. */
  readonly claims: number | undefined;
}

/** So many bytes are hashed before the search is given up. */
const MOST_BYTES = 128 * 1_048_576;
const DIGEST_BYTES = 44;

interface Read {
  readonly digest: Digest;
  readonly issuedAt: number;
}

/**
 * findInputs finds the claims and evidence that a digest of inputs covers. `none` where no part of the submission has
 * that digest, `too_many` where there are more parts than can be tried.
 */
export function findInputs(submission: Submission, { inp, model, claims }: InputSearch): Inputs | 'none' | 'too_many' {
  const readings = new Map<string, Read | null>();
  const read = (text: Json): Read | null => {
    if (typeof text !== 'string') return null;
    let known = readings.get(text);
    if (known === undefined) {
      const statement = parseStatement(text);
      known = isFault(statement) ? null : { digest: statement.digest, issuedAt: statement.issuedAt };
      readings.set(text, known);
    }
    return known;
  };
  const all = submission.claims.length;
  const counts = [...new Set([claims ?? all, ...Array.from({ length: all }, (_, i) => all - i)])];
  const parts = counts
    .filter((count) => Number.isInteger(count) && count >= 0 && count <= all)
    .map((count) => ({ ...submission, claims: submission.claims.slice(0, count) }));
  let left = MOST_BYTES;
  for (const subsets of [signedEarlier, withoutGeneral, withoutAny]) {
    for (const part of parts) {
      const evidence = splitEvidence(part, read);
      for (const chosen of subsets(evidence)) {
        const digests = [...evidence.chained, ...chosen];
        left -= DIGEST_BYTES * (digests.length + 2);
        if (left < 0) return 'too_many';
        if (inputDigest(digests, model) !== inp) continue;
        const rests = new Set<string>(digests);
        return { submission: keep(part, read, rests), statements: rests.size, of: countOf(submission, read) };
      }
    }
  }
  return 'none';
}

type Reader = (text: Json) => Read | null;

/** Digests by where they stand, each once: in transcripts, in the evidence of claims, in that of no one claim. */
interface Evidence {
  readonly chained: readonly Digest[];
  readonly own: readonly Digest[];
  readonly general: readonly Digest[];
  /** The last two together, the earliest signed first. */
  readonly byTime: readonly Digest[];
}

function splitEvidence({ claims, evidence }: Submission, read: Reader): Evidence {
  const known = new Map<Digest, number>();
  const take = (texts: readonly Json[]): Digest[] =>
    texts.flatMap((text) => {
      const one = read(text);
      if (one === null || known.has(one.digest)) return [];
      known.set(one.digest, one.issuedAt);
      return one.digest;
    });
  const chained = claims.flatMap(({ transcript }) => take(transcript));
  const own = claims.flatMap((claim) => take(claim.evidence));
  const general = take(evidence);
  const byTime = [...own, ...general].sort((a, b) => known.get(a)! - known.get(b)! || compareIds(a, b));
  return { chained, own, general, byTime };
}

/** All of them, then fewer and fewer, the latest left out first. */
function* signedEarlier({ byTime }: Evidence): Generator<readonly Digest[]> {
  for (let size = byTime.length; size >= 0; size -= 1) yield byTime.slice(0, size);
}

/** What belongs to a claim mostly came with it, and other evidence later. */
function* withoutGeneral({ own, general }: Evidence): Generator<readonly Digest[]> {
  for (const chosen of leavingOut(general)) yield [...own, ...chosen];
}

const withoutAny = ({ byTime }: Evidence): Generator<readonly Digest[]> => leavingOut(byTime);

/** All but one, whichever, then all but two, and so on. */
function* leavingOut(evidence: readonly Digest[]): Generator<readonly Digest[]> {
  for (let out = 1; out <= evidence.length; out += 1) {
    // The places that are left out turn over like an odometer, and never meet.
    const places = Array.from({ length: out }, (_, i) => i);
    for (;;) {
      const gone = new Set(places);
      yield evidence.filter((_, i) => !gone.has(i));
      const turn = places.findLastIndex((place, i) => place < evidence.length - out + i);
      if (turn < 0) break;
      places[turn]! += 1;
      for (let i = turn + 1; i < out; i += 1) places[i] = places[i - 1]! + 1;
    }
  }
}

/** What cannot be read is in no digest, and stays. */
function keep(part: Submission, read: Reader, rests: ReadonlySet<string>): Submission {
  const isKept = (text: string): boolean => {
    const one = read(text);
    return one === null || rests.has(one.digest);
  };
  return {
    ...part,
    claims: part.claims.map((claim) => ({ ...claim, evidence: claim.evidence.filter(isKept) })),
    evidence: part.evidence.filter(isKept),
  };
}

const countOf = ({ claims, evidence }: Submission, read: Reader): number =>
  new Set(
    [...claims.flatMap((claim) => [...claim.transcript, ...claim.evidence]), ...evidence].flatMap(
      (text) => read(text)?.digest ?? [],
    ),
  ).size;
