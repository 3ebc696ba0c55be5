/** What the database holds of cases, a page of them at a time. */

/** One statement of SQL. */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface CaseRow {
  readonly id: string;
  readonly state: string;
  readonly begun_at: Date | null;
  readonly revision: number;
  readonly examined: number | null;
  readonly round: number | null;
  readonly verdict: string | null;
  readonly deadline: Date | null;
  readonly events: number;
  readonly claims: number;
}

export interface ClaimRow {
  readonly id: string;
  readonly ordinal: number;
  readonly transcript: string;
}

export interface EventRow {
  readonly seq: number;
  readonly kind: string;
  readonly at: Date;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface VerdictRow {
  readonly round: number;
  readonly digest: string;
  readonly replaces: string | null;
  readonly statement: string;
}

export interface FactRow {
  readonly kind: string;
  readonly id: string;
}

/** Cases in the order of their ids, with what is kept of each. */
export interface CasePage {
  readonly cases: readonly CaseRow[];
  readonly claims: ReadonlyMap<string, readonly ClaimRow[]>;
  readonly evidence: ReadonlyMap<string, readonly { readonly hash: string; readonly claim: string }[]>;
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
  readonly events: ReadonlyMap<string, readonly EventRow[]>;
  readonly verdicts: ReadonlyMap<string, readonly VerdictRow[]>;
}

/** readPage reads the cases after an id. */
export async function readPage(query: Query, after: string, limit: number): Promise<CasePage> {
  const cases = await query<CaseRow>(
    `SELECT conflict_id AS id, state, begun_at, revision, examined, round, verdict, deadline, events, claims
     FROM assize.conflicts WHERE conflict_id > $1 ORDER BY conflict_id LIMIT $2`,
    [after, limit],
  );
  const of = async <Row>(columns: string, table: string, order: string): Promise<Map<string, Row[]>> => {
    const rows = await query<Row & { readonly conflict: string }>(
      `SELECT conflict_id AS conflict, ${columns} FROM assize.${table} WHERE conflict_id = ANY($1::uuid[]) ORDER BY ${order}`,
      [cases.map(({ id }) => id)],
    );
    return groupByCase<Row>(rows);
  };
  const texts = await of<{ hash: string; text: Uint8Array }>('text_hash AS hash, text', 'statements', 'text_hash');
  return {
    cases,
    claims: await of<ClaimRow>('claim_id AS id, ordinal, transcript', 'claims', 'ordinal'),
    evidence: await of('text_hash AS hash, claim_id AS claim', 'evidence', 'text_hash'),
    texts: new Map([...texts].map(([id, rows]) => [id, new Map(rows.map(({ hash, text }) => [hash, text]))])),
    events: await of<EventRow>('seq, kind, at, body', 'events', 'seq'),
    verdicts: await of<VerdictRow>('round, digest, replaces, statement', 'verdicts', 'round'),
  };
}

function groupByCase<Row>(rows: readonly (Row & { readonly conflict: string })[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.conflict);
    if (group === undefined) groups.set(row.conflict, [row]);
    else group.push(row);
  }
  return groups;
}

/** What is never changed once it is there, and what is derived from it: everything but caches, work lists and access. */
const LASTING: Readonly<Record<string, string>> = {
  conflicts: '*',
  statements: '*',
  claims: '*',
  evidence: '*',
  parties: '*',
  events: '*',
  examinations: '*',
  verdicts: '*',
  facts: '*',
  // When which worker wrote a reputation down is left out; what it says is not.
  reputations: 'party, conflicts, record',
};

/** fingerprint is a digest of each lasting table, to tell whether anything changed in between. */
export async function fingerprint(query: Query): Promise<Readonly<Record<string, string>>> {
  const prints: Record<string, string> = {};
  for (const [table, columns] of Object.entries(LASTING)) {
    const [row] = await query<{ print: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS print
       FROM (SELECT md5(t::text) AS row FROM (SELECT ${columns} FROM assize.${table}) t) AS rows`,
    );
    prints[table] = row!.print;
  }
  return prints;
}

/** settled tells whether nothing is left to do: no hint waits, and every filing of a conflict was examined. */
export async function isSettled(query: Query): Promise<boolean> {
  const [row] = await query<{ left: number }>(
    `SELECT (SELECT count(*) FROM assize.outbox)::integer + (SELECT count(*) FROM assize.conflicts
       WHERE begun_at IS NOT NULL AND (examined IS NULL OR examined < revision))::integer AS left`,
  );
  return row!.left === 0;
}
