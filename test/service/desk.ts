/** A tribunal on a real database, without HTTP, queue and threads: what a worker does with a hint is done when asked. */
import { EXPRESS_POLICY, policyDigest } from '#arbitration';
import {
  examineCase,
  examineFile,
  isMistake,
  makeService,
  openMarket,
  propose,
  SCOPES,
  type Bench,
  type Filed,
  type Mistake,
  type Standing,
  type TribunalService,
} from '#tribunal';
import { openDatabase, type TestDatabase } from '../../libs/store/test/open-database.ts';
import { keyOf } from './town.ts';

export const north = keyOf('north');
export const south = keyOf('south');
export const tribunalKey = keyOf('tribunal');
export const operator: Standing = { kind: 'operator', name: 'ops', scopes: SCOPES };

type BankStanding = Standing & { readonly kind: 'bank' };
export const asNorth: BankStanding = { kind: 'bank', bank: 'north', parties: [north.id], scopes: SCOPES };
export const asSouth: BankStanding = { kind: 'bank', bank: 'south', parties: [south.id], scopes: SCOPES };

export interface Desk {
  readonly database: TestDatabase;
  readonly bench: Bench;
  readonly service: TribunalService;
  /** How often the relay would have been told. */
  nudges(): number;
  advance(...cases: string[]): Promise<Map<string, string>>;
}

/** openDesk registers the banks north and south in a database of its own. */
export async function openDesk(name: string): Promise<Desk> {
  const database = await openDatabase(name);
  const { docket, access } = database.store;
  await access.addBank('north', north, 'test');
  await access.addBank('south', south, 'test');
  const digest = policyDigest(EXPRESS_POLICY);
  await docket.keepPolicy(EXPRESS_POLICY, digest);
  const { keeper } = await openMarket(docket);
  let [nudges, ids] = [0, 0];
  const bench: Bench = {
    docket,
    keeper,
    key: tribunalKey,
    makeId: () => `verdict-${(ids += 1)}`,
    release: '0.0.0-test',
  };
  const nudge = (): void => {
    nudges += 1;
  };
  return {
    database,
    bench,
    service: makeService({ docket, policy: EXPRESS_POLICY, policyDigest: digest, nudge }),
    nudges: () => nudges,
    advance: async (...cases) => {
      const examined = [];
      for (const file of await docket.readCases(cases)) {
        examined.push(await examineFile(docket, async (task) => examineCase(task), file, 0));
      }
      return propose(bench, examined);
    },
  };
}

/** filedOr throws what was refused. */
export function filedOr(filed: Filed | Mistake): Filed {
  if (isMistake(filed)) throw new Error(`${filed.code}: ${filed.why} at ${filed.pointer}`);
  return filed;
}
