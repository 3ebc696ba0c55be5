import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { writeText } from '../write-file.ts';
import { casePath, readDocument } from './ask-case.ts';

export interface BundleOptions extends ServiceOptions {
  readonly out: string;
}

/** saveBundle writes everything that is needed to check a case without the service. */
export async function saveBundle(id: string, { out, json, ...options }: BundleOptions): Promise<void> {
  const client = openService(await findService(options));
  const answer = await client.get(casePath(id, '/bundle'));
  readDocument<{ submission: object }>(client, answer, ['submission']);
  writeText(out, `${answer.text}\n`);
  if (out === '-') return;
  if (json === true) process.stdout.write(`${JSON.stringify({ file: out, bytes: Buffer.byteLength(answer.text) })}\n`);
  else process.stderr.write(`${out}: the case, to be checked offline\n`);
}
