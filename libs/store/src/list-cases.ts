import type { Docket } from '#tribunal';
import { CASE_COLUMNS, toCase, type CaseRow } from './record.ts';

type Query = <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>;
type Asked = Parameters<Docket['listCases']>[0];

/** makeCaseLister reads pages of cases, newest first, each page from an index in its order, however many cases there are. */
export const makeCaseLister =
  (query: Query): Docket['listCases'] =>
  async (asked) => {
    if (asked.parties?.length === 0) return [];
    const values: unknown[] = [];
    const page = asked.parties === null ? pageOfAll(asked, values) : pageOfParties(asked.parties, asked, values);
    const rows = await query<CaseRow & { createdAtText: string }>(
      `SELECT ${CASE_COLUMNS},
         to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtText"
       FROM (${page}) AS page JOIN assize.conflicts USING (conflict_id)
       ORDER BY page.at DESC, conflict_id DESC`,
      values,
    );
    return rows.map((row) => ({ record: toCase(row), createdAtText: row.createdAtText }));
  };

function pageOfAll({ state, before, limit }: Asked, values: unknown[]): string {
  const conditions = [
    ...(state === null ? [] : [`state = $${values.push(state)}`]),
    ...(before === null ? [] : [`(created_at, conflict_id) < (${placeOf(before, values)})`]),
  ];
  return `SELECT created_at AS at, conflict_id FROM assize.conflicts ${whereAll(conditions)}
    ORDER BY created_at DESC, conflict_id DESC LIMIT $${values.push(limit)}`;
}

/** One part for each party, since only of one party the index gives the order; a case with several stands in several. */
function pageOfParties(parties: readonly string[], { state, before, limit }: Asked, values: unknown[]): string {
  const place = before === null ? null : placeOf(before, values);
  const most = `$${values.push(limit)}`;
  const wanted = state === null ? null : `$${values.push(state)}`;
  const parts = parties.map((party) => {
    const conditions = [
      `p.party = $${values.push(party)}`,
      ...(place === null ? [] : [`(p.at, p.conflict_id) < (${place})`]),
      ...(wanted === null ? [] : [`c.state = ${wanted}`]),
    ];
    // PostgreSQL walks the party's cases in order, or begins with the cases of a rare state.
    const join = wanted === null ? '' : 'JOIN assize.conflicts c ON c.conflict_id = p.conflict_id';
    return `(SELECT DISTINCT p.at, p.conflict_id FROM assize.parties p ${join} ${whereAll(conditions)}
      ORDER BY p.at DESC, p.conflict_id DESC LIMIT ${most})`;
  });
  return `SELECT at, conflict_id FROM (${parts.join(' UNION ')}) AS parts ORDER BY at DESC, conflict_id DESC LIMIT ${most}`;
}

const placeOf = ({ createdAt, id }: NonNullable<Asked['before']>, values: unknown[]): string =>
  `$${values.push(createdAt)}::timestamptz, $${values.push(id)}::uuid`;

const whereAll = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
