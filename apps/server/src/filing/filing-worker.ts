/** The thread for large bodies: it reads them, holds them to their schemas, and files them on connections of its own. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import type { Policy } from '#arbitration';
import type { Json } from '#statements';
import { openStore } from '#store';
import { makeService, type TribunalService } from '#tribunal';
import { perform, type ActName, type Done, type Needs } from '../api/act.ts';
import { toProblem } from '../api/error-to-problem.ts';
import { OPERATIONS } from '../api/operations.ts';
import type { Problem } from '../api/problem.ts';
import { readJsonBody } from '../api/read-body.ts';
import type { RouteName } from '../api/route-table.ts';
import { checkBody } from '../api/validate.ts';
import { giveWay } from '../give-way.ts';
import { isOutage } from '../is-outage.ts';

/** What the thread is made with. */
export interface FilingDesk {
  readonly databaseUrl: string;
  readonly policy: Policy;
  readonly policyDigest: string;
}

/** What it can be asked. */
export type FilingTask =
  | { readonly do: 'read'; readonly route: RouteName; readonly bytes: Uint8Array; readonly wantsDigest: boolean }
  | { readonly do: 'perform'; readonly ticket: number; readonly act: ActName; readonly needs: Needs<ActName> }
  | { readonly do: 'drop'; readonly ticket: number };

/** What it answers: a refusal is a value, since a thrown one would lose its class on the way. */
export type FilingAnswer =
  | { readonly ticket: number; readonly digest: string | null }
  | { readonly done: Done<ActName> }
  | { readonly problem: Pick<Problem, 'code' | 'detail' | 'more'> }
  | null;

/** One: what is large is filed one after another, and the database has time for what is small. */
const CONNECTIONS = 1;

const held = new Map<number, Json>();
let tickets = 0;
let service: Promise<TribunalService> | null = null;

giveWay(10);

export default async function run(task: FilingTask): Promise<FilingAnswer> {
  try {
    return await answer(task);
  } catch (thrown) {
    const { code, detail, more } = toProblem(thrown, isOutage);
    return { problem: { code, detail, more } };
  }
}

async function answer(task: FilingTask): Promise<FilingAnswer> {
  switch (task.do) {
    case 'read': {
      const bytes = Buffer.from(task.bytes.buffer, task.bytes.byteOffset, task.bytes.byteLength);
      const value = readJsonBody(bytes);
      checkBody(OPERATIONS[task.route].body!, value);
      tickets += 1;
      held.set(tickets, value);
      return { ticket: tickets, digest: task.wantsDigest ? createHash('sha256').update(bytes).digest('hex') : null };
    }
    case 'perform': {
      const body = held.get(task.ticket);
      if (body === undefined) throw new Error(`the body ${task.ticket} is not held`);
      held.delete(task.ticket);
      return { done: await perform(await openService(), task.act, task.needs, body) };
    }
    case 'drop':
      held.delete(task.ticket);
      return null;
    default:
      return task satisfies never;
  }
}

/** The database may be away when it is first needed: then the next filing tries again. */
function openService(): Promise<TribunalService> {
  service ??= connect().catch((error: unknown) => {
    service = null;
    throw error;
  });
  return service;
}

async function connect(): Promise<TribunalService> {
  const { databaseUrl, policy, policyDigest } = workerData as FilingDesk;
  const { docket } = await openStore({ url: databaseUrl, connections: CONNECTIONS, applicationName: 'assize filing' });
  // The thread that carries the bytes tells the relay.
  return makeService({ docket, policy, policyDigest, nudge: () => undefined });
}
