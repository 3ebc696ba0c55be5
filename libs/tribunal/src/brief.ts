/** What of an examination leaves the thread that made it: enough to decide and to show, without chains and texts. */
import { toCustodyRecord } from '#arbitration';
import type { CustodyGraph, Examination, Finding, NoteCustody, NoteTerms, SoundClaim, Step } from '#custody';
import type { Participant } from './docket.ts';

/** Plain data: it can be posted between threads. */
export interface Brief {
  readonly note: Examination['note'];
  readonly terms: NoteTerms | null;
  readonly outcome: Examination['outcome'];
  readonly claims: Examination['claims'];
  readonly findings: Examination['findings'];
  readonly ignored: Examination['ignored'];
  readonly questions: Examination['questions'];
  readonly notes: readonly NoteCustody[];
  readonly inputs: ReturnType<Examination['inputs']>;
  readonly lastReceived: readonly number[];
  readonly verified: Examination['verified'];
  /** JSON texts of what readers are shown. */
  readonly custody: string;
  readonly graph: string;
  /** Where each finding stands in what readers are shown. */
  readonly shownAt: readonly number[];
  readonly participants: readonly Participant[];
  /** The ids of the claims that were found sound. */
  readonly soundClaims: readonly string[];
}

/** toBrief takes from an examination what leaves its thread; `shown` is the same in the claims' order of arrival, `claimIds` their ids. */
export function toBrief(examination: Examination, shown: Examination, claimIds: readonly string[]): Brief {
  const { note, terms, outcome, claims, ignored, verified, graph } = examination;
  // Questions point at findings: both are rewritten together, so that they still do.
  const findings = new Map(
    examination.findings.map((finding) => [finding, { ...finding, statements: [] as string[] }]),
  );
  const rewrite = (finding: Finding): Finding => findings.get(finding) ?? { ...finding, statements: [] };
  return {
    note,
    terms: slimTerms(terms),
    outcome,
    claims,
    findings: [...findings.values()],
    ignored,
    questions: examination.questions.map((question) => ({ ...question, finding: rewrite(question.finding) })),
    notes: [...graph.notes.values()].map(slimNote),
    inputs: examination.inputs(),
    lastReceived: examination.submission.claims.map(({ receivedAt }) => receivedAt),
    verified,
    custody: JSON.stringify({ ...toCustodyRecord(shown), claimIds }),
    graph: JSON.stringify(drawGraph(shown.graph)),
    shownAt: examination.findings.map((finding) => placeOf(shown.findings, finding)),
    participants: participantsOf(graph),
    soundClaims: shown.claims.flatMap(({ index, sound }) => (sound ? [claimIds[index]!] : [])),
  };
}

/** fromBrief makes of a brief what `decide` and `verdictPayload` read of an examination. */
export function fromBrief(brief: Brief): Examination {
  const {
    notes,
    inputs,
    lastReceived,
    custody: _custody,
    graph: _graph,
    shownAt: _shownAt,
    participants: _parties,
    soundClaims: _sound,
    ...rest
  } = brief;
  return {
    ...rest,
    graph: { notes: new Map(notes.map((one) => [one.note.digest, one])) } as unknown as CustodyGraph,
    submission: {
      reference: null,
      claims: lastReceived.map((receivedAt) => ({ receivedAt })) as unknown as Examination['submission']['claims'],
      evidence: [],
    },
    inputs: () => [...inputs],
    proofOf: () => {
      throw new Error('a proof is assembled where the statements are');
    },
  };
}

/** A finding is the same in another order of the claims; its proof may stand in another order. */
function placeOf(findings: readonly Finding[], { code, proof }: Finding): number {
  const name = [...proof].sort().join();
  return findings.findIndex((other) => other.code === code && [...other.proof].sort().join() === name);
}

const slimTerms = (terms: NoteTerms | null): NoteTerms | null => (terms === null ? null : { ...terms, oneShow: null });

const slimStep = (step: Step): Step => ({
  ...step,
  text: '',
  nextKey: null,
  note: slimTerms(step.note),
  successors: [],
});

/** Awards look at the note, the redemption and what stands before it, and at nothing else of a chain. */
function slimNote({ note, terms, claims }: NoteCustody): NoteCustody {
  const slim = slimStep(note);
  return {
    note: slim,
    terms: slimTerms(terms)!,
    claims: claims.map((claim): SoundClaim => {
      const steps = claim.steps.slice(-2).map(slimStep);
      return { ...claim, steps, note: slim, redemption: steps.at(-1)! };
    }),
  };
}

function drawGraph({ steps, claims }: CustodyGraph): object {
  const edges = new Map<string, { from: string; to: string }>();
  for (const claim of claims) {
    for (let i = 0; i + 1 < claim.steps.length; i += 1) {
      const [from, to] = [claim.steps[i]!.digest, claim.steps[i + 1]!.digest];
      edges.set(`${from} ${to}`, { from, to });
    }
  }
  return {
    nodes: steps.map(({ digest, kind, issuer }) => ({ digest, kind, issuer })),
    edges: [...edges.values()],
  };
}

/** Claimants and holders, each with the statement that states its key. */
function participantsOf({ claims }: CustodyGraph): Participant[] {
  const found = new Map<string, Participant>();
  const add = (party: string, role: Participant['role'], statedIn: string): void => {
    if (!found.has(`${party} ${role}`)) found.set(`${party} ${role}`, { party, role, statedIn });
  };
  for (const { steps, claimant, redemption } of claims) {
    const stating = steps.find(({ nextKey }) => nextKey?.id === claimant) ?? redemption;
    add(claimant, 'claimant', stating.digest);
    for (const { nextKey, digest } of steps)
      if (nextKey !== null && nextKey.id !== claimant) add(nextKey.id, 'holder', digest);
  }
  return [...found.values()];
}
