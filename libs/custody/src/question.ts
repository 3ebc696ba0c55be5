/** Questions: what the findings leave open, in the shapes of spec "facts". */
import type { Digest, PartyId } from '#statements';
import { featuresOfClaim, featuresOfConflict, type Features } from './features.ts';
import { compare, type Finding } from './finding.ts';
import type { CustodyGraph, SoundClaim } from './graph.ts';

export type Shape = 'copy' | 'fork' | 'duplicate';

/** One side of a question. A payer that delivered copies stands in for its claimants, with no features of its own. */
export interface QuestionClaim {
  /** The digest of its redemption. */
  readonly id: Digest;
  readonly claimant: PartyId;
  readonly bank: PartyId;
  readonly receivedAt: number;
  readonly features: Features;
}

export interface Question {
  readonly shape: Shape;
  readonly finding: Finding;
  readonly note: Digest;
  readonly issuer: PartyId;
  readonly fork: { readonly holder: PartyId; readonly next: readonly PartyId[] } | null;
  readonly claims: readonly QuestionClaim[];
  readonly features: Features;
}

/** askQuestions asks one question for every fork, duplicate, delivery fork and copy, in the order of the findings. */
export function askQuestions(graph: CustodyGraph, findings: readonly Finding[]): Question[] {
  return findings.flatMap((finding) => {
    const shape = shapeOf(finding);
    return shape === null ? [] : [askAbout(graph, findings, finding, shape)];
  });
}

/** What a finding leaves open, if anything. */
function shapeOf({ code }: Finding): Shape | null {
  switch (code) {
    case 'fork':
    case 'delivery_fork':
      return 'fork';
    case 'duplicate':
    case 'copy':
      return code;
    case 'replay':
    case 'reissue':
    case 'identity_revealed':
    case 'ill_made_note':
    case 'counter_reuse':
    case 'time_inversion':
    case 'compromised_key':
      return null;
    default:
      return code satisfies never;
  }
}

function askAbout(graph: CustodyGraph, findings: readonly Finding[], finding: Finding, shape: Shape): Question {
  const claims = distinctClaims(graph, finding);
  const next = (finding.branches ?? []).map((branch) => branch.next);
  const fork = shape === 'fork' ? { holder: finding.parties[0]!, next: [...new Set(next)] } : null;
  return {
    shape,
    finding,
    note: finding.note,
    issuer: graph.notes.get(finding.note)!.terms.issuer,
    fork,
    claims: shape === 'copy' ? askCopy(graph, finding, findings, claims) : claims.map((claim) => ask(graph, claim)),
    features: {
      ...featuresOfConflict(claims),
      ...(fork === null ? {} : { notice: noticeOf(findings, fork.holder) }),
    },
  };
}

/** Whether somebody gave notice that the holder's key had leaked, and when; the earlier notice says more. */
function noticeOf(findings: readonly Finding[], holder: PartyId): string {
  const notices = findings.filter(({ code, parties }) => code === 'compromised_key' && parties[0] === holder);
  return notices.some(({ when }) => when === 'before') ? 'before' : notices.length > 0 ? 'after' : 'none';
}

/** The claims of a finding, each redemption once, as it was first received: a replay is one claim, not two. */
function distinctClaims(graph: CustodyGraph, finding: Finding): SoundClaim[] {
  const isOfFinding = new Set(finding.claims);
  const first = new Map<Digest, SoundClaim>();
  for (const claim of graph.claims) {
    if (!isOfFinding.has(claim.index)) continue;
    const known = first.get(claim.redemption.digest);
    if (known === undefined || byReceipt(claim, known) < 0) first.set(claim.redemption.digest, claim);
  }
  return [...first.values()];
}

const byReceipt = (a: SoundClaim, b: SoundClaim): number =>
  a.receivedAt - b.receivedAt || compare(a.redemption.digest, b.redemption.digest) || compare(a.bank, b.bank);

const ask = (graph: CustodyGraph, claim: SoundClaim, claimant = claim.claimant): QuestionClaim => ({
  id: claim.redemption.digest,
  claimant,
  bank: claim.bank,
  receivedAt: claim.receivedAt,
  features: claimant === claim.claimant ? featuresOfClaim(graph, claim) : {},
});

/** One claim for each party of the copy: its first by receipt, or the first of those that a payer stands for. */
function askCopy(
  graph: CustodyGraph,
  { parties, note }: Finding,
  findings: readonly Finding[],
  claims: readonly SoundClaim[],
): QuestionClaim[] {
  const forks = findings.filter((finding) => finding.code === 'delivery_fork' && finding.note === note);
  const inOrder = [...claims].sort(byReceipt);
  return parties.map((party) => {
    const own = inOrder.find(({ claimant }) => claimant === party);
    if (own !== undefined) return ask(graph, own);
    const branches = forks.find((finding) => finding.parties[0] === party)!.branches!;
    const stoodFor = inOrder.find(({ claimant }) => branches.some(({ next }) => next === claimant));
    return ask(graph, stoodFor!, party);
  });
}
