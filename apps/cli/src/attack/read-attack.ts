import { parseAttack, type Attack } from '#simulation';
import { CliError } from '../cli-error.ts';
import { readJsonFile } from '../read-document.ts';
import { LIMITS, nameOf } from '../read-file.ts';
import { shortenValues } from '../shorten-values.ts';

/** readAttack reads the strategies of an attack, as `assize attack` writes them. */
export async function readAttack(path: string): Promise<Attack> {
  const read = parseAttack(await readJsonFile(path, LIMITS.strategy));
  if (!('problem' in read)) return read.attack;
  throw new CliError('not_an_attack', `${nameOf(path)}: no attack: ${shortenValues(read.problem)}`, {
    file: path,
    hint: 'assize attack --out attack.json writes one',
  });
}
