// The second, independent implementation of the custody contract (conflicts.md): what `assize judge --json` prints of
// a submission, without inference. Brute force from the specification alone; it knows nothing of libs/.
import { checkClaim } from './reference-claim.ts';
import { checkEvidence } from './reference-evidence.ts';
import { claimantOf, CODES, distinct, noteOf, redemptionOf } from './reference-finding.ts';
import { bearerDuplicates, copies, deliveryForks, forksAndDuplicates, replays } from './reference-holdings.ts';
import { byCodePoint, readJson } from './reference-json.ts';
import { isWeak, readKey } from './reference-keys.ts';
import {
  compromisedKeys,
  counterReuses,
  oneShowFindings,
  reissues,
  timeInversions,
} from './reference-other-findings.ts';
import { member } from './reference-statement.ts';
import { readSubmission } from './reference-submission.ts';
import type { CheckedClaim, Register } from './reference-claim.ts';
import type { Finding, World } from './reference-finding.ts';
import type { Key } from './reference-keys.ts';
import type { Defect } from './reference-statement.ts';
import type { Refusal } from './reference-submission.ts';

export type Jwk = Readonly<Record<string, unknown>>;

export interface Question {
  shape: 'fork' | 'duplicate' | 'copy';
  hypotheses: string[];
}

export interface ReferenceResult {
  note: string | null;
  outcome: 'decided' | 'question' | 'no_conflict' | 'no_sound_claim';
  claims: {
    index: number;
    sound: boolean;
    defect: Defect | null;
    at: number | null;
    claimant: string | null;
    digest: string | null;
  }[];
  findings: Finding[];
  ignored: (string | null)[];
  questions: Question[];
}

/** ambiguous: the spec says nothing of a register with a key that is none; it is an error of the caller here. */
function readRegister(register: readonly Jwk[] | undefined): Register {
  if (register === undefined) return undefined;
  const keys = new Map<string, Key>();
  for (const jwk of register) {
    const key = readKey(readJson(JSON.stringify(jwk)));
    if (!key?.suite || isWeak(key)) throw new Error('the register holds what is no good key');
    keys.set(key.id, key);
  }
  return keys;
}

/** "in this table's order, then by their first claim, then by the place in its transcript" */
function findingsOf(world: World): Finding[] {
  const placed = [
    ...forksAndDuplicates(world),
    ...bearerDuplicates(world),
    ...replays(world),
    ...deliveryForks(world),
    ...copies(world),
    ...reissues(world),
    ...oneShowFindings(world),
    ...counterReuses(world),
    ...timeInversions(world),
    ...compromisedKeys(world),
  ];
  const order = (finding: Finding): number => CODES.indexOf(finding.code);
  // ambiguous: where code, first claim and place are one (two payers of the same claimant, two notices on one
  // statement), the spec names no order; here the proofs' digests decide.
  return placed
    .sort(
      (a, b) =>
        order(a.finding) - order(b.finding) ||
        (a.finding.claims[0] ?? -1) - (b.finding.claims[0] ?? -1) ||
        a.place - b.place ||
        byCodePoint(a.finding.proof.join(' '), b.finding.proof.join(' ')),
    )
    .map(({ finding }) => finding);
}

/** "`mechanism:` followed by its culprits sorted by code point and joined by `+`. A party is named once." */
const hypothesis = (mechanism: string, ...culprits: string[]): string =>
  `${mechanism}:${distinct(culprits).sort(byCodePoint).join('+')}`;

function forkHypotheses(holder: string, nexts: readonly string[]): string[] {
  const others = distinct(nexts).filter((next) => next !== holder);
  const blaming = others.flatMap((next) => [hypothesis('key_theft', next), hypothesis('collusion', holder, next)]);
  return [hypothesis('double_spend', holder), ...blaming, hypothesis('unknown')];
}

function copyHypotheses(issuer: string, claimants: readonly string[]): string[] {
  const ids = [hypothesis('unknown')];
  for (const x of claimants) {
    ids.push(hypothesis('theft', x), hypothesis('issuer_leak', issuer, x));
    for (const y of claimants) {
      if (x < y && claimants.length <= 32) ids.push(hypothesis('collusion', x, y));
    }
  }
  return ids;
}

/** facts.md, "Shapes and their hypotheses". */
function questionOf(finding: Finding, issuer: string): Question | null {
  const [party = ''] = finding.parties;
  const nexts = (finding.branches ?? []).map(({ next }) => next);
  const ask = (shape: Question['shape'], ids: string[]): Question => ({ shape, hypotheses: ids.sort(byCodePoint) });
  switch (finding.code) {
    case 'fork':
    case 'delivery_fork':
      return ask('fork', forkHypotheses(party, nexts));
    case 'duplicate':
      return ask('duplicate', [hypothesis('double_spend', party), hypothesis('accident'), hypothesis('unknown')]);
    case 'copy':
      return ask('copy', copyHypotheses(issuer, finding.parties));
    case 'replay':
    case 'reissue':
    case 'identity_revealed':
    case 'ill_made_note':
    case 'counter_reuse':
    case 'time_inversion':
    case 'compromised_key':
      return null;
  }
}

/** "Serials are compared among notes that have no defect themselves." */
function namesDifferentSerials(claims: readonly CheckedClaim[]): boolean {
  const serials = claims
    .filter((claim) => claim.noteSound)
    .map(({ note }) => note && JSON.stringify([note.iss, member(note, 'jti')]));
  return distinct(serials).length > 1;
}

export function referenceJudge(
  submissionText: string,
  register?: readonly Jwk[],
): ReferenceResult | { refused: Refusal } {
  const banks = readRegister(register);
  const submission = readSubmission(submissionText);
  if ('refused' in submission) return submission;
  const claims = submission.claims.map((claim, index) => checkClaim(claim, index, banks));
  if (namesDifferentSerials(claims)) return { refused: 'different_notes' };
  const { statements, ignored } = checkEvidence(submission, claims, banks);

  const sound = claims.filter((claim) => claim.defect === null);
  const findings = sound.length > 0 ? findingsOf({ sound, evidence: statements, register: banks }) : [];
  // "A replay is one claim, not two. Nothing is asked where fewer than two different sound claims remain."
  const different = distinct(sound.map((claim) => redemptionOf(claim).digest)).length;
  const issuer = sound[0] ? noteOf(sound[0]).iss : '';
  const questions =
    different < 2 ? [] : findings.map((finding) => questionOf(finding, issuer)).filter((question) => question !== null);

  const note = sound[0] ? noteOf(sound[0]) : claims.find((claim) => claim.note !== undefined)?.note;
  return {
    note: note?.digest ?? null,
    outcome:
      different === 0
        ? 'no_sound_claim'
        : different === 1
          ? 'no_conflict'
          : questions.length > 0
            ? 'question'
            : 'decided',
    claims: claims.map((claim) => ({
      index: claim.index,
      sound: claim.defect === null,
      defect: claim.defect,
      at: claim.at,
      claimant: claim.defect === null ? claimantOf(claim) : (claim.redemption?.iss ?? null),
      digest: claim.redemption?.digest ?? null,
    })),
    findings,
    ignored: [...ignored],
    questions,
  };
}
