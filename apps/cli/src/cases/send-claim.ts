import type { JsonObject } from '#statements';
import { escapeControls } from '../escape-controls.ts';
import { nameOf } from '../read-file.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { readDocument } from './ask-case.ts';

/** sendClaim registers a claim; `file` is what it came from. */
export async function sendClaim(claim: JsonObject, file: string, { json, ...options }: ServiceOptions): Promise<void> {
  const client = openService(await findService(options));
  const answer = await client.post('/v1/claims', JSON.stringify(claim));
  const { exact, shown } = readDocument<{ conflict: string | null; claim: string }>(client, answer, [
    'conflict',
    'claim',
  ]);
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ file, ...(exact as JsonObject) })}\n`);
    return;
  }
  const came =
    shown.conflict === null
      ? 'the only one on its serial so far: no conflict'
      : `a conflict: assize case show ${shown.conflict}`;
  process.stdout.write(`${escapeControls(nameOf(file))}: registered as claim ${shown.claim}, ${came}\n`);
}
