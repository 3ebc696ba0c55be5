/** What is answered about conflicts. Members may be added in time, so these objects are open. */
import { z } from 'zod';
import { digest, instant, partyId } from './forms.ts';
import { STATES } from './requests.ts';

const OUTCOMES = ['decided', 'question', 'no_conflict', 'no_sound_claim', 'split'] as const;
const NEXT_STEPS = ['action_required', 'waiting_for_others', 'appealable', 'closed'] as const;

const lineMembers = {
  id: z.string(),
  state: z.enum(STATES).describe('`waiting` is a lone claim: no conflict yet'),
  outcome: z.enum(OUTCOMES).nullable(),
  note: digest.nullable().describe('Null before the first examination'),
  issuer: z.string(),
  serial: z.string(),
  policy: z.string(),
  revision: z.int().describe('Grows with every claim and piece of evidence'),
  examined: z.int().nullable().describe('The revision that the assessment rests on'),
  round: z.int().nullable().describe('Of the newest verdict'),
  verdict: digest.nullable().describe('The newest verdict’s digest'),
  createdAt: instant,
  begunAt: instant.nullable(),
  deadline: instant.nullable().describe('When the present clock ends; null where none runs'),
};

const conflictMembers = {
  ...lineMembers,
  claims: z.array(
    z.looseObject({
      id: z.string(),
      redemption: digest.nullable(),
      bank: partyId,
      submittedBy: z.string(),
      receivedAt: instant,
      paid: z.boolean(),
      evidence: z.int().describe('How many statements of evidence belong to it'),
      reference: z.string().nullable(),
    }),
  ),
  parties: z
    .array(
      z.looseObject({
        party: z.string(),
        roles: z.array(z.enum(['bank', 'issuer', 'claimant', 'holder'])),
        next: z.enum(NEXT_STEPS),
        by: instant.nullable(),
      }),
    )
    .describe('Everybody who takes part, each with what it has to do next and by when'),
  assessment: z
    .looseObject({})
    .nullable()
    .describe('Questions, culpability and recommended awards; null before the first examination'),
};

export const conflict = z
  .looseObject(conflictMembers)
  .meta({ id: 'Conflict', description: 'A conflict, as its reader may see it' });

export const filedConflict = z
  .looseObject({ ...conflictMembers, claimIds: z.array(z.string()).describe('Of the claims sent, in their order') })
  .meta({ id: 'FiledConflict', description: 'The conflict that a submission opened or joined' });

export const registeredClaim = z
  .looseObject({
    conflict: z.string().nullable().describe('The conflict’s id; null while the claim is alone on its serial'),
    claim: z.string().describe('The claim’s id'),
  })
  .meta({ id: 'RegisteredClaim' });

export const conflictPage = z
  .looseObject({
    items: z.array(z.looseObject({ ...lineMembers, claimCount: z.int() }).meta({ id: 'ConflictLine' })),
    next: z.string().nullable().describe('The cursor of the next page; null on the last'),
  })
  .meta({ id: 'ConflictPage' });

export const custody = z
  .looseObject({
    conflict: z.string(),
    revision: z.int(),
    custody: z
      .looseObject({})
      .describe('Claims, defects, findings and ignored evidence, as `assize judge --json` prints them'),
    graph: z.looseObject({
      nodes: z.array(z.looseObject({ digest: z.string(), kind: z.string(), issuer: z.string() })),
      edges: z.array(z.looseObject({ from: z.string(), to: z.string() })),
    }),
  })
  .meta({ id: 'Custody' });

export const verdicts = z
  .looseObject({
    items: z.array(
      z
        .looseObject({
          round: z.int(),
          digest,
          replaces: digest.nullable(),
          at: instant,
          statement: z.string().describe('verdict+jwt, compact: what counts'),
          payload: z.looseObject({}).describe('Its payload, for readers that trust this service'),
          log: z
            .looseObject({})
            .nullable()
            .describe('Proof that it stands in the transparency log; null where there is none'),
        })
        .meta({ id: 'Verdict' }),
    ),
  })
  .meta({ id: 'Verdicts' });

export const bundle = z.looseObject({}).meta({
  id: 'Bundle',
  description: 'Submission, register, policy, verdicts and model: enough to judge the case again',
});

export const evidenceAccepted = z
  .looseObject({ conflict: z.string(), accepted: z.int().describe('How many statements were taken') })
  .meta({ id: 'EvidenceAccepted', description: 'What somebody without an account is told' });
