/** Reading: what a reader may see of a case, and nothing of one that is not theirs. */
import { isFault, jwkOf, parseStatement } from '#statements';
import type { Docket } from './docket.ts';
import { assembleSubmission, toSubmissionJson } from './assemble.ts';
import type { Mistake } from './service.ts';
import type { Standing } from './standing.ts';
import type { Tribunal } from './tribunal.ts';
import { isStaff, partiesOf, viewCase, viewLine, type Reach } from './view-case.ts';
import type { ConflictPage, ConflictView, CustodyView, ReputationView, VerdictView } from './views.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** reachOf tells how much of a case exists for this reader; null where none of it does. */
export async function reachOf(docket: Docket, who: Standing, id: string): Promise<Reach | null> {
  if (!UUID.test(id)) return null;
  if (isStaff(who)) return 'whole';
  const roles = await docket.findRoles(id, partiesOf(who));
  if (roles.length === 0) return null;
  const takesPart = roles.some(({ role }) => role !== 'submitter');
  return takesPart || (who.kind === 'bank' && (await docket.isOnlyBank(id, who.bank))) ? 'whole' : 'own';
}

const mayReadWhole = async (docket: Docket, who: Standing, id: string): Promise<boolean> =>
  (await reachOf(docket, who, id)) === 'whole';

export async function readConflict(tribunal: Tribunal, who: Standing, id: string): Promise<ConflictView | null> {
  const reach = await reachOf(tribunal.docket, who, id);
  const file = reach === null ? null : await tribunal.docket.readCase(id);
  return reach === null || file === null ? null : viewCase(tribunal, who, file, reach);
}

/** A cursor names the last line of a page by its time (in microseconds, as the database keeps it) and id. */
const encodeCursor = (createdAt: string, id: string): string => Buffer.from(`${createdAt} ${id}`).toString('base64url');
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f-]{36})$/;

/** listConflicts gives a page of the reader's cases, newest first, stable under insertion. */
export async function listConflicts(
  tribunal: Tribunal,
  who: Standing,
  page: { readonly limit: number; readonly after: string | null; readonly state: string | null },
): Promise<ConflictPage | Mistake> {
  const cursor = page.after === null ? null : CURSOR.exec(Buffer.from(page.after, 'base64url').toString());
  if (page.after !== null && (cursor === null || !UUID.test(cursor[2]!))) {
    return { code: 'not_found', why: 'the cursor is none that a page of this list gave', pointer: '/cursor' };
  }
  const found = await tribunal.docket.listCases({
    parties: isStaff(who) ? null : partiesOf(who),
    state: page.state,
    before: cursor === null ? null : { createdAt: cursor[1]!, id: cursor[2]! },
    limit: page.limit + 1,
  });
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ record }) => viewLine(record)),
    next: found.length > page.limit ? encodeCursor(last!.createdAtText, last!.record.id) : null,
  };
}

export async function readCustody(tribunal: Tribunal, who: Standing, id: string): Promise<CustodyView | null> {
  if (!(await mayReadWhole(tribunal.docket, who, id))) return null;
  const examination = await tribunal.docket.readExamination(id, null);
  if (examination === null) return null;
  return {
    conflict: id,
    revision: examination.revision,
    custody: JSON.parse(examination.custody) as object,
    graph: JSON.parse(examination.graph) as CustodyView['graph'],
  };
}

export async function readVerdicts(
  tribunal: Tribunal,
  who: Standing,
  id: string,
): Promise<readonly VerdictView[] | null> {
  if (!(await mayReadWhole(tribunal.docket, who, id))) return null;
  const verdicts = await tribunal.docket.readVerdicts(id);
  return verdicts
    .map(({ round, digest, replaces, at, statement }) => {
      const read = parseStatement(statement);
      if (isFault(read)) throw new Error(`the verdict ${digest} that was kept cannot be read: ${read.why}`);
      return { round, digest, replaces, at: at.toISOString(), statement, payload: read.payload, log: null };
    })
    .sort((a, b) => b.round - a.round);
}

/**
 * readBundle gives everything needed to check a case offline (`assize verify --bundle`). `rounds` says of each verdict
 * which revision it decided, on how many of the submission's claims (they stand in the order of their arrival), and what
 * the model had learned; which evidence was there shows in the verdict's own digest of its inputs.
 */
export async function readBundle(tribunal: Tribunal, who: Standing, id: string): Promise<object | null> {
  if (!(await mayReadWhole(tribunal.docket, who, id))) return null;
  // Parts read while the case moves would not fit together: then they are read again.
  for (let left = 5; ; left -= 1) {
    const gathered = await gatherBundle(tribunal, who, id);
    if (gathered === null || gathered.isWhole || left === 0) return gathered === null ? null : gathered.bundle;
  }
}

async function gatherBundle(
  tribunal: Tribunal,
  who: Standing,
  id: string,
): Promise<{ readonly bundle: object; readonly isWhole: boolean } | null> {
  const { docket } = tribunal;
  const [file] = await docket.readCases([id]);
  if (file === undefined) return null;
  const verdicts = await docket.readVerdicts(id);
  const register = await docket.readRegister();
  const custody = await readCustody(tribunal, who, id);
  const registrations = await docket.readRegistrations(
    file.participants.map(({ party }) => party),
    ((custody?.custody ?? NO_CUSTODY) as CustodyJson).findings.flatMap(({ identity }) => identity ?? []),
  );
  const rounds: object[] = [];
  for (const { round, revision, model } of verdicts) {
    const examination = await docket.readExamination(id, revision);
    const { claimIds } = examination === null ? NO_CUSTODY : (JSON.parse(examination.custody) as CustodyJson);
    rounds.push({ round, revision, claims: claimIds.length, model: JSON.parse(model) as object });
  }
  const newest = verdicts.at(-1);
  const events = await docket.readEvents(id);
  const bundle = {
    conflict: id,
    submission: toSubmissionJson(assembleSubmission(file, registrations)),
    register: [...register.values()].map(jwkOf),
    policy: await docket.readPolicy(file.record.policyDigest),
    verdicts: verdicts.map(({ statement }) => statement),
    model: newest === undefined ? null : (JSON.parse(newest.model) as object),
    rounds,
    custody,
    events,
  };
  return { bundle, isWhole: events.length === file.record.events };
}

/** What is read of an examination's custody as it was kept. */
interface CustodyJson {
  readonly claimIds: readonly string[];
  readonly findings: readonly { readonly identity?: string }[];
}
const NO_CUSTODY: CustodyJson = { claimIds: [], findings: [] };

/** readReputation answers staff, the party itself, and banks that registered it or share a case with it. */
export async function readReputation(tribunal: Tribunal, who: Standing, party: string): Promise<ReputationView | null> {
  const own = partiesOf(who);
  const mayKnow =
    isStaff(who) || own.includes(party) || (who.kind === 'bank' && (await tribunal.docket.knows(own, party)));
  return mayKnow ? ((await tribunal.docket.readReputation(party)) as ReputationView | null) : null;
}
