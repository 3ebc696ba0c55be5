/** What is sent. Objects are strict: a member that nobody knows is refused and not ignored. */
import { MAX_CLAIMS } from '#custody';
import { z } from 'zod';
import { anyList, instant, partyId, someStatements, statements } from './forms.ts';

const claimMembers = {
  transcript: anyList.describe('The statements from the note to the redemption, as they were signed'),
  bank: partyId.describe('The redeeming bank'),
  receivedAt: instant.describe('When that bank received it'),
  evidence: statements.optional().describe('Receipts, checks, timestamps and the like that belong to this claim'),
  paid: z.boolean().optional().describe('Whether it was paid already'),
};

const reference = z.string().optional().describe('The bank’s own case number; shown to that bank and to staff alone');

const claim = z.strictObject(claimMembers).meta({ id: 'SubmittedClaim', description: 'One presentation of a note' });

export const submission = z
  .strictObject({
    reference,
    claims: z.array(claim).meta({ maxItems: MAX_CLAIMS }),
    evidence: statements.optional().describe('Statements about the note that belong to no one claim'),
  })
  .meta({ id: 'Submission', description: 'What a bank holds about one note (spec "conflicts", Submission)' });

export const claimRegistration = z
  .strictObject({ ...claimMembers, reference })
  .meta({ id: 'ClaimRegistration', description: 'One claim by itself' });

export const evidenceRequest = z
  .strictObject({
    statements: someStatements,
    claim: z.string().optional().describe('The redemption’s digest, where the statements belong to one claim'),
  })
  .meta({ id: 'Evidence', description: 'Statements to add to a conflict' });
export type EvidenceRequest = z.infer<typeof evidenceRequest>;

export const registrations = z
  .strictObject({ statements: someStatements })
  .meta({ id: 'Registrations', description: 'registration+jwt statements by the bank that asks' });
export type Registrations = z.infer<typeof registrations>;

export const MOST_REPORTS = 10_000;
const MOST_SETTLED = 1_000_000_000;

export const activity = z
  .strictObject({
    reports: z
      .array(z.strictObject({ party: partyId, settled: z.int().min(0).max(MOST_SETTLED) }))
      .min(1)
      .meta({ maxItems: MOST_REPORTS }),
  })
  .meta({ id: 'Activity', description: 'Redemptions of customers that settled since the last report' });
export type Activity = z.infer<typeof activity>;

const MOST_LIMIT = 200;
const DEFAULT_LIMIT = 50;
/** States by which a list can be narrowed: those of `ConflictView`. */
export const STATES = ['waiting', 'received', 'examined', 'proposed', 'final', 'frozen', 'reopened'] as const;

export const listQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `expected an integer from 1 to ${MOST_LIMIT}`)
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_LIMIT))
    .default(DEFAULT_LIMIT)
    .meta({
      description: 'How many at most',
      type: 'integer',
      minimum: 1,
      maximum: MOST_LIMIT,
      default: DEFAULT_LIMIT,
    }),
  cursor: z.string().max(512).optional().meta({ description: '`next` of the page before' }),
  state: z.enum(STATES).optional().meta({ description: 'Only conflicts in this state' }),
});
export type ListQuery = z.infer<typeof listQuery>;

/** For calls that take no parameters. */
export const noQuery = z.strictObject({});
