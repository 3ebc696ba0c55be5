/** What is answered about parties and about the service itself. */
import { z } from 'zod';
import { instant } from './forms.ts';

export const registered = z.looseObject({ registered: z.int() }).meta({ id: 'Registered' });
export const recorded = z.looseObject({ recorded: z.int() }).meta({ id: 'Recorded' });

export const reputation = z
  .looseObject({
    party: z.string(),
    bank: z.string().nullable(),
    settled: z.number(),
    faults: z.number(),
    rate: z.looseObject({ mean: z.number(), low: z.number(), high: z.number() }),
    cheater: z.number(),
    restsOn: z.looseObject({ conflicts: z.int(), facts: z.int(), at: instant }),
  })
  .meta({ id: 'Reputation', description: 'What is believed of a party, how surely, and from what' });

export const keySet = z
  .looseObject({
    keys: z.array(
      z.looseObject({
        kty: z.string(),
        crv: z.string(),
        x: z.string(),
        kid: z.string(),
        use: z.string(),
      }),
    ),
  })
  .meta({ id: 'KeySet', description: 'RFC 7517' });

export const checks = z
  .array(z.looseObject({ name: z.string(), ok: z.boolean(), detail: z.string().optional() }))
  .meta({ id: 'Checks' });

export const problemDocument = z
  .looseObject({
    type: z.string().describe('Where the code is explained'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable; programs go by it'),
    instance: z.string().optional(),
    requestId: z.string(),
    reason: z.string().optional().describe('Of a signature that does not count: the rule that it broke'),
    errors: z
      .array(
        z.looseObject({
          pointer: z.string().optional().describe('JSON pointer into the body (RFC 6901)'),
          parameter: z.string().optional().describe('Name of a query parameter'),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
