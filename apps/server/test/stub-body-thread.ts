import { createHash } from 'node:crypto';
import type { Json } from '#statements';
import type { TribunalService } from '#tribunal';
import { perform } from '../src/api/act.ts';
import type { BodyThread } from '../src/api/held-body.ts';
import { OPERATIONS } from '../src/api/operations.ts';
import { readJsonBody } from '../src/api/read-body.ts';
import { checkBody } from '../src/api/validate.ts';

/** makeStubBodyThread does on this thread what the filing thread does on its own. */
export function makeStubBodyThread(tribunal: TribunalService): BodyThread {
  const held = new Map<number, Json>();
  let tickets = 0;
  return {
    async read(route, bytes, wantsDigest) {
      const value = readJsonBody(bytes);
      checkBody(OPERATIONS[route].body!, value);
      tickets += 1;
      held.set(tickets, value);
      return { ticket: tickets, digest: wantsDigest ? createHash('sha256').update(bytes).digest('hex') : null };
    },
    async perform(ticket, act, needs) {
      const body = held.get(ticket)!;
      held.delete(ticket);
      return perform(tribunal, act, needs, body);
    },
    drop: (ticket) => void held.delete(ticket),
  };
}
