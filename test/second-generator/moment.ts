import { total, type Person, type Town } from './town.ts';

/** Who is there during an epoch, and the weights by which parties are met; all stand still until the next. */
export interface Moment {
  readonly town: Town;
  readonly at: number;
  readonly people: readonly Person[];
  readonly volume: Weights;
  readonly cheating: Weights;
  readonly colluding: Weights;
  readonly accidents: Weights;
}

/** A weight for each of the people, in their order, and the sum of all. */
export interface Weights {
  readonly of: (person: Person) => number;
  readonly each: readonly number[];
  readonly sum: number;
}

/** momentOf takes those who live, and their weights as they are at this time. */
export function momentOf(town: Town, at: number): Moment {
  const people = town.people.filter(({ born, dies }) => born <= at && dies > at);
  const weights = (of: (person: Person) => number): Weights => ({ of, each: people.map(of), sum: total(people, of) });
  return {
    town,
    at,
    people,
    volume: weights(({ volume }) => volume),
    cheating: weights(({ volume, cheating }) => volume * cheating),
    colluding: weights(({ volume, colluding }) => (town.plan.colludeByVolume ? volume * colluding : colluding)),
    accidents: weights(({ volume, accidents }) => volume * accidents),
  };
}
