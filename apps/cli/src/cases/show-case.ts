import { CliError } from '../cli-error.ts';
import { coloursFor } from '../colours.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { writeText } from '../write-file.ts';
import { askConflict, askCustody } from './ask-case.ts';
import { describeCase } from './describe-case.ts';
import { toServedCase } from './told-by-service.ts';

export interface ShowOptions extends ServiceOptions {
  readonly svg?: string;
}

/** showCase prints a case: who claims what, the graph of custody, the answers and the weights behind them. */
export async function showCase(id: string, { svg, json, ...options }: ShowOptions): Promise<void> {
  const client = openService(await findService(options));
  const conflict = await askConflict(client, id);
  const custody = conflict.shown.examined === null ? null : await askCustody(client, id);
  const served = toServedCase(conflict.shown, custody?.shown ?? null);
  if (svg !== undefined) {
    if (served.told === null) {
      throw new CliError('not_examined', `case ${id} was not examined yet: there is nothing to draw`, {
        hint: `assize case watch ${id}`,
      });
    }
    const { drawServedCase } = await import('./draw-served-case.ts');
    writeText(svg, drawServedCase(served, served.told));
    if (svg === '-') return;
  }
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ conflict: conflict.exact, custody: custody?.exact ?? null })}\n`
      : `${describeCase(served, coloursFor(process.stdout))}\n`,
  );
}
