import type { Json } from '#statements';
import type { ConflictLine, ConflictPage } from '#tribunal';
import { coloursFor } from '../colours.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { formatTable } from '../table.ts';
import { readDocument } from './ask-case.ts';

export interface ListOptions extends ServiceOptions {
  readonly limit: number;
  readonly state?: string;
}

/** The most that the service gives at once. */
const PAGE = 100;

/** listCases prints the cases that the caller may see, newest first. */
export async function listCases({ limit, state, json, ...options }: ListOptions): Promise<void> {
  const client = openService(await findService(options));
  const exact: Json[] = [];
  const lines: ConflictLine[] = [];
  let next: string | null = null;
  do {
    const query = new URLSearchParams({ limit: String(Math.min(limit - lines.length, PAGE)) });
    if (state !== undefined) query.set('state', state);
    if (next !== null) query.set('cursor', next);
    const page = readDocument<ConflictPage>(client, await client.get(`/v1/conflicts?${query.toString()}`), [
      'items',
      'next',
    ]);
    exact.push(...(page.exact as { items: Json[] }).items);
    lines.push(...page.shown.items);
    next = page.shown.items.length === 0 ? null : page.shown.next;
  } while (next !== null && lines.length < limit);
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ items: exact, next })}\n`);
    return;
  }
  const { bold, dim } = coloursFor(process.stdout);
  const rows = lines.map(({ id, state: how, outcome, claimCount, serial, createdAt }) => [
    id,
    how,
    outcome ?? '',
    String(claimCount),
    createdAt.replace(/\.\d+Z$/, 'Z'),
    JSON.stringify(serial),
  ]);
  const head = ['case', 'state', 'outcome', 'claims', 'since', 'serial'].map(bold);
  process.stdout.write(
    rows.length === 0 ? 'no cases\n' : `${formatTable([head, ...rows], { indent: 0, right: [3] })}\n`,
  );
  if (next !== null) process.stdout.write(`${dim(`there are more: --limit ${limit * 5}`)}\n`);
}
