import type { ReputationView } from '#tribunal';
import { coloursFor } from '../colours.ts';
import { readParty } from '../read-document.ts';
import { findService, type ServiceOptions } from '../service-address.ts';
import { openService } from '../service-client.ts';
import { formatTable } from '../table.ts';
import { readDocument } from './ask-case.ts';

/** showReputation prints a party's record. */
export async function showReputation(who: string, { json, ...options }: ServiceOptions): Promise<void> {
  const party = await readParty(who);
  const client = openService(await findService(options));
  const { exact, shown } = readDocument<ReputationView>(client, await client.get(`/v1/parties/${party}/reputation`), [
    'settled',
    'faults',
    'rate',
    'cheater',
    'restsOn',
  ]);
  if (json === true) {
    process.stdout.write(`${JSON.stringify(exact)}\n`);
    return;
  }
  const { bold } = coloursFor(process.stdout);
  const { bank, settled, faults, rate, cheater, restsOn } = shown;
  const rows = [
    ['Registered by', bank ?? 'no bank'],
    ['Settled', settled.toLocaleString('en')],
    ['Faults', faults.toLocaleString('en', { maximumFractionDigits: 2 })],
    ['Faults in a thousand', `${perMille(rate.mean)} (between ${perMille(rate.low)} and ${perMille(rate.high)})`],
    ['A habitual cheater', `${(cheater * 100).toFixed(2)} % likely`],
    ['Rests on', `${restsOn.conflicts} conflicts and ${restsOn.facts} facts, the last at ${restsOn.at}`],
  ];
  process.stdout.write(`${bold(party)}\n${formatTable(rows)}\n`);
}

const perMille = (rate: number): string => (rate * 1_000).toPrecision(3);
