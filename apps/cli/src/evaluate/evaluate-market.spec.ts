import { describe, expect, it } from '@jest/globals';
import { EXPRESS_POLICY } from '#arbitration';
import { hypothesesOf, type ConflictFact } from '#inference';
import { openScorer, oracleJudgement, ORDINARY, simulate } from '#simulation';
import { awardLoss } from './award-loss.ts';
import type { Course, KnownParty, Step } from './course.ts';
import { coverageOf } from './coverage.ts';
import { evaluateCourse, evaluateMarket } from './evaluate-market.ts';
import { summarise } from './summarise.ts';
import { medianUntil, openWatch, type Spell } from './unmasking.ts';

const copyOf = (id: string, at: number, claimants: readonly string[]): ConflictFact => ({
  kind: 'conflict',
  id,
  at,
  shape: 'copy',
  issuer: 'k',
  claims: claimants.map((claimant, i) => ({
    id: `${id}.${i}`,
    claimant,
    bank: 'k',
    at: at + i / 100,
    features: new Map(),
  })),
  features: new Map(),
});

const refuse = (problem: string): Error => new Error(problem);

/** Fifty duplicates, each resolved at once: `late` cheats forty times and has eight accidents, `quiet` cheats twice. */
function fiftyDuplicates(): Step[] {
  return Array.from({ length: 50 }, (_, c): Step[] => {
    const claimant = c < 48 ? 'late' : 'quiet';
    const fact: ConflictFact = { ...copyOf(`c${c}`, c, [claimant, claimant]), shape: 'duplicate' };
    const hypotheses = hypothesesOf(fact);
    const isAccident = c >= 40 && c < 48;
    const truth = isAccident ? 'accident:' : `double_spend:${claimant}`;
    const oracle = hypotheses.map(({ id }) => ({ id, probability: id === truth ? 0.9 : 0.05 }));
    return [
      { fact, told: { truth, culprits: isAccident ? [] : [claimant], hypotheses, oracle }, refuse },
      { fact: { kind: 'resolution', conflict: fact.id, hypothesis: truth, at: c + 0.5 }, told: null, refuse },
    ];
  }).flat();
}

const party = (name: string, cheatSince: number | null): KnownParty => ({
  party: name,
  bank: 'k',
  cheat: cheatSince !== null,
  cheatSince,
  settled: 10,
  rate: { mean: 0.1 },
});

const course = (): Course => ({
  conflicts: 50,
  hasOracle: true,
  steps: fiftyDuplicates(),
  parties: () => [party('late', 0), party('quiet', 45)],
});

describe('evaluating one stream', () => {
  const clock = (): number => 0;
  const [rule, uniform, oracle] = evaluateCourse(course(), 'duplicates', ['first-come', 'uniform', 'oracle'], clock);

  it('gives skill 1 to the oracle and 0 to guessing', () => {
    expect(oracle!.score.skill).toBe(1);
    expect(uniform!.score.skill).toBeCloseTo(0, 12);
  });

  it('counts the innocent among those blamed beyond 95 %', () => {
    // First come, first served was right c times of c before conflict c ≤ 40, and names the claimant with (c + 1)/(c + 2):
    // beyond 95 % from c = 19 on, and until the second of its errors is known (41/42, 41/43, 41/44).
    expect(rule!.score.blamed).toBe(21 + 2);
    expect(rule!.score.innocent).toBeCloseTo(2 / 23, 12);
    expect(summarise([rule!]).wronglyBlamed).toBeCloseTo(2 / 23, 12);
  });

  it('tells when each cheat was unmasked, or that it never was', () => {
    expect(rule!.blamed).toEqual([
      { frauds: 20, days: 19, unmasked: true },
      { frauds: 2, days: 4.5, unmasked: false },
    ]);
    expect(rule!.reputed).toBeNull();
  });

  it('knows neither skill nor unmasking where nobody tells', () => {
    const steps = fiftyDuplicates().map((step): Step =>
      step.told === null ? step : { ...step, told: { ...step.told, oracle: null } },
    );
    const untold = evaluateCourse(
      { conflicts: 50, hasOracle: false, steps, parties: () => null },
      'duplicates',
      ['first-come', 'oracle'],
      clock,
    );
    expect(untold.map(({ judge }) => judge)).toEqual(['first-come']);
    expect(summarise(untold)).toMatchObject({ skill: null, oracleLogLoss: null, unmasked: null, coverage: null });
    expect(untold[0]!.score.logLoss).toBe(rule!.score.logLoss);
  });

  it('refuses a fact that contradicts the stream', () => {
    const [first] = fiftyDuplicates();
    const twice = { conflicts: 2, hasOracle: true, steps: [first!, first!], parties: () => null };
    expect(() => evaluateCourse(twice, 'duplicates', ['assize'], clock)).toThrow('already heard');
  });
});

describe('evaluating a simulated market', () => {
  it.each([30.6, 30.4])('takes the very market that `simulate` makes, of %d conflicts', (conflicts) => {
    const plan = { ...ORDINARY, conflicts, parties: 20 };
    const [oracle] = evaluateMarket(
      plan,
      { family: 'market', seed: 5, conflicts: null, attack: null },
      ['oracle'],
      () => 0,
    );
    const answers = simulate(plan, 5).happenings.flatMap(({ answer }) => answer ?? []);
    const scorer = openScorer(answers.length);
    for (const answer of answers) scorer.add(answer, oracleJudgement(answer));
    expect(oracle!.conflicts).toBe(Math.round(conflicts));
    expect(oracle!.score).toEqual(scorer.finish());
    expect(oracle!.unattacked).toBeNull();
  });
});

describe('what awards lose', () => {
  const { costs } = EXPRESS_POLICY;
  const fact = copyOf('c', 0, ['a', 'b']);
  const hypotheses = hypothesesOf(fact);
  const sure = (id: string) => ({
    hypotheses: hypotheses.map((one) => ({ id: one.id, probability: one.id === id ? 1 : 0 })),
    culpability: [],
  });
  const loss = (said: string, culprits: readonly string[]) => awardLoss(fact, sure(said), { culprits, hypotheses });

  it('is nothing where the right one is paid', () =>
    expect(loss('theft:a', ['a'])).toEqual({ toCulprits: 0, loss: 0 }));
  it('is what was paid to the culprit and kept from the other', () => {
    expect(loss('theft:b', ['a'])).toEqual({ toCulprits: 1, loss: (costs.payWrong + costs.refuseRight) / 1e6 });
  });
  it('is what was kept from each where both were in good faith', () => {
    expect(loss('theft:b', [])).toEqual({ toCulprits: 0, loss: (0.5 * costs.refuseRight) / 1e6 });
  });
});

describe('time to unmask', () => {
  it('is the median of Kaplan and Meier, by hand', () => {
    const spells = [1, 2, 3, 4, 5].map((frauds): Spell => ({ frauds, days: frauds, unmasked: frauds % 2 === 1 }));
    // S falls to 4/5 at 1, to 4/5 · 2/3 = 0.53 at 3 (two of five are gone), and to 0 at 5.
    expect(medianUntil(spells, ({ frauds }) => frauds)).toBe(5);
    expect(medianUntil(spells.slice(0, 3), ({ frauds }) => frauds)).toBe(3);
    expect(medianUntil([{ frauds: 9, days: 9, unmasked: false }], ({ frauds }) => frauds)).toBeNull();
  });

  it('begins when a party turns, and counts neither what was before nor those who never did anything', () => {
    const watch = openWatch();
    for (const at of [1, 2, 5, 6, 7]) watch.fault(at, ['x']);
    watch.found(2, 'x');
    watch.found(6, 'x');
    expect(watch.finish([party('x', 4), party('idle', 0), party('honest', null)], 10)).toEqual([
      { frauds: 2, days: 2, unmasked: true },
    ]);
  });
});

describe('coverage', () => {
  it('counts true rates inside their intervals, of customers who settled', () => {
    const said = (name: string, low: number, high: number) => ({
      party: name,
      bank: 'k',
      settled: 10,
      conflicts: 1,
      faults: 1,
      rate: { mean: (low + high) / 2, low, high },
      cheater: 0.5,
    });
    const reputations = [said('a', 0.05, 0.2), said('b', 0.2, 0.3), said('k', 0, 1)];
    const truths = [party('a', null), party('b', 3), { ...party('k', null), bank: 'k' }, party('unheard', null)];
    expect(coverageOf(reputations, truths)).toEqual({ parties: 2, covered: 1, cheats: 1, cheatsCovered: 0 });
  });
});
