/** From a case's filings to a signed verdict: examined on a thread, decided with the market, kept in one transaction. */
import {
  applyEvent,
  decide,
  factsOf,
  nextState,
  standingOf,
  toJudgementRecord,
  type CaseEvent,
  type Decision,
  type Policy,
} from '#arbitration';
import type { PrivateKey } from '#statements';
import { fromBrief, type Brief } from './brief.ts';
import type { CaseMove, CaseRecord, Docket, KeptVerdict, NewFact } from './docket.ts';
import { isReopening, nameOf, type Examined } from './examine-file.ts';
import { catchUp, type MarketKeeper } from './market-keeper.ts';
import { retractionsOf } from './retractions.ts';
import { signRound } from './sign-round.ts';

/** What deciding needs beside the case. */
export interface Bench {
  readonly docket: Docket;
  readonly keeper: MarketKeeper;
  readonly key: PrivateKey;
  readonly makeId: () => string;
  /** The version of this program: what its verifiers froze, another one may thaw. */
  readonly release: string;
}

/** How a case went: `stale` where more was handed in meanwhile, and another hint is on its way. */
export type Proceeding = 'proposed' | 'examined' | 'reopened' | 'frozen' | 'stale';

/**
 * propose decides examined cases with one and the same market, and keeps verdicts, events and facts in one transaction.
 * What the facts teach is learned after the commit; answers by case id how each went.
 */
export async function propose(bench: Bench, examined: readonly Examined[]): Promise<Map<string, Proceeding>> {
  const { docket, keeper } = bench;
  await catchUp(docket, keeper);
  const policies = await readPolicies(docket, examined);
  const byId = new Map(examined.map((one) => [one.file.record.id, one]));
  const outcome = await docket.transaction(async (tx) => {
    const now = await tx.now();
    const went = new Map<string, Proceeding>([...byId.keys()].map((id) => [id, 'stale']));
    const moves: CaseMove[] = [];
    const facts: { fact: NewFact; conflict: string }[] = [];
    const records = await tx.lock([...byId.keys()]);
    const later = records.filter(({ round }) => round !== null).map(({ id }) => id);
    const verdicts = later.length === 0 ? new Map<string, KeptVerdict>() : await tx.newestVerdicts(later);
    for (const record of records) {
      const one = byId.get(record.id)!;
      // The row decides, not the hint: what was examined must be what is there now, and not yet be taken in.
      const isDone = record.examined === record.revision && record.state !== 'frozen';
      if (record.revision !== one.file.record.revision || isDone) continue;
      if (record.state === 'frozen' && record.release === bench.release) continue;
      const sitting = {
        ...bench,
        now,
        policy: policies.get(record.policyDigest)!,
        last: verdicts.get(record.id) ?? null,
      };
      const move = proceed(sitting, one, record);
      if (move === null) continue;
      moves.push(move.move);
      facts.push(...move.facts.map((fact) => ({ fact, conflict: record.id })));
      went.set(record.id, move.proceeding);
    }
    if (moves.length > 0) await tx.move(moves);
    if (facts.length > 0) await tx.appendFacts(facts);
    return went;
  });
  await catchUp(docket, keeper);
  return outcome;
}

/** A case keeps the policy that it began under. */
async function readPolicies(docket: Docket, examined: readonly Examined[]): Promise<ReadonlyMap<string, Policy>> {
  const policies = new Map<string, Policy>();
  for (const { file } of examined) {
    const digest = file.record.policyDigest;
    if (policies.has(digest)) continue;
    policies.set(digest, await docket.readPolicy(digest));
  }
  return policies;
}

/** What one case is decided with: `now` is the database's time, in milliseconds since 1970. */
interface Sitting extends Bench {
  readonly policy: Policy;
  readonly now: number;
  /** The verdict that a new one would replace. */
  readonly last: KeptVerdict | null;
}

interface Step {
  readonly move: CaseMove;
  readonly facts: readonly NewFact[];
  readonly proceeding: Proceeding;
}

function proceed(bench: Sitting, { brief, known }: Examined, record: CaseRecord): Step | null {
  if (nextState(record.state, 'examined') === null) return null;
  if (record.state === 'final' && provesMore(bench, { brief, known }, record)) return reopen(record);
  const examination = fromBrief(brief);
  const decision: Decision = { ...decide(examination, bench.keeper.market, bench.policy), conflict: record.id };
  const events: CaseEvent[] = [];
  const isOpen = record.state !== 'final';
  events.push(told('examined', describeOutcome(brief), { revision: record.revision, outcome: brief.outcome }));
  const { keeper, makeId } = bench;
  const signing = { ...bench, market: keeper.market, factSeq: keeper.factSeq, id: makeId() };
  const verdict = isOpen ? signRound(decision, record, signing) : null;
  let proceeding: Proceeding = 'examined';
  if (isOpen && brief.outcome === 'split') {
    events.push(told('frozen', 'the two verifiers differ', {}));
    proceeding = 'frozen';
  } else if (verdict !== null && 'kept' in verdict) {
    const { kept, deadline } = verdict;
    const body = { round: kept.round, verdict: kept.digest, deadline: deadline.toISOString() };
    events.push(told('proposed', kept.round === 0 ? 'the automatic verdict' : 'more was handed in', body));
    proceeding = 'proposed';
  } else if (verdict !== null) {
    events[events.length - 1] = told('examined', `no verdict can be signed: ${verdict.why}`, {
      revision: record.revision,
      outcome: brief.outcome,
    });
  }
  const standing = events.reduce(applyEvent, standingOf(record));
  const kept = verdict !== null && 'kept' in verdict ? verdict : null;
  const move: CaseMove = {
    before: record,
    events,
    after: {
      ...standing,
      note: isOpen ? brief.note : record.note,
      outcome: isOpen ? brief.outcome : record.outcome,
      bytes: record.bytes,
      release: bench.release,
      deadline: kept === null ? (standing.state === record.state ? record.deadline : null) : kept.deadline,
      claims: record.claims,
      questions: kept === null ? record.questions : decision.questions.length,
      begins: false,
    },
    examination: {
      revision: record.revision,
      outcome: brief.outcome,
      custody: brief.custody,
      graph: brief.graph,
      // What is final is shown as it was decided, not weighed again beside itself.
      assessment: known === null ? JSON.stringify(assessmentOf(decision, brief)) : known.assessment,
    },
    verdict: kept === null ? null : kept.kept,
    participants: brief.participants,
    hint: null,
  };
  const facts = kept === null ? [] : factsOfRound(decision, kept.kept.round);
  return { move, facts, proceeding };
}

const provesMore = (bench: Sitting, { brief, known }: Pick<Examined, 'brief' | 'known'>, record: CaseRecord): boolean =>
  isWithinLimitation(bench, record) &&
  brief.findings.some((finding) => isReopening(finding) && known?.proven.has(nameOf(finding)) === false);

/**
 * A case that is opened again is examined by the hint that this leaves: what it asked before is taken back first, or it
 * would testify against its own parties.
 */
function reopen(record: CaseRecord): Step {
  const events = [told('reopened', 'a finding that binds by key was not known before', {})];
  const { note, outcome, claims, bytes, release } = record;
  const standing = events.reduce(applyEvent, standingOf(record));
  const move: CaseMove = {
    before: record,
    events,
    after: { ...standing, note, outcome, claims, bytes, release, questions: 0, deadline: null, begins: false },
    examination: null,
    verdict: null,
    participants: [],
    hint: 'examine',
  };
  return { move, facts: retractionsOf(record), proceeding: 'reopened' };
}

const told = (kind: CaseEvent['kind'], why: string, body: CaseEvent['body']): CaseEvent => ({
  kind,
  actor: 'tribunal',
  why,
  body,
});

const describeOutcome = ({ outcome, findings, questions }: Brief): string =>
  `${outcome}: ${findings.length} findings, ${questions.length} questions`;

/** How long after a final verdict new proof opens a case again, in milliseconds: two years. */
const LIMITATION_MS = 2 * 365 * 86_400_000;
const isWithinLimitation = ({ now }: Sitting, { createdAt }: CaseRecord): boolean =>
  now - createdAt.getTime() < LIMITATION_MS;

/** What readers are shown of a decision: the questions, culprits and awards, as `assize judge --json` prints them. */
function assessmentOf(decision: Decision, { shownAt }: Brief): object {
  const { questions, culpability, awards } = toJudgementRecord(decision) as {
    readonly questions: readonly { readonly finding: number }[];
    readonly culpability: object;
    readonly awards: object;
  };
  return {
    policy: decision.policy.id,
    questions: questions.map((question) => ({ ...question, finding: shownAt[question.finding] })),
    culpability,
    awards,
  };
}

/** A round puts its questions into the stream; those of the round before were taken back when more was handed in. */
const factsOfRound = (decision: Decision, round: number): NewFact[] =>
  factsOf(decision, 0, round).map(({ at: _at, ...fact }) => fact);
