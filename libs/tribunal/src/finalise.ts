/** Clocks: a proposed verdict whose window has ended becomes final. The database's time decides, never a job's. */
import { applyEvent, factIdOf, standingOf, type CaseEvent } from '#arbitration';
import { isFault, parseStatement } from '#statements';
import type { CaseMove, CaseRecord, Docket, DocketTransaction, KeptVerdict, NewFact } from './docket.ts';

/** How many cases one transaction closes. */
const BATCH = 200;

/**
 * finaliseDue closes every proposed case whose window has ended, and answers how many. What is final is a resolution
 * in the facts; where nothing was proven there is nothing to learn. A case with filings that nobody has examined yet
 * stays open: they arrived in time.
 */
export async function finaliseDue(docket: Docket, onBad: OnBadCase = () => {}): Promise<number> {
  const bad: string[] = [];
  for (let closed = 0; ;) {
    const { due, error } = await closeTogether(docket, (tx) => tx.lockDue(BATCH, null, bad));
    if (error === null) closed += due.length;
    else {
      // One bad case must not hold up the others: each is tried alone, and only the bad one stays open.
      for (const id of due) {
        const alone = await closeTogether(docket, (tx) => tx.lockDue(1, id));
        closed += alone.error === null ? alone.due.length : 0;
        if (alone.error === null) continue;
        bad.push(id);
        onBad(id, alone.error);
      }
    }
    if (due.length < BATCH) return closed;
  }
}

/** Told of a case that cannot be closed. */
export type OnBadCase = (id: string, error: unknown) => void;

/** Closes what `find` locks; where that fails after the locking, answers the error and of which cases it may come. */
async function closeTogether(
  docket: Docket,
  find: (tx: DocketTransaction) => Promise<CaseRecord[]>,
): Promise<{ readonly due: readonly string[]; readonly error: unknown }> {
  let due: readonly string[] = [];
  try {
    await docket.transaction(async (tx) => {
      const records = await find(tx);
      due = records.map(({ id }) => id);
      await closeAll(tx, records);
    });
    return { due, error: null };
  } catch (error) {
    if (due.length === 0) throw error;
    return { due, error };
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
  const { note, outcome, claims, questions, bytes, release } = record;
  const standing = applyEvent(standingOf(record), event);
  return {
    before: record,
    events: [event],
    after: { ...standing, note, outcome, claims, questions, bytes, release, deadline: null, begins: false },
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
