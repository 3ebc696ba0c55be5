/** Filing without HTTP, by the use cases on a connection of their own. */
import { EXPRESS_POLICY, policyDigest } from '#arbitration';
import type { Json } from '#statements';
import { openStore } from '#store';
import { isMistake, makeService, SCOPES } from '#tribunal';
import { doubleSpend, type DoubleSpend } from '../service/town.ts';
import { inParallel, type Place } from './harness/index.ts';

/** A case, and who can hand in more about it. */
export interface FiledCase {
  readonly id: string;
  readonly spend: DoubleSpend;
}

/** fileCases files double spends; a worker has to examine them. */
export async function fileCases(place: Place, prefix: string, size: number): Promise<FiledCase[]> {
  const store = await openStore({ url: await place.databaseUrl(), connections: 8 });
  const service = makeService({
    docket: store.docket,
    policy: EXPRESS_POLICY,
    policyDigest: policyDigest(EXPRESS_POLICY),
    nudge: () => undefined,
  });
  const { north, south } = place.banks;
  const bank = { kind: 'bank', bank: south.name, parties: [south.key.id], scopes: SCOPES } as const;
  const cases: FiledCase[] = [];
  const numbers = Array.from({ length: size }, (_, i) => i);
  try {
    await inParallel(numbers, 8, async (i) => {
      const spend = doubleSpend(`${prefix}-${i}`, { issuer: north.key, bank: south.key });
      const filed = await service.submit(bank, { claims: spend.claims } as unknown as Json);
      if (isMistake(filed)) throw new Error(`${filed.code}: ${filed.why}`);
      cases.push({ id: filed.conflict.id, spend });
    });
    return cases;
  } finally {
    await store.close();
  }
}
