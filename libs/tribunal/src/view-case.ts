/** What a reader is told of a case. */
import type { CaseFile, CaseRecord, Participant } from './docket.ts';
import type { Standing } from './standing.ts';
import type { Tribunal } from './tribunal.ts';
import type { ConflictLine, ConflictView, NextStep } from './views.ts';

const STAFF: readonly Standing['kind'][] = ['operator', 'auditor', 'arbiter'];

/** isStaff tells who may read every case. */
export const isStaff = (who: Standing): boolean => STAFF.includes(who.kind);

/** The party ids that somebody reads as. */
export const partiesOf = (who: Standing): readonly string[] =>
  who.kind === 'bank' ? who.parties : who.kind === 'party' ? [who.party] : [];

/**
 * How much of a case a reader is shown: all of it, or only what it handed in itself. A bank none of whose claims is sound
 * takes no part in a case that others are in.
 */
export type Reach = 'whole' | 'own';

/** viewCase writes a case for one reader: a bank's own case number is shown to that bank and to staff alone. */
export async function viewCase(
  tribunal: Tribunal,
  who: Standing,
  { record, evidence, ...file }: CaseFile,
  reach: Reach = 'whole',
): Promise<ConflictView> {
  const isOwn = (submittedBy: string): boolean => who.kind === 'bank' && who.bank === submittedBy;
  const claims = file.claims.filter(({ submittedBy }) => reach === 'whole' || isOwn(submittedBy));
  const participants = file.participants.filter(({ party }) => reach === 'whole' || partiesOf(who).includes(party));
  const examination =
    record.examined === null ? null : await tribunal.docket.readExamination(record.id, record.examined);
  const perClaim = new Map<string, number>();
  for (const { claim } of evidence) perClaim.set(claim, (perClaim.get(claim) ?? 0) + 1);
  const { claimCount: _count, ...line } = viewLine(record);
  return {
    ...line,
    claims: claims.map((claim) => ({
      id: claim.id,
      redemption: claim.redemption,
      bank: claim.bank,
      submittedBy: claim.submittedBy,
      receivedAt: claim.receivedAt,
      paid: claim.paid,
      evidence: perClaim.get(claim.id) ?? 0,
      reference: isStaff(who) || isOwn(claim.submittedBy) ? claim.reference : null,
    })),
    parties: nextSteps(record, participants),
    assessment: examination === null || reach === 'own' ? null : (JSON.parse(examination.assessment) as object),
  };
}

/** viewLine writes the line of a list. */
export function viewLine(record: CaseRecord): ConflictLine {
  return {
    id: record.id,
    state: record.state,
    outcome: record.outcome as ConflictView['outcome'],
    note: record.note,
    issuer: record.issuer,
    serial: record.serial,
    policy: record.policy,
    revision: record.revision,
    examined: record.examined,
    round: record.round,
    verdict: record.verdict,
    createdAt: record.createdAt.toISOString(),
    begunAt: record.begunAt?.toISOString() ?? null,
    deadline: record.deadline?.toISOString() ?? null,
    claimCount: record.claims,
  };
}

type ShownRole = Exclude<Participant['role'], 'submitter'>;
const ROLE_ORDER: readonly ShownRole[] = ['bank', 'issuer', 'claimant', 'holder'];

function nextSteps(record: CaseRecord, participants: readonly Participant[]): ConflictView['parties'] {
  const roles = new Map<string, ShownRole[]>();
  for (const { party, role: taken } of participants) {
    const role = taken === 'submitter' ? 'bank' : taken;
    const known = roles.get(party) ?? [];
    if (!known.includes(role)) known.push(role);
    roles.set(party, known);
  }
  const { next, by } = stepOf(record);
  return [...roles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([party, known]) => ({
      party,
      roles: known.sort((a, b) => ROLE_ORDER.indexOf(a) - ROLE_ORDER.indexOf(b)),
      next,
      by,
    }));
}

/** Nobody has to act on an automatic verdict; until its clock ends it can be challenged, and after it nothing is open. */
function stepOf({ state, deadline }: CaseRecord): { readonly next: NextStep; readonly by: string | null } {
  switch (state) {
    case 'waiting':
    case 'received':
    case 'examined':
    case 'reopened':
    case 'frozen':
      return { next: 'waiting_for_others', by: null };
    case 'proposed':
      return { next: 'appealable', by: deadline?.toISOString() ?? null };
    case 'final':
      return { next: 'closed', by: null };
    default:
      return state satisfies never;
  }
}
