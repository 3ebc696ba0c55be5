/** The custody graph: sound claims laid over one another by digest. */
import { challengeOf, type Digest, type PartyId } from '#statements';
import type { Exhibit } from './evidence.ts';
import { compare } from './finding.ts';
import { addSuccessor, type NoteTerms, type Step } from './step.ts';
import type { Trust } from './transcript.ts';

export interface SoundClaim {
  readonly index: number;
  readonly steps: readonly Step[];
  readonly note: Step;
  readonly redemption: Step;
  readonly claimant: PartyId;
  readonly bank: PartyId;
  /** Seconds since 1970. */
  readonly receivedAt: number;
}

/** A note with every sound claim on it. */
export interface NoteCustody {
  readonly note: Step;
  readonly terms: NoteTerms;
  readonly claims: readonly SoundClaim[];
}

export interface CustodyGraph {
  readonly claims: readonly SoundClaim[];
  /** By the notes' ids, in the claims' order. */
  readonly notes: ReadonlyMap<Digest, NoteCustody>;
  /** Every step of a sound transcript, once, by first claim and place. */
  readonly steps: readonly Step[];
  readonly exhibits: readonly Exhibit[];
  /** The evidence by kind and by the value of one member, filled as it is asked for. */
  readonly index: Map<string, ReadonlyMap<unknown, readonly Exhibit[]>>;
  readonly trust: Trust;
}

/** buildCustodyGraph links each step to the different ones that follow it; it owns the steps' graph fields. */
export function buildCustodyGraph(
  claims: readonly SoundClaim[],
  exhibits: readonly Exhibit[],
  trust: Trust,
): CustodyGraph {
  const steps: Step[] = [];
  const notes = new Map<Digest, { note: Step; terms: NoteTerms; claims: SoundClaim[] }>();
  for (const claim of claims) {
    for (const [place, step] of claim.steps.entries()) {
      if (step.place < 0) {
        step.place = place;
        step.firstClaim = claim.index;
        steps.push(step);
      }
    }
    const custody = notes.get(claim.note.digest) ?? { note: claim.note, terms: claim.note.note!, claims: [] };
    custody.claims.push(claim);
    notes.set(claim.note.digest, custody);
  }
  for (const claim of claims) {
    for (let i = 0; i + 1 < claim.steps.length; i += 1) {
      if (isHolding(claim.steps[i]!)) addSuccessor(claim.steps[i]!, claim.steps[i + 1]!);
    }
  }
  return { claims, notes, steps, exhibits, index: new Map(), trust };
}

/** A step is a holding where it names its holder: not so a bearer or one-show note. */
const isHolding = (step: Step): boolean => step.nextKey !== null;

/** claimsThrough gives the sound claims whose transcripts have the step, rising. */
export const claimsThrough = (graph: CustodyGraph, step: Step): number[] =>
  graph.claims.filter((claim) => claim.steps[step.place] === step).map(({ index }) => index);

/** A one-show spend as one act, whatever number of records of it there are: d is its challenge. */
export interface SpendAct {
  readonly d: string;
  /** The records of it in sound transcripts; the one with the smallest digest stands for them. */
  readonly records: readonly Step[];
}

/** findSpendActs groups the sound records of a one-show note's spends by challenge, in the claims' order. */
export function findSpendActs({ note, terms, claims }: NoteCustody): SpendAct[] {
  const acts = new Map<string, Step[]>();
  if (terms.oneShow === null) return [];
  for (const step of new Set(claims.map(({ steps }) => steps[1]!))) {
    const d = challengeText(note, step);
    acts.set(d, [...(acts.get(d) ?? []), step]);
  }
  return [...acts].map(([d, records]) => ({ d, records: records.sort((a, b) => compare(a.digest, b.digest)) }));
}

/** challengeText is the challenge d that a spend of the note answers, as a decimal text to compare by. */
export const challengeText = (note: Step, spend: Pick<Step, 'issuer' | 'spend'>): string => {
  const { nce, iat } = spend.spend!;
  return challengeOf(note.note!.oneShow!, { payee: spend.issuer, iat, nce }).toString();
};

/** exhibitsOf gives the evidence of one kind. */
export const exhibitsOf = (graph: CustodyGraph, kind: Step['kind']): readonly Exhibit[] =>
  indexed(graph, 'kind', ({ kind: of }) => of).get(kind) ?? [];

/** exhibitsWith gives the evidence of one kind that has the value in a member, such as the note in `sub`. */
export const exhibitsWith = (
  graph: CustodyGraph,
  kind: Step['kind'],
  member: string,
  value: string,
): readonly Exhibit[] =>
  indexed(graph, `${kind} ${member}`, ({ kind: of, payload }) => (of === kind ? payload[member] : undefined)).get(
    value,
  ) ?? [];

/** Evidence may be much, so what is looked up more than once is looked up in an index. */
function indexed(
  { index, exhibits }: CustodyGraph,
  name: string,
  valueOf: (statement: Exhibit['statement']) => unknown,
): ReadonlyMap<unknown, readonly Exhibit[]> {
  const known = index.get(name);
  if (known !== undefined) return known;
  const byValue = new Map<unknown, Exhibit[]>();
  for (const exhibit of exhibits) {
    const value = valueOf(exhibit.statement);
    const same = byValue.get(value);
    if (same === undefined) byValue.set(value, [exhibit]);
    else same.push(exhibit);
  }
  index.set(name, byValue);
  return byValue;
}

/** isRegisteredBank: without a register every bank counts as registered. */
export const isRegisteredBank = ({ trust }: CustodyGraph, id: PartyId): boolean => trust.register?.has(id) ?? true;

/**
 * hasStanding tells whether somebody's word for another counts: with a register, that of a bank or of a customer whom a
 * registered bank vouches for; without one nobody's standing can be told, and everybody's word counts.
 */
export const hasStanding = (graph: CustodyGraph, party: PartyId): boolean =>
  graph.trust.register === null ||
  graph.trust.register.has(party) ||
  exhibitsWith(graph, 'registration+jwt', 'sub', party).some(({ statement }) =>
    isRegisteredBank(graph, statement.issuer),
  );
