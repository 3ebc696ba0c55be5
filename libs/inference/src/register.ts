import type { Market } from './market.ts';
import { BANK, cohortOf, partyNumber, sinceOf, UNVOUCHED, volumeOf } from './parties.ts';
import { growCohorts } from './population.ts';
import { moveVolume } from './volumes.ts';

/** meet returns the number of a party that a record names which is no conflict. */
export function meet({ parties, totals }: Market, name: string, at: number, isBank: boolean): number {
  const i = partyNumber(parties, name);
  if (isBank) parties.kind[i] = BANK;
  if (at < parties.heardAt[i]!) {
    const isNamed = parties.conflicts[i]! > 0;
    if (isNamed) totals.since -= sinceOf(parties, i);
    parties.heardAt[i] = at;
    if (isNamed) totals.since += sinceOf(parties, i);
  }
  return i;
}

/** vouch makes a bank the cohort of a customer; a bank has none. */
export function vouch({ parties, population }: Market, i: number, bank: string): void {
  const cohort = cohortOf(parties, bank);
  growCohorts(population, parties.cohortNames.length);
  parties.cohort[i] = parties.kind[i] === BANK ? UNVOUCHED : cohort;
}

/** settle adds undisputed settlements to a party's exposure. */
export function settle({ parties, totals }: Market, i: number, settled: number): void {
  const before = volumeOf(parties, i);
  parties.settled[i] = parties.settled[i]! + settled;
  if (parties.conflicts[i]! > 0) moveVolume(totals.volumes, before, volumeOf(parties, i));
}
