import { ORDINARY, settlePlan, type Plan } from '../src/index.ts';

/** smallPlan is a market of so few that everything that can happen in it can be listed. */
export const smallPlan = (changes: Partial<Plan> = {}): Plan => ({
  ...settlePlan(ORDINARY, 1),
  name: 'small',
  conflicts: 400,
  parties: 5,
  banks: 2,
  bankVolume: 0.7,
  newcomers: 0,
  turnover: 0,
  moves: 0,
  habitual: 0.3,
  specialists: 0.5,
  colluders: 0.5,
  careless: 0.4,
  carelessRatio: 5,
  sizes: [1],
  crowd: 0.4,
  crowds: [3],
  ownBranch: [0.2, 0.5, 0.3, 0.4],
  strategies: [],
  ...changes,
});
