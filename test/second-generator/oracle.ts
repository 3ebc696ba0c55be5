import type { Event } from './events.ts';
import type { Tables, Shown } from './evidence.ts';
import { likelihood } from './evidence.ts';
import type { Moment, Weights } from './moment.ts';
import type { Person } from './town.ts';

/** A hypothesis as facts.md writes it, and its probability. */
export interface Weighed {
  readonly id: string;
  readonly probability: number;
}

/** A way in which a conflict could have come about, and how often in an epoch it would. */
interface Candidate {
  readonly mechanism: string;
  readonly culprits: readonly string[];
  readonly rate: number;
}

/** hypothesisId is `mechanism:` and the culprits, sorted and joined by `+`. */
export function hypothesisId({ mechanism, culprits }: Pick<Candidate, 'mechanism' | 'culprits'>): string {
  return `${mechanism}:${[...culprits].sort().join('+')}`;
}

/**
 * posteriorOf is Bayes' rule over what can be seen of a conflict, by one who knows every rate of the moment and every
 * table, and not what happened: how often each hypothesis makes exactly this conflict × how likely it shows this evidence.
 */
export function posteriorOf(moment: Moment, tables: Tables, event: Event, shown: Shown): readonly Weighed[] {
  const { claimants } = event;
  const candidates = candidatesOf(moment, event).map(({ rate, ...candidate }) => ({
    id: hypothesisId(candidate),
    weight:
      rate *
      likelihood(tables, shown, event.shape, {
        mechanism: candidate.mechanism,
        culpable: claimants.map(({ id }) => candidate.culprits.includes(id)),
      }),
  }));
  const sum = candidates.reduce((all, { weight }) => all + weight, 0);
  return candidates.map(({ id, weight }) => ({ id, probability: weight / sum }));
}

function candidatesOf(moment: Moment, event: Event): readonly Candidate[] {
  switch (event.shape) {
    case 'copy':
      return copies(moment, event);
    case 'fork':
      return forks(moment, event, event.holder!);
    case 'duplicate':
      return duplicates(moment, event.claimants[0]);
  }
}

function copies({ town, volume, cheating, colluding }: Moment, { claimants, issuer }: Event): readonly Candidate[] {
  const { rates } = town;
  const share = town.shares[issuer]!;
  const [x, z] = claimants;
  const each = [
    [x, z],
    [z, x],
  ] as const;
  return [
    ...each.map(([thief, other]) => {
      const staged = other === town.framed ? thief.slanders : 0;
      const rate = rates.theft * cheating.of(thief) * met(volume, other, thief) + staged;
      return { mechanism: 'theft', culprits: [thief.id], rate: rate * share };
    }),
    ...each.map(([to, other]) => {
      const accomplice = town.pairs.filter((pair) => pair.bank === issuer && pair.to === to);
      const rate = town.leaks[issuer]! * met(volume, to) + accomplice.reduce((sum, pair) => sum + pair.rate, 0);
      return {
        mechanism: 'issuer_leak',
        culprits: [town.banks[issuer]!, to.id],
        rate: rate * met(volume, other, to),
      };
    }),
    { mechanism: 'collusion', culprits: [x.id, z.id], rate: rates.collusion * bothMet(colluding, x, z) * share },
    { mechanism: 'unknown', culprits: [], rate: rates.outsider * volume.sum * bothMet(volume, x, z) * share },
  ];
}

/** Who issued tells nothing of a fork: every way to it has the same share. */
function forks(
  { town: { rates }, volume, cheating, colluding }: Moment,
  { claimants: [x, z] }: Event,
  holder: Person,
): readonly Candidate[] {
  const each = [
    [x, z],
    [z, x],
  ] as const;
  const successors = bothMet(volume, x, z, holder);
  return [
    { mechanism: 'double_spend', culprits: [holder.id], rate: rates.doubleSpend * cheating.of(holder) * successors },
    { mechanism: 'unknown', culprits: [], rate: rates.stolenKey * volume.of(holder) * successors },
    ...each.map(([thief, other]) => ({
      mechanism: 'key_theft',
      culprits: [thief.id],
      rate: rates.keyTheft * cheating.of(thief) * met(volume, holder, thief) * met(volume, other, thief, holder),
    })),
    ...each.map(([friend, other]) => ({
      mechanism: 'collusion',
      culprits: [holder.id, friend.id],
      rate:
        rates.forkCollusion *
        met(colluding, holder) *
        met(colluding, friend, holder) *
        met(volume, other, holder, friend),
    })),
  ];
}

function duplicates({ town: { rates }, volume, cheating, accidents }: Moment, one: Person): readonly Candidate[] {
  return [
    { mechanism: 'double_spend', culprits: [one.id], rate: rates.doubleRedemption * cheating.of(one) },
    { mechanism: 'accident', culprits: [], rate: rates.accident * accidents.of(one) },
    { mechanism: 'unknown', culprits: [], rate: rates.stolenCopy * volume.of(one) },
  ];
}

/** The probability that it is this party who is met, by those weights, once `gone` are out of the question. */
function met({ of, sum }: Weights, party: Person, ...gone: readonly Person[]): number {
  return of(party) / gone.reduce((left, person) => left - of(person), sum);
}

/** The probability that two are met one after the other, in either order. */
function bothMet(weights: Weights, x: Person, z: Person, ...gone: readonly Person[]): number {
  return (
    met(weights, x, ...gone) * met(weights, z, x, ...gone) + met(weights, z, ...gone) * met(weights, x, z, ...gone)
  );
}
