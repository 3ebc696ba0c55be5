/** Defects that a statement can have by itself (spec "conflicts", the defect table, in its order). */
export type StatementDefect = 'malformed' | 'alg_not_allowed' | 'key_mismatch' | 'weak_key' | 'bad_signature';

/** A party's mistake: its defect, and in words what is wrong and where. */
export interface Fault<D extends string = StatementDefect> {
  readonly defect: D;
  readonly why: string;
}

export const malformed = (why: string): Fault => ({ defect: 'malformed', why });

/** isFault tells a mistake from a value. */
export const isFault = (value: object): value is Fault<string> => {
  // Two loads cost a fraction of two `in`, and every statement passes here a dozen times.
  const { defect, why } = value as Partial<Fault<string>>;
  return defect !== undefined && why !== undefined;
};
