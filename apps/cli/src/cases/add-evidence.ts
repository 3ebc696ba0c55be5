import { isJsonObject, type Json } from '#statements';
import { readDigest, readEntries } from '../read-document.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService, type ServiceAnswer, type ServiceClient } from '../service-client.ts';
import { casePath, readDocument, toConflict } from './ask-case.ts';
import { stateInWords } from './describe-case.ts';

export interface AddOptions extends ServiceOptions {
  readonly claim?: string;
}

/** addEvidence sends statements to a case, as they stand. */
export async function addEvidence(
  id: string,
  files: readonly string[],
  { claim, json, ...options }: AddOptions,
): Promise<void> {
  const path = casePath(id, '/evidence');
  const statements: Json[] = (await Promise.all(files.map(readEntries))).flat();
  const body = { statements, ...(claim === undefined ? {} : { claim: await readDigest(claim) }) };
  const client = openService(await findService(options));
  const answer = await client.post(path, JSON.stringify(body));
  if (json === true) process.stdout.write(`${JSON.stringify(answer.body)}\n`);
  else process.stdout.write(`${inWords(client, answer, statements.length)}\n`);
}

/** Who does not say who it is, is told that its statements were taken and nothing of the case. */
function inWords(client: ServiceClient, answer: ServiceAnswer, sent: number): string {
  if (isJsonObject(answer.body) && Object.hasOwn(answer.body, 'accepted')) {
    const { conflict, accepted } = readDocument<Accepted>(client, answer, ['conflict', 'accepted']).shown;
    return `case ${conflict}: ${countInWords(accepted)} added`;
  }
  const { shown } = toConflict(client, answer);
  return `case ${shown.id}: ${countInWords(sent)} added; ${stateInWords(shown)}`;
}

interface Accepted {
  readonly conflict: string;
  readonly accepted: number;
}

const countInWords = (count: number): string => `${count} ${count === 1 ? 'statement' : 'statements'}`;
