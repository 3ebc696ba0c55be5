import { ORDINARY } from './ordinary.ts';
import type { Plan, Ranged } from './plan.ts';
import { range } from './settle-plan.ts';

const like = (changes: Partial<Ranged<Plan>> & { readonly name: string; readonly about: string }): Ranged<Plan> => ({
  ...ORDINARY,
  ...changes,
});

/** The families on which every way to judge is measured, in the order of the laboratory's table. */
export const FAMILIES: readonly Ranged<Plan>[] = [
  like({
    name: 'accidents',
    about: 'many duplicates, most of them by accident, and parties to whom accidents happen',
    shapes: [range(0.3, 0.4), range(0.18, 0.25), range(0.4, 0.5)],
    mechanisms: { ...ORDINARY.mechanisms, duplicate: [range(0.2, 0.3), range(0.6, 0.7), range(0.08, 0.12)] },
    accidentProne: range(0.1, 0.2),
    accidentRatio: range(15, 30),
  }),
  like({
    name: 'strong evidence',
    about: 'features that tell much and are seldom missing',
    claimSharpness: range(2.3, 2.9),
    caseSharpness: range(0.8, 1.2),
    mute: 0.1,
    missing: range(0.02, 0.06),
  }),
  like({
    name: 'wrong resolutions',
    about: 'every third or fourth thing that is said to have proved true did not',
    reliability: range(0.65, 0.78),
    resolved: range(0.2, 0.35),
  }),
  ORDINARY,
  like({
    name: 'key thieves',
    about: 'more forks, most of them by stolen keys',
    shapes: [range(0.28, 0.36), range(0.45, 0.55), range(0.1, 0.16)],
    mechanisms: {
      ...ORDINARY.mechanisms,
      fork: [range(0.22, 0.32), range(0.42, 0.52), range(0.08, 0.12), range(0.12, 0.18)],
    },
  }),
  like({
    name: 'collusion',
    about: 'much collusion, by parties who mostly do nothing else wrong',
    mechanisms: {
      ...ORDINARY.mechanisms,
      copy: [range(0.35, 0.45), range(0.3, 0.4), range(0.05, 0.08), range(0.12, 0.18)],
      fork: [range(0.35, 0.45), range(0.1, 0.15), range(0.28, 0.36), range(0.1, 0.14)],
    },
    secretColluders: range(0.03, 0.06),
    colluderRatio: range(40, 80),
  }),
  like({
    name: 'crooked issuer',
    about: 'one bank or two copy their own notes for a few accomplices',
    strategies: [
      { kind: 'crooked issuer', banks: range(0.6, 2.4), accomplices: range(4, 9), share: range(0.2, 0.35), shifts: 0 },
    ],
  }),
  like({
    name: 'slander',
    about: 'invented parties of little volume stage thefts in which honest parties are the other claimant',
    strategies: [
      {
        kind: 'slander',
        sybils: range(15, 40),
        volume: range(0.01, 0.05),
        aim: 'random',
        targets: range(4, 9),
        mechanism: 'theft',
        share: range(0.2, 0.35),
        frauds: range(2, 5),
        faking: 0,
        budget: 4000,
        names: 600,
      },
    ],
  }),
  like({
    name: 'weak evidence',
    about: 'features that tell little and are often missing',
    claimSharpness: range(1.2, 1.5),
    caseSharpness: range(0.5, 0.7),
    mute: 0.25,
    missing: range(0.1, 0.2),
  }),
  like({
    name: 'many cheats',
    about: 'a third of all parties are cheats',
    habitual: range(0.26, 0.4),
    habitualRatio: range(20, 45),
  }),
  like({
    name: 'milking',
    about: 'most cheats are honest for long, and then all the worse',
    habitual: range(0.05, 0.08),
    habitualVolume: range(3, 5),
    strategies: [
      {
        kind: 'milking',
        share: range(0.75, 0.95),
        earliest: range(0.3, 0.5),
        latest: range(0.85, 1),
        greed: range(3, 6),
      },
    ],
  }),
  like({
    name: 'whitewash',
    about: 'cheats take a new name after every few frauds',
    strategies: [{ kind: 'whitewash', share: range(0.7, 0.95), frauds: range(2, 4), bank: 'any', rest: 0 }],
  }),
  like({
    name: 'cold start',
    about: 'a few conflicts for each party, many of whom join later',
    parties: range(2800, 3800),
    settlements: range(10, 40),
    newcomers: range(0.5, 0.7),
    turnover: range(0.1, 0.3),
  }),
];
