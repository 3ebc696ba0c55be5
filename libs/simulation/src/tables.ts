import { MECHANISMS_OF, SHAPES } from './mechanisms.ts';
import type { Shape } from '#inference';
import type { Plan } from './plan.ts';
import { exp } from './portable-math.ts';
import type { Random } from './random.ts';
import type { Vocabulary, Word } from './vocabulary.ts';

/** A law over a feature's values; one place more, the last, is that the value is missing. */
export type Law = readonly number[];

export interface ClaimTable {
  readonly word: Word;
  readonly culpable: Law;
  readonly goodFaith: Law;
  /** What those who fake show: as honest claimants do, or always the value that speaks best. */
  readonly faked: Law;
  readonly isFaked: boolean;
}

export interface CaseTable {
  readonly word: Word;
  readonly byMechanism: readonly Law[];
}

/** All tables of a time; drift replaces them by others. */
export interface Tables {
  readonly claim: readonly ClaimTable[];
  readonly cases: Readonly<Record<Shape, readonly CaseTable[]>>;
}

/** drawTables draws every law of a market. `faked` numbers the features that somebody fakes, and says as what. */
export function drawTables(
  plan: Plan,
  vocabulary: Vocabulary,
  random: Random,
  faking: { readonly features: readonly number[]; readonly as: 'honest' | 'best' } | null,
): Tables {
  // Never 0, or a missing value could prove guilt.
  const missing = Math.max(plan.missing, 1e-3);
  const claimSharpness = drawSharpness(vocabulary.claim.length, plan.claimSharpness, plan.mute, random);
  const claim = vocabulary.claim.map((word, f): ClaimTable => {
    const law = commonLaw(word, random);
    // Words of the service speak as one expects of them; of others nobody knows beforehand which value is the good one.
    const scores = vocabulary.known && f < 5 ? orderly(word, random) : unordered(word, random);
    const sharpness = claimSharpness[f]!;
    const goodFaith = withMissing(tilted(law, scores, sharpness / 2), missing);
    const culpable = withMissing(tilted(law, scores, -sharpness / 2), 1 - (1 - missing) * (1 - plan.missingGuilty));
    const isFaked = faking !== null && (faking.features.length === 0 || faking.features.includes(f));
    const faked = faking?.as === 'best' ? pointed(goodFaith, culpable) : goodFaith;
    return { word, culpable, goodFaith, faked, isFaked };
  });
  const casesOf = (shape: Shape): CaseTable[] => {
    const sharpness = drawSharpness(vocabulary.cases[shape].length, plan.caseSharpness, plan.mute, random);
    return vocabulary.cases[shape].map((word, g) => {
      const law = commonLaw(word, random);
      const byMechanism = MECHANISMS_OF[shape].map(() =>
        withMissing(tilted(law, unordered(word, random), sharpness[g]!), missing),
      );
      return { word, byMechanism };
    });
  };
  return {
    claim,
    cases: Object.fromEntries(SHAPES.map((shape) => [shape, casesOf(shape)])) as Record<Shape, CaseTable[]>,
  };
}

/** Much, little and nothing: spread evenly from half of it to one and a half, some 0, in any order. */
function drawSharpness(count: number, mean: number, mute: number, random: Random): number[] {
  const silent = Math.round(mute * count);
  const telling = count - silent;
  const inOrder = Array.from({ length: count }, (_, f) => (f < telling ? mean * (0.5 + (f + 0.5) / telling) : 0));
  return Array.from({ length: count }, () => inOrder.splice(random.below(inOrder.length), 1)[0]!);
}

/** driftTables moves every law by a share `size` of the way to that of other tables. */
export function driftTables(tables: Tables, other: Tables, size: number): Tables {
  const mix = (a: Law, b: Law): Law => a.map((p, v) => (1 - size) * p + size * b[v]!);
  const casesOf = (shape: Shape): CaseTable[] =>
    tables.cases[shape].map(({ word, byMechanism }, g) => ({
      word,
      byMechanism: byMechanism.map((law, m) => mix(law, other.cases[shape][g]!.byMechanism[m]!)),
    }));
  return {
    claim: tables.claim.map((table, f) => ({
      ...table,
      culpable: mix(table.culpable, other.claim[f]!.culpable),
      goodFaith: mix(table.goodFaith, other.claim[f]!.goodFaith),
      faked: mix(table.faked, other.claim[f]!.faked),
    })),
    cases: { copy: casesOf('copy'), fork: casesOf('fork'), duplicate: casesOf('duplicate') },
  };
}

/** How often each value is shown by anybody: none hardly ever. */
function commonLaw(word: Word, random: Random): number[] {
  return normalised(word.values.map(() => 0.6 + random.exponential()));
}

const orderly = (word: Word, random: Random): number[] =>
  word.values.map((_, v) => 2 * (v / (word.values.length - 1)) - 1 + 0.3 * random.normal());

const unordered = (word: Word, random: Random): number[] => word.values.map(() => random.normal());

/** A law whose log-likelihoods are moved by a multiple of the values' scores (an exponential tilt). */
const tilted = (law: readonly number[], scores: readonly number[], by: number): number[] =>
  normalised(law.map((p, v) => p * exp(by * scores[v]!)));

const withMissing = (law: readonly number[], missing: number): number[] => [
  ...law.map((p) => p * (1 - missing)),
  missing,
];

/** All on the value, missing or not, that is likeliest of good faith against culpability. */
function pointed(goodFaith: Law, culpable: Law): number[] {
  let best = 0;
  for (let v = 1; v < goodFaith.length; v += 1) {
    if (goodFaith[v]! * culpable[best]! > goodFaith[best]! * culpable[v]!) best = v;
  }
  return goodFaith.map((_, v) => (v === best ? 1 : 0));
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
