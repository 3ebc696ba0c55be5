/** A decision: the questions weighed, the culprits, and what is to be done with the value. */
import type { Examination, Finding, NoteCustody, Question, SoundClaim } from '#custody';
import { assess, type Assessment, type Market } from '#inference';
import { sha256 } from '#statements';
import { awardByExpectedLoss, worldsOf, type Answer, type Award } from './award.ts';
import { toConflictFact } from './conflict-fact.ts';
import { standardOf, STANDARDS, type Policy, type Standard } from './policy.ts';
import { compareIds, MILLION, roundPpm, toPpm } from './ppm.ts';
import { weighEvidence, type Weight } from './weights.ts';

/** A hypothesis of a question as a verdict states it; `bare` is without reputations. */
export interface WeighedAnswer {
  readonly id: string;
  readonly culprits: readonly string[];
  readonly probability: number;
  readonly ppm: number;
  readonly bare: number;
}

export interface AnsweredQuestion {
  readonly question: Question;
  /** By falling probability, then by id; both ppm columns sum to 1,000,000. */
  readonly answers: readonly WeighedAnswer[];
  readonly standard: Standard;
  /** A hypothesis id, or `not_proven`. */
  readonly outcome: string;
  readonly weights: readonly Weight[];
}

export interface Culprit {
  readonly party: string;
  readonly probability: number;
  readonly ppm: number;
  /** Whether the policy's standard allows to name it. */
  readonly named: boolean;
}

export interface Decision {
  readonly examination: Examination;
  readonly policy: Policy;
  /** The conflict's id, from its issuer and serial; null where no note can be read. */
  readonly conflict: string | null;
  readonly questions: readonly AnsweredQuestion[];
  /** By falling probability, then by party. */
  readonly culpability: readonly Culprit[];
  readonly awards: readonly Award[];
}

/** decide weighs an examination with what a market has learned, under a policy; where verifiers split, nothing is. */
export function decide(examination: Examination, market: Market, policy: Policy): Decision {
  const { terms, outcome } = examination;
  const conflict = terms === null ? null : conflictIdOf(terms.issuer, terms.serial);
  const questions = examination.questions.map((question, i) =>
    answer(question, assess(market, toConflictFact(question, `${conflict}#${i}`, market.now)), policy),
  );
  return {
    examination,
    policy,
    conflict,
    questions,
    culpability: findCulprits(examination.findings, questions, policy),
    awards: outcome === 'split' ? [] : awardAll(examination, questions, policy),
  };
}

/** conflictIdOf names the one conflict there can be on a serial: a UUID (RFC 9562 version 8) of its SHA-256. */
export function conflictIdOf(issuer: string, serial: string): string {
  const hex = Buffer.from(sha256(`${issuer}\n${serial}`), 'base64url').toString('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function answer(question: Question, assessment: Assessment, policy: Policy): AnsweredQuestion {
  const { hypotheses } = assessment;
  const ppm = toPpm(hypotheses.map(({ id, probability }) => ({ id, weight: probability })));
  const bare = toPpm(hypotheses.map(({ id, bare: weight }) => ({ id, weight })));
  const answers = hypotheses.map(({ id, culprits, probability }, h) => ({
    id,
    culprits,
    probability,
    ppm: ppm[h]!.ppm,
    bare: bare[h]!.ppm,
  }));
  const [leading] = answers;
  const standard = standardOf(policy, leading!.ppm);
  // An answer that names somebody needs the standard for naming; one that names nobody only that for answering.
  const needed = leading!.culprits.length === 0 ? policy.answerFrom : policy.nameFrom;
  const isProven = isAtLeast(standard, needed) && isAtLeast(standard, policy.answerFrom);
  return {
    question,
    answers,
    standard,
    outcome: isProven ? leading!.id : 'not_proven',
    weights: weighEvidence(assessment),
  };
}

const isAtLeast = (reached: Standard, needed: (typeof STANDARDS)[number]): boolean =>
  reached !== 'none' && STANDARDS.indexOf(reached) <= STANDARDS.indexOf(needed);

/** Findings that decide name their parties for certain; over several questions guilt is taken as independent. */
function findCulprits(findings: readonly Finding[], questions: readonly AnsweredQuestion[], policy: Policy): Culprit[] {
  const innocence = new Map<string, number>();
  for (const { answers } of questions) {
    const guilt = new Map<string, number>();
    for (const { culprits, probability } of answers) {
      for (const party of culprits) guilt.set(party, (guilt.get(party) ?? 0) + probability);
    }
    for (const [party, p] of guilt) innocence.set(party, (innocence.get(party) ?? 1) * Math.max(0, 1 - p));
  }
  for (const { party, ppm } of findings.flatMap(namedBy)) {
    innocence.set(party, ((innocence.get(party) ?? 1) * (MILLION - ppm)) / MILLION);
  }
  return [...innocence]
    .map(([party, p]) => {
      const ppm = roundPpm(1 - p);
      return { party, probability: 1 - p, ppm, named: ppm > policy.standards[policy.nameFrom] };
    })
    .sort((a, b) => b.probability - a.probability || compareIds(a.party, b.party));
}

const DECIDING: readonly Finding['code'][] = ['reissue', 'identity_revealed', 'ill_made_note'];

/** Whom a deciding finding names; of several parties registered under one identity only one is the payer. */
export const namedBy = ({ code, parties }: Finding): { readonly party: string; readonly ppm: number }[] =>
  DECIDING.includes(code) ? parties.map((party) => ({ party, ppm: Math.floor(MILLION / parties.length) })) : [];

/** What one holder is owed once, however often it was redeemed: by the first redemption received. */
interface Entitlement {
  readonly claim: SoundClaim;
  readonly others: readonly SoundClaim[];
}

/** awardAll says what is to be done with each claim; of the answers it reads only ppm and culprits. */
export function awardAll(examination: Examination, questions: readonly AnsweredQuestion[], policy: Policy): Award[] {
  const awards = [...examination.graph.notes.values()].flatMap((custody) =>
    awardNote(custody, examination.findings, questions, policy),
  );
  const decided = new Set(awards.map(({ claim }) => claim));
  const defective = examination.claims.flatMap(({ sound, digest }) => (sound || digest === null ? [] : [digest]));
  const setAside = [...new Set(defective)].filter((digest) => !decided.has(digest)).map(reject);
  return [...awards, ...setAside].sort((a, b) => b.ppm - a.ppm || compareIds(a.claim, b.claim));
}

function awardNote(
  { note, terms, claims }: NoteCustody,
  findings: readonly Finding[],
  questions: readonly AnsweredQuestion[],
  policy: Policy,
): Award[] {
  const entitlements = entitlementsOf(claims);
  const ids = entitlements.map(({ claim }) => claim.redemption.digest);
  const claimants = entitlements.map(({ claim }) => claim.claimant as string);
  const refused = entitlements.flatMap(({ others }) => others.map(({ redemption }) => reject(redemption.digest)));
  const deciding = findings.filter(
    ({ code, note: about, claims: of }) =>
      DECIDING.includes(code) && (about === note.digest || claims.some(({ index }) => of.includes(index))),
  );
  // Who is known to have made the copies answers for them: everybody else is paid, and that party is not.
  const answerable = deciding.find(({ parties }) => parties.length === 1)?.parties[0];
  const isSpentTwice = terms.noteClass === 'one-show' && ids.length > 1;
  // Where one party alone is owed the note, nobody else is harmed by paying it.
  if (ids.length === 1 || (answerable !== undefined && isSpentTwice)) {
    return [...ids.map((id, i) => (claimants[i] === answerable ? reject(id) : pay(id))), ...refused];
  }
  // Whoever redeemed a holding twice is owed it once, whatever the reason: such a question moves no money.
  const asked = questions.filter(({ question }) => question.note === note.digest && question.shape !== 'duplicate');
  const answers = [...asked.map((one) => one.answers), ...deciding.map(namedBy).map(toAnswers)];
  return [...awardByExpectedLoss(ids, worldsOf(claimants, answers), policy), ...refused];
}

const toAnswers = (named: readonly { readonly party: string; readonly ppm: number }[]): Answer[] =>
  named.length === 0 ? [{ ppm: MILLION, culprits: [] }] : named.map(({ party, ppm }) => ({ ppm, culprits: [party] }));

const reject = (claim: string): Award => ({ claim, act: 'reject', ppm: 0 });
const pay = (claim: string): Award => ({ claim, act: 'pay', ppm: MILLION });

function entitlementsOf(claims: readonly SoundClaim[]): Entitlement[] {
  const byHolding = new Map<string, SoundClaim[]>();
  // One party that holds every branch of a note is owed it once, by whatever ways it came back; spends are owed each.
  const isOneParty =
    claims[0]?.note.note!.noteClass !== 'one-show' && new Set(claims.map(({ claimant }) => claimant)).size === 1;
  for (const claim of claims) {
    const holding = isOneParty ? claim.claimant : holdingOf(claim);
    const held = byHolding.get(holding) ?? [];
    // A replay is the same claim, which counts from when it was first received.
    const same = held.findIndex(({ redemption }) => redemption.digest === claim.redemption.digest);
    if (same < 0) held.push(claim);
    else if (claim.receivedAt < held[same]!.receivedAt) held[same] = claim;
    byHolding.set(holding, held);
  }
  return [...byHolding.values()]
    .map((held) => {
      const [claim, ...others] = held.sort(byReceipt);
      return { claim: claim!, others };
    })
    .sort((a, b) => byReceipt(a.claim, b.claim));
}

const byReceipt = (a: SoundClaim, b: SoundClaim): number =>
  a.receivedAt - b.receivedAt || compareIds(a.redemption.digest, b.redemption.digest);

/** Bearer notes are held by whoever claims them, one-show notes by one spend, others by what handed them over. */
function holdingOf({ steps, claimant, note }: SoundClaim): string {
  const before = steps.at(-2)!;
  if (note.note!.noteClass === 'bearer') return claimant;
  return before.spend === null ? before.digest : `${before.issuer} ${before.spend.iat} ${before.spend.nce}`;
}
