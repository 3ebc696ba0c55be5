/** Asking a service about cases. */
import { isJsonObject, type Json } from '#statements';
import type { ConflictView, CustodyView } from '#tribunal';
import { CliError, EXIT } from '../cli-error.ts';
import { escapeControls } from '../escape-controls.ts';
import type { ServiceAnswer, ServiceClient } from '../service-client.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** casePath is where a case is; what is no case's id is not asked for. */
export function casePath(id: string, below = ''): string {
  if (UUID.test(id)) return `/v1/conflicts/${id.toLowerCase()}${below}`;
  throw new CliError('usage', `${id}: no case's id, which is a UUID such as 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11`, {
    hint: 'assize case list shows the cases that you may see',
  });
}

/** A document that a service answered: as it is, and with its texts made fit for a terminal. */
export interface Document<T> {
  readonly exact: Json;
  readonly shown: T;
}

/** readDocument reads an answer that must be an object with certain members. */
export function readDocument<T>(
  { address }: ServiceClient,
  { body, text }: ServiceAnswer,
  members: readonly (keyof T & string)[],
): Document<T> {
  const missing = isJsonObject(body) ? members.find((name) => !Object.hasOwn(body, name)) : members[0];
  if (missing !== undefined) {
    throw new CliError('not_a_service', `${address.url} answers without "${missing}", which a tribunal gives`, {
      hint: 'is its version the same as this command’s? assize --version',
      exitCode: EXIT.noService,
    });
  }
  const shown = JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'string' ? escapeControls(value) : value,
  ) as T;
  return { exact: body, shown };
}

const CONFLICT = ['id', 'state', 'claims', 'parties', 'revision', 'serial'] as const;

export const toConflict = (client: ServiceClient, answer: ServiceAnswer): Document<ConflictView> =>
  readDocument<ConflictView>(client, answer, CONFLICT);

export const askConflict = async (client: ServiceClient, id: string): Promise<Document<ConflictView>> =>
  toConflict(client, await client.get(casePath(id)));

/** askCustody gives null for a case that was not examined yet. */
export async function askCustody(client: ServiceClient, id: string): Promise<Document<CustodyView> | null> {
  try {
    return readDocument<CustodyView>(client, await client.get(casePath(id, '/custody')), ['custody', 'graph']);
  } catch (error) {
    if (error instanceof CliError && error.code === 'not_found') return null;
    throw error;
  }
}
