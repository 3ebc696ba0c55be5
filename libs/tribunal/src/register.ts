/** What banks report: whom they vouch for, and how many settlements went undisputed. Both become facts. */
import { isFault, native, parseStatement, secondOpinion, startVerification, verifyStatement } from '#statements';
import type { NewFact } from './docket.ts';
import type { ActivityReport, Mistake } from './service.ts';
import type { Standing } from './standing.ts';
import type { Tribunal } from './tribunal.ts';

type BankStanding = Standing & { readonly kind: 'bank' };

interface Registration {
  readonly party: string;
  readonly bank: string;
  readonly digest: string;
  readonly statement: string;
  readonly identity: string | null;
}

/** register takes registration statements of the asking bank, all or none; one that is known is no new fact. */
export async function register(
  { docket, nudge }: Tribunal,
  bank: BankStanding,
  statements: readonly string[],
): Promise<{ readonly registered: number } | Mistake> {
  const keys = await docket.readRegister();
  const verification = startVerification(native, secondOpinion, 0);
  const registrations: Registration[] = [];
  for (const [i, text] of statements.entries()) {
    const pointer = `/statements/${i}`;
    const statement = parseStatement(text);
    if (isFault(statement)) return { code: 'not_a_statement', why: statement.why, pointer };
    const { kind, issuer, digest, payload } = statement;
    if (kind !== 'registration+jwt') return { code: 'wrong_kind', why: `a ${kind}, not a registration+jwt`, pointer };
    if (!bank.parties.includes(issuer)) return { code: 'wrong_signer', why: 'another bank signed it', pointer };
    const fault = verifyStatement(verification, statement, keys.get(issuer) ?? null);
    if (fault !== null) {
      return { code: 'bad_statement', why: fault === 'split' ? 'the two verifiers differ on it' : fault.why, pointer };
    }
    const identity = (payload['idn'] as string | undefined) ?? null;
    registrations.push({ party: payload['sub'] as string, bank: issuer, digest, statement: text, identity });
  }
  // In one order, so that no two lists wait for each other.
  registrations.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  const registered = await docket.transaction(async (tx) => {
    const added = await tx.addRegistrations(registrations);
    const facts = registrations
      .filter(({ digest }) => added.has(digest))
      .map(({ party, bank: by }) => ({ fact: { kind: 'registration', party, bank: by } as NewFact, conflict: null }));
    if (facts.length > 0) await tx.appendFacts(facts);
    return added.size;
  });
  nudge();
  return { registered };
}

/** reportActivity appends settled counts, once for each report; only a bank that registered a party reports for it. */
export async function reportActivity(
  { docket, nudge }: Tribunal,
  bank: BankStanding,
  reports: readonly ActivityReport[],
  reportId: string | null,
): Promise<{ readonly recorded: number } | Mistake> {
  const customers = await docket.findCustomers(
    bank.parties,
    reports.map(({ party }) => party),
  );
  const stranger = reports.findIndex(({ party }) => !customers.has(party) && !bank.parties.includes(party));
  if (stranger >= 0) {
    return {
      code: 'not_activity',
      why: 'the party is not registered by this bank',
      pointer: `/reports/${stranger}/party`,
    };
  }
  const facts = reports.map(({ party, settled }) => ({
    fact: { kind: 'activity', party, bank: bank.parties[0]!, settled } as NewFact,
    conflict: null,
  }));
  if (facts.length > 0) {
    await docket.transaction(async (tx) => {
      // Noted with the facts or not at all, so that a report whose answer was lost may come again.
      if (reportId === null || (await tx.noteReport(bank.bank, reportId))) await tx.appendFacts(facts);
    });
  }
  nudge();
  return { recorded: facts.length };
}
