import type { Shape } from '#inference';
import type { Chance } from './chance.ts';
import type { Moment, Weights } from './moment.ts';
import type { Person } from './town.ts';

/** A conflict as it came about: who claims, of what, and the hypothesis that is true. */
export interface Event {
  readonly at: number;
  readonly shape: Shape;
  /** The number of the bank that issued the note. */
  readonly issuer: number;
  /** Two claims; those of a duplicate are of one claimant. */
  readonly claimants: readonly [Person, Person];
  readonly holder: Person | null;
  readonly mechanism: string;
  /** Ids of parties and banks. */
  readonly culprits: readonly string[];
}

type Parts = Omit<Event, 'at' | 'issuer' | 'claimants'> & {
  readonly claimants: readonly [Person, Person];
  readonly issuer?: number;
};

/** eventsOf draws all that happens in an epoch, in the order of time: of each process a number (Poisson), then who. */
export function eventsOf(moment: Moment, chance: Chance): readonly Event[] {
  const { town, people, volume, cheating, colluding, accidents } = moment;
  const { rates } = town;
  const drawn: Event[] = [];
  const happen = (rate: number, draw: () => Parts): void => {
    for (let left = chance.poisson(rate); left > 0; left -= 1) {
      const parts = draw();
      const [one, other] = parts.claimants;
      drawn.push({
        ...parts,
        at: moment.at + chance.unit(),
        issuer: parts.issuer ?? chance.index(town.shares),
        claimants: chance.unit() < 0.5 ? [one, other] : [other, one],
      });
    }
  };
  const meet = (weights: Weights, ...not: readonly Person[]): Person => {
    for (;;) {
      const met = people[chance.index(weights.each)]!;
      if (!not.includes(met)) return met;
    }
  };
  const copy = (
    mechanism: string,
    one: Person,
    other: Person,
    culprits: readonly string[],
    issuer?: number,
  ): Parts => ({
    shape: 'copy',
    claimants: [one, other],
    holder: null,
    mechanism,
    culprits,
    ...(issuer === undefined ? {} : { issuer }),
  });
  const fork = (mechanism: string, holder: Person, one: Person, culprits: readonly Person[]): Parts => ({
    shape: 'fork',
    claimants: [one, meet(volume, holder, one)],
    holder,
    mechanism,
    culprits: culprits.map(({ id }) => id),
  });
  const duplicate = (mechanism: string, one: Person, culprits: readonly Person[]): Parts => ({
    shape: 'duplicate',
    claimants: [one, one],
    holder: null,
    mechanism,
    culprits: culprits.map(({ id }) => id),
  });

  happen(rates.theft * cheating.sum, () => {
    const thief = meet(cheating);
    return copy('theft', thief, meet(volume, thief), [thief.id]);
  });
  happen(rates.collusion, () => {
    const one = meet(colluding);
    const other = meet(colluding, one);
    return copy('collusion', one, other, [one.id, other.id]);
  });
  happen(rates.outsider * volume.sum, () => {
    const one = meet(volume);
    return copy('unknown', one, meet(volume, one), []);
  });
  for (const [bank, rate] of town.leaks.entries()) {
    happen(rate, () => {
      const to = meet(volume);
      return copy('issuer_leak', to, meet(volume, to), [town.banks[bank]!, to.id], bank);
    });
  }
  for (const { bank, to, rate } of town.pairs.filter((pair) => people.includes(pair.to))) {
    happen(rate, () => copy('issuer_leak', to, meet(volume, to), [town.banks[bank]!, to.id], bank));
  }
  for (const liar of people.filter(({ slanders }) => slanders > 0)) {
    happen(liar.slanders, () => copy('theft', liar, town.framed!, [liar.id]));
  }

  happen(rates.doubleSpend * cheating.sum, () => {
    const spender = meet(cheating);
    return fork('double_spend', spender, meet(volume, spender), [spender]);
  });
  happen(rates.keyTheft * cheating.sum, () => {
    const thief = meet(cheating);
    return fork('key_theft', meet(volume, thief), thief, [thief]);
  });
  happen(rates.forkCollusion, () => {
    const spender = meet(colluding);
    const friend = meet(colluding, spender);
    return fork('collusion', spender, friend, [spender, friend]);
  });
  happen(rates.stolenKey * volume.sum, () => {
    const robbed = meet(volume);
    return fork('unknown', robbed, meet(volume, robbed), []);
  });

  happen(rates.doubleRedemption * cheating.sum, () => {
    const spender = meet(cheating);
    return duplicate('double_spend', spender, [spender]);
  });
  happen(rates.accident * accidents.sum, () => duplicate('accident', meet(accidents), []));
  happen(rates.stolenCopy * volume.sum, () => duplicate('unknown', meet(volume), []));
  return drawn.toSorted((one, other) => one.at - other.at);
}
