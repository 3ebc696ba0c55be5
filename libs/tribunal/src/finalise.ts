/** Clocks: a proposed verdict whose window has ended becomes final. The database's time decides, never a job's. */
import { applyEvent, factIdOf, type CaseEvent, type CaseStanding } from '#arbitration';
import { isFault, parseStatement } from '#statements';
import type { CaseMove, CaseRecord, Docket, DocketTransaction, KeptVerdict, NewFact } from './docket.ts';

/** How many cases one transaction closes. */
const BATCH = 200;

/**
 * finaliseDue closes every proposed case whose window has ended, and answers how many. What is final is a resolution
 * in the facts; where nothing was proven there is nothing to learn. A case with filings that nobody has examined yet
 * stays open: they arrived in time.
 */
export async function finaliseDue(docket: Docket): Promise<number> {
  for (let closed = 0; ;) {
    const size = await docket.transaction(async (tx) => closeAll(tx, await tx.lockDue(BATCH)));
    closed += size;
    if (size < BATCH) return closed;
  }
}

/**
 * closeIfDue closes one locked case whose window has ended before something is filed on it, and answers how it then
 * stands: whether a filing is late does not depend on when somebody last looked at the clocks.
 */
export async function closeIfDue(tx: DocketTransaction, record: CaseRecord): Promise<CaseRecord> {
  if (record.state !== 'proposed' || (await closeAll(tx, await tx.lockDue(1, record.id))) === 0) return record;
  const [closed] = await tx.lock([record.id]);
  return closed!;
}

async function closeAll(tx: DocketTransaction, due: readonly CaseRecord[]): Promise<number> {
  if (due.length === 0) return 0;
  const verdicts = await tx.newestVerdicts(due.map(({ id }) => id));
  await tx.move(due.map(close));
  const facts = due.flatMap((record) =>
    resolutionsOf(record, verdicts.get(record.id)!).map((fact) => ({ fact, conflict: record.id })),
  );
  if (facts.length > 0) await tx.appendFacts(facts);
  return due.length;
}

function close(record: CaseRecord): CaseMove {
  const event: CaseEvent = {
    kind: 'finalised',
    actor: 'tribunal',
    why: 'nobody objected in time',
    body: { verdict: record.verdict },
  };
  const { note, outcome, claims, questions } = record;
  const standing = applyEvent(record as CaseStanding, event);
  return {
    before: record,
    events: [event],
    after: { ...standing, note, outcome, claims, questions, deadline: null, begins: false },
    examination: null,
    verdict: null,
    participants: [],
    hint: null,
  };
}

function resolutionsOf(record: CaseRecord, { statement, digest }: KeptVerdict): NewFact[] {
  const verdict = parseStatement(statement);
  if (isFault(verdict)) throw new Error(`the verdict ${digest} that was kept cannot be read: ${verdict.why}`);
  const answers = verdict.payload['qst'] as unknown as readonly { readonly out: string }[];
  return answers.flatMap(({ out }, i): NewFact[] =>
    out === 'not_proven'
      ? []
      : [{ kind: 'resolution', conflict: factIdOf(record.id, i, record.round!), hypothesis: out }],
  );
}
