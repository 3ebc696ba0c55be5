import type { Shape } from '#inference';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';

/** A feature's name and values, from the one that speaks worst for a claimant to the one that speaks best. */
export interface Word {
  readonly name: string;
  readonly values: readonly string[];
}

/** The words of a market: of every claim, and of every case of a shape. */
export interface Vocabulary {
  readonly claim: readonly Word[];
  readonly cases: Readonly<Record<Shape, readonly Word[]>>;
  /** The service's own words, whose values speak for or against a claimant in the order one would expect. */
  readonly known: boolean;
}

/** What the service makes of evidence (conflicts.md, "Features"), but for what follows from the note alone. */
const CLAIM_WORDS: readonly Word[] = [
  { name: 'receipt', values: ['none', 'own', 'countersigned'] },
  { name: 'testimony', values: ['contradicted', 'none', 'given'] },
  { name: 'check', values: ['none', 'online'] },
  { name: 'device', values: ['none', 'software', 'hardware'] },
  { name: 'timestamp', values: ['none', 'witnessed'] },
];
const GAP: Word = { name: 'gap', values: ['seconds', 'minutes', 'hours', 'days'] };
const SAME_BANK: Word = { name: 'same_bank', values: ['yes', 'no'] };
const NOTICE: Word = { name: 'notice', values: ['none', 'before', 'after'] };

/** drawVocabulary chooses a market's words: the service's, or names that mean nothing, of two to five values. */
export function drawVocabulary(plan: Plan, random: Random): Vocabulary {
  const known = random.chance(plan.known);
  const claims = Math.round(plan.claimFeatures);
  const cases = Math.round(plan.caseFeatures);
  const foreign = (name: string): Word => ({
    name,
    values: Array.from({ length: 2 + random.below(4) }, (_, v) => 'abcde'[v]!),
  });
  const several = (count: number, prefix: string): Word[] =>
    Array.from({ length: Math.max(0, count) }, (_, f) => foreign(`${prefix}${f}`));
  if (!known) {
    return {
      claim: several(claims, 'f'),
      cases: { copy: several(cases, 'g'), fork: several(cases, 'h'), duplicate: several(cases, 'i') },
      known,
    };
  }
  const own = (words: readonly Word[], count: number, prefix: string): Word[] => [
    ...words.slice(0, count),
    ...several(count - words.length, prefix),
  ];
  return {
    claim: own(CLAIM_WORDS, claims, 'f'),
    cases: {
      copy: own([GAP, SAME_BANK], cases, 'g'),
      fork: own([GAP, NOTICE, SAME_BANK], cases, 'g'),
      duplicate: own([GAP, SAME_BANK], cases, 'g'),
    },
    known,
  };
}
