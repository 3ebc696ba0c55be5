/** A tribunal that keeps its cases in memory and decides nothing; what it answers follows from a body's `reference`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type Json } from '#statements';
import type { ConflictLine, ConflictView, Filed, Mistake, MistakeCode, Standing, TribunalService } from '#tribunal';

interface KeptCase {
  readonly view: ConflictView;
  readonly owners: readonly string[];
}

const DIGEST = 'A'.repeat(43);
const AT = '2026-11-22T09:30:00.120Z';

const viewOf = (n: number, reference: string | null): ConflictView => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  state: 'received',
  outcome: null,
  note: null,
  issuer: DIGEST,
  serial: `n-${n}`,
  policy: 'express',
  revision: 2,
  examined: null,
  round: null,
  verdict: null,
  createdAt: AT,
  begunAt: AT,
  deadline: null,
  claims: [
    {
      id: DIGEST,
      redemption: null,
      bank: DIGEST,
      submittedBy: 'north',
      receivedAt: AT,
      paid: false,
      evidence: 0,
      reference,
    },
  ],
  parties: [{ party: DIGEST, roles: ['bank'], next: 'waiting_for_others', by: null }],
  assessment: null,
});

const lineOf = ({ claims, parties: _parties, assessment: _assessment, ...line }: ConflictView): ConflictLine => ({
  ...line,
  claimCount: claims.length,
});

/** What a stub is told to do by the reference of a body: `mistake:busy`, `slow:300`, `throw`, `outage`, `joined`. */
async function obey(reference: string): Promise<Mistake | null> {
  const [order, argument = ''] = reference.split(':', 2) as [string, string?];
  if (order === 'slow') await sleep(Number(argument));
  if (order === 'throw') throw new Error('SECRET-OF-THE-DATABASE at /var/lib/secret');
  if (order === 'outage') throw Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' });
  return order === 'mistake' ? { code: argument as MistakeCode, why: 'as it was told', pointer: '/claims/0' } : null;
}

const referenceOf = (body: Json): string =>
  isJsonObject(body) && typeof body['reference'] === 'string' ? body['reference'] : '';

/** makeStubTribunal makes one; `calls` counts what reached it. */
export function makeStubTribunal(): { readonly tribunal: TribunalService; readonly calls: Record<string, number> } {
  const cases = new Map<string, KeptCase>();
  const calls: Record<string, number> = {};
  const count = (name: string): void => {
    calls[name] = (calls[name] ?? 0) + 1;
  };
  const open = (bank: string, reference: string): Filed => {
    const conflict = viewOf(cases.size + 1, reference);
    if (cases.size < 10_000) cases.set(conflict.id, { view: conflict, owners: [bank] });
    return { conflict, hasBegun: reference === 'begun', joined: reference === 'joined', claims: [DIGEST] };
  };
  const seen = (who: Standing, id: string): ConflictView | null => {
    const kept = cases.get(id);
    const mayRead = who.kind !== 'party' && (who.kind !== 'bank' || kept?.owners.includes(who.bank) === true);
    return kept !== undefined && mayRead ? kept.view : null;
  };
  const tribunal: TribunalService = {
    submit: async (bank, submission) => {
      count('submit');
      return (await obey(referenceOf(submission))) ?? open(bank.bank, referenceOf(submission));
    },
    registerClaim: async (bank, claim) => {
      count('registerClaim');
      return (await obey(referenceOf(claim))) ?? open(bank.bank, referenceOf(claim));
    },
    addEvidence: async (who, id) => {
      count(`addEvidence by ${who.kind}`);
      const kept = cases.get(id);
      if (kept === undefined)
        return { code: 'not_found', why: 'there is no such conflict, or it is not yours', pointer: '' };
      return { conflict: kept.view, hasBegun: true, joined: true, claims: [] };
    },
    readConflict: async (who, id) => seen(who, id),
    listConflicts: async (who, { limit, after, state }) => {
      if (after === 'forged')
        return { code: 'not_found', why: 'the cursor is none that a page of this list gave', pointer: '/cursor' };
      const all = [...cases.values()].map(({ view }) => view).filter(({ id }) => seen(who, id) !== null);
      const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
      const items = all.filter((view) => state === null || view.state === state).slice(from, from + limit);
      return { items: items.map(lineOf), next: from + limit < all.length ? items.at(-1)!.id : null };
    },
    readCustody: async (who, id) =>
      seen(who, id) && { conflict: id, revision: 2, custody: { claims: [] }, graph: { nodes: [], edges: [] } },
    readVerdicts: async (who, id) =>
      seen(who, id) && [
        { round: 0, digest: DIGEST, replaces: null, at: AT, statement: 'a.b.c', payload: { rnd: 0 }, log: null },
      ],
    readBundle: async (who, id) => seen(who, id) && { conflict: id, submission: {} },
    register: async (_bank, statements) => ({ registered: statements.length }),
    reportActivity: async (_bank, reports) => ({ recorded: reports.length }),
    readReputation: async (_who, party) =>
      party.length === 43
        ? {
            party,
            bank: null,
            settled: 3,
            faults: 0,
            rate: { mean: 0.1, low: 0, high: 0.3 },
            cheater: 0.01,
            restsOn: { conflicts: 1, facts: 4, at: AT },
          }
        : null,
  };
  return { tribunal, calls };
}
