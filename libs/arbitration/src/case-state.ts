/** The life of a case as a fold over its events (spec "process"): one table holds every transition that exists. */

export const CASE_STATES = ['waiting', 'received', 'examined', 'proposed', 'final', 'reopened', 'frozen'] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const CASE_EVENT_KINDS = [
  'claim_added',
  'evidence_added',
  'begun',
  'examined',
  'proposed',
  'finalised',
  'reopened',
  'frozen',
  'clock_extended',
] as const;
export type CaseEventKind = (typeof CASE_EVENT_KINDS)[number];

/** Filing changes no state: what was handed in is kept in every one. */
const FILING = ['claim_added', 'evidence_added'] as const;
const filingIn = (state: CaseState): Partial<Record<CaseEventKind, CaseState>> =>
  Object.fromEntries(FILING.map((kind) => [kind, state]));

/**
 * TRANSITIONS lists every transition: by state, the events that may happen in it and the state that each leads to.
 * `waiting` is a lone claim, which is no conflict yet. Later claims or evidence on a proposed case lead back through
 * `examined` to a new round; a final one is opened again only by what `reopened` requires. Hearings, panels, appeals,
 * settlements and withdrawals are further rows of this table.
 */
export const TRANSITIONS: Readonly<Record<CaseState, Readonly<Partial<Record<CaseEventKind, CaseState>>>>> = {
  waiting: { ...filingIn('waiting'), begun: 'received' },
  received: { ...filingIn('received'), examined: 'examined' },
  examined: { ...filingIn('examined'), examined: 'examined', proposed: 'proposed', frozen: 'frozen' },
  proposed: {
    ...filingIn('proposed'),
    examined: 'examined',
    clock_extended: 'proposed',
    finalised: 'final',
  },
  // What is handed in late is examined too; it moves nothing unless it proves what was not known before.
  final: { ...filingIn('final'), examined: 'final', reopened: 'reopened' },
  reopened: { ...filingIn('reopened'), examined: 'examined' },
  // Only a new release, whose verifiers agree, examines a frozen case again.
  frozen: { ...filingIn('frozen'), examined: 'examined' },
};

/** An event of a case: who did what, when and why. `body` depends on the kind; no floating-point number is in it. */
export interface CaseEvent {
  readonly kind: CaseEventKind;
  /** A party id, a bank's name, or `tribunal`. */
  readonly actor: string;
  readonly why: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** nextState is the state after an event, null where the table has no such transition. */
export const nextState = (state: CaseState, kind: CaseEventKind): CaseState | null => TRANSITIONS[state][kind] ?? null;

/** What the events of a case add up to; the docket keeps it beside them as the row that is locked. */
export interface CaseStanding {
  readonly state: CaseState;
  /** Filings so far. */
  readonly revision: number;
  /** The revision that was last examined, the round and digest of the newest verdict. */
  readonly examined: number | null;
  readonly round: number | null;
  readonly verdict: string | null;
}

const NEW_CASE: CaseStanding = { state: 'waiting', revision: 0, examined: null, round: null, verdict: null };

/** foldCase adds up the events of a case in order; it throws on a transition that does not exist, which is a bug. */
export function foldCase(events: readonly CaseEvent[]): CaseStanding {
  return events.reduce(applyEvent, NEW_CASE);
}

/** standingOf takes from a record just what events add up to. */
export const standingOf = ({ state, revision, examined, round, verdict }: CaseStanding): CaseStanding => ({
  state,
  revision,
  examined,
  round,
  verdict,
});

/** applyEvent is one step of the fold. */
export function applyEvent(standing: CaseStanding, { kind, body }: CaseEvent): CaseStanding {
  const state = nextState(standing.state, kind);
  if (state === null) throw new Error(`a ${standing.state} case knows no "${kind}"`);
  switch (kind) {
    case 'claim_added':
    case 'evidence_added':
      return { ...standing, state, revision: standing.revision + 1 };
    case 'examined':
      return { ...standing, state, examined: body['revision'] as number };
    case 'proposed':
      return { ...standing, state, round: body['round'] as number, verdict: body['verdict'] as string };
    case 'begun':
    case 'finalised':
    case 'reopened':
    case 'frozen':
    case 'clock_extended':
      return { ...standing, state };
    default:
      return kind satisfies never;
  }
}
