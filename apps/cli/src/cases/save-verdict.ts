import type { Json } from '#statements';
import type { VerdictView } from '#tribunal';
import { CliError } from '../cli-error.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { writeText } from '../write-file.ts';
import { casePath, readDocument } from './ask-case.ts';

export interface VerdictOptions extends ServiceOptions {
  readonly out?: string;
  readonly round?: number;
}

/** saveVerdict writes the statement of the newest verdict, or of a round's, as it was signed. */
export async function saveVerdict(id: string, { out, round, json, ...options }: VerdictOptions): Promise<void> {
  const client = openService(await findService(options));
  const answer = await client.get(casePath(id, '/verdicts'));
  const { exact } = readDocument<{ items: VerdictView[] }>(client, answer, ['items']);
  const verdicts = (exact as { items: Json[] }).items as unknown as VerdictView[];
  const verdict = round === undefined ? verdicts[0] : verdicts.find((one) => one.round === round);
  if (verdict === undefined) {
    const which = round === undefined ? 'no verdict yet' : `no verdict of round ${round}`;
    throw new CliError('no_verdict', `case ${id} has ${which}`, {
      hint:
        verdicts.length === 0
          ? `assize case watch ${id}`
          : `its rounds: ${verdicts.map((one) => one.round).join(', ')}`,
    });
  }
  const isFile = out !== undefined && out !== '-';
  if (isFile || json !== true) writeText(out, `${verdict.statement}\n`);
  if (json === true) process.stdout.write(`${JSON.stringify({ ...(isFile ? { file: out } : {}), ...verdict })}\n`);
  else if (isFile) {
    process.stderr.write(`${out}: the verdict of round ${verdict.round}; assize verify ${out} checks its signature\n`);
  }
}
