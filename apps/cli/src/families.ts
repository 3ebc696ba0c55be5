import { ATTACKS, FAMILIES, FOUND, type Plan, type Ranged } from '#simulation';

/** Families by the names that they have on a command line, where a space would have to be quoted. */
export const FAMILY_BY_NAME: ReadonlyMap<string, Ranged<Plan>> = new Map(
  [...FAMILIES, ...ATTACKS, ...FOUND].map((family) => [family.name.replaceAll(' ', '-'), family]),
);
