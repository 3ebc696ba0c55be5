import { describe, expect, it } from '@jest/globals';
import { hypothesesOf, parseFact, type ConflictFact } from '#inference';
import { smallPlan } from '../test/small-plan.ts';
import {
  ATTACKS,
  FAMILIES,
  FOUND,
  ORDINARY,
  simulate,
  stream,
  type Answer,
  type FactRecord,
  type Plan,
  type Ranged,
  type Simulated,
} from './index.ts';

// Shorter than they are used, so that the test is short.
const brief = (family: Ranged<Plan>): Ranged<Plan> => ({ ...family, conflicts: 900 });
const families = [...FAMILIES, ...ATTACKS, ...FOUND].map(brief);
const made = new Map<string, Simulated>(families.map((family) => [family.name as string, simulate(family, 11)]));
const answersOf = ({ happenings }: Simulated): Answer[] => happenings.flatMap(({ answer }) => answer ?? []);
const recordsOf = ({ happenings }: Simulated): FactRecord[] => happenings.map(({ record }) => record);

/** How many deviations a sum of what happened lies from what was expected of it. */
function deviations(
  answers: readonly Answer[],
  of: (answer: Answer) => readonly [happened: number, expected: number, variance: number],
): number {
  let [difference, spread] = [0, 0];
  for (const answer of answers) {
    const [happened, expected, variance] = of(answer);
    difference += happened - expected;
    spread += variance;
  }
  return spread === 0 ? 0 : difference / Math.sqrt(spread);
}

/** In how many deviations the truth is as likely to be named as the oracle says, where it says about `from` to `to`. */
const reliability = (answers: readonly Answer[], from: number, to: number, of: (id: string) => boolean): number =>
  deviations(answers, ({ truth, oracle }) => {
    const here = oracle.filter(({ id, probability }) => of(id) && probability >= from && probability < to);
    const expected = here.reduce((sum, { probability }) => sum + probability, 0);
    return [here.some(({ id }) => id === truth) ? 1 : 0, expected, expected * (1 - expected)];
  });

const MECHANISMS = ['theft', 'collusion', 'issuer_leak', 'double_spend', 'key_theft', 'accident', 'unknown'];
const EDGES = [0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.01];

describe('the oracle', () => {
  it.each(families.map(({ name }) => name as string))('of %s is as often right as it says', (name) => {
    const answers = answersOf(made.get(name)!);
    const off: unknown[] = [];
    for (const mechanism of MECHANISMS) {
      const far = reliability(answers, 0, 1.01, (id) => id.startsWith(`${mechanism}:`));
      if (Math.abs(far) > 4) off.push([mechanism, far]);
    }
    for (const [e, from] of EDGES.slice(0, -1).entries()) {
      const far = reliability(answers, from, EDGES[e + 1]!, () => true);
      if (Math.abs(far) > 4.5) off.push([from, far]);
    }
    // The mean surprise at the truth is the mean entropy, if what it says is so.
    const surprise = deviations(answers, ({ truth, oracle }) => {
      const said = oracle.filter(({ probability }) => probability > 0);
      const entropy = said.reduce((sum, { probability: p }) => sum - p * Math.log(p), 0);
      const square = said.reduce((sum, { probability: p }) => sum + p * Math.log(p) ** 2, 0);
      return [-Math.log(said.find(({ id }) => id === truth)!.probability), entropy, square - entropy ** 2];
    });
    if (Math.abs(surprise) > 4) off.push(['surprise', surprise]);
    expect(off).toEqual([]);
  });

  it('is right about small markets too, where everybody meets everybody', () => {
    const answers = Array.from({ length: 30 }, (_, seed) => answersOf(simulate(smallPlan(), seed))).flat();
    let square = 0;
    for (const mechanism of MECHANISMS) square += reliability(answers, 0, 1.01, (id) => id.startsWith(mechanism)) ** 2;
    // Chi-square with seven degrees of freedom at most: 24.3 is passed once in a thousand.
    expect(square).toBeLessThan(24.3);
  });

  it.each(FAMILIES.map(({ name }) => name as string))(
    'of %s names the truth in about 84 to 94 % of conflicts',
    (name) => {
      const answers = answersOf(made.get(name)!);
      const right = answers.filter(({ truth, oracle }) => {
        const best = oracle.reduce((a, b) => (b.probability > a.probability ? b : a));
        return best.id === truth;
      });
      expect(right.length / answers.length).toBeGreaterThan(0.74);
      expect(right.length / answers.length).toBeLessThan(0.97);
    },
  );
});

describe('records', () => {
  it.each(families.map(({ name }) => name as string))('of %s are facts, in time order, about what is there', (name) => {
    const market = made.get(name)!;
    const seen = new Map<string, ConflictFact>();
    const known = new Set<string>();
    let now = 0;
    let misplaced = 0;
    const wrong: string[] = [];
    for (const { record, answer } of market.happenings) {
      const fact = parseFact(JSON.parse(JSON.stringify(record)));
      if ('problem' in fact) throw new Error(fact.problem);
      if (fact.at < now) throw new Error(`time goes back at ${JSON.stringify(record)}`);
      now = fact.at;
      if (fact.kind === 'bank') known.add(fact.bank);
      if (fact.kind === 'registration') known.add(fact.party);
      if (fact.kind === 'resolution') {
        misplaced += hypothesesOf(seen.get(fact.conflict)!).some(({ id }) => id === fact.hypothesis) ? 0 : 1;
      }
      if (fact.kind !== 'conflict') continue;
      const { truth, oracle } = answer!;
      const ids = hypothesesOf(fact).map(({ id }) => id);
      const isGood =
        !seen.has(fact.id) &&
        fact.claims.every(({ claimant, at }) => known.has(claimant) && at <= fact.at) &&
        oracle.map(({ id }) => id).join() === ids.join() &&
        ids.includes(truth) &&
        Math.abs(oracle.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-9;
      if (!isGood) wrong.push(fact.id);
      seen.set(fact.id, fact);
    }
    expect([wrong, misplaced, seen.size]).toEqual([[], 0, 900]);
  });

  it('hold every shape and mechanism, crowds of claimants, bearer forks, holders who redeem, and late resolutions', () => {
    const market = made.get('other customs')!;
    const conflicts = recordsOf(market).flatMap((record) => (record.kind === 'conflict' ? [record] : []));
    const crowds = conflicts.filter(({ claims, shape }) => shape === 'copy' && claims.length > 32);
    expect(crowds.length).toBeGreaterThan(0);
    const answers = new Map(answersOf(market).map((answer) => [answer.conflict, answer]));
    for (const { id } of crowds)
      expect(answers.get(id)!.oracle.some((one) => one.id.startsWith('collusion'))).toBe(false);
    expect(new Set(answersOf(market).map(({ mechanism }) => mechanism))).toEqual(new Set(MECHANISMS));
    const forks = conflicts.filter(({ fork }) => fork !== undefined);
    expect(forks.some(({ fork }) => fork!.next.length > 2)).toBe(true);
    expect(forks.some(({ fork }) => fork!.next.includes(fork!.holder))).toBe(true);
    expect(forks.some(({ fork, claims }) => claims.some(({ claimant }, c) => claimant !== fork!.next[c]))).toBe(true);
    expect(conflicts.some(({ claims, issuer }) => claims.some(({ claimant }) => claimant === issuer))).toBe(true);
    const said = recordsOf(market).filter(({ kind }) => kind === 'resolution');
    expect(said.length).toBeGreaterThan(50);
  });
});

describe('a market', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = simulate(families[0]!, 11);
    expect(again).toEqual(made.get(FAMILIES[0]!.name as string));
    expect(recordsOf(simulate(families[0]!, 12)).slice(0, 50)).not.toEqual(recordsOf(again).slice(0, 50));
  });

  it('is told one by one as it is told at once', () => {
    const course = stream(brief(ORDINARY), 11);
    const whole = made.get('market')!.happenings;
    expect(Array.from({ length: 1500 }, () => course.next().value)).toEqual(whole.slice(0, 1500));
  });

  it('knows of each party what its records say', () => {
    const market = made.get('market')!;
    const faults = new Map<string, number>();
    for (const { culprits } of answersOf(market))
      for (const name of culprits) faults.set(name, (faults.get(name) ?? 0) + 1);
    const settled = new Map<string, number>();
    for (const record of recordsOf(market))
      if (record.kind === 'activity') settled.set(record.party, (settled.get(record.party) ?? 0) + record.settled);
    const told = market.parties.map(({ party, faults: caused, settled: done }) => [party, caused, done]);
    expect(told).toEqual(market.parties.map(({ party }) => [party, faults.get(party) ?? 0, settled.get(party) ?? 0]));
  });

  it('has parties whose faults alone come at the rate that is told', () => {
    const alone = new Map<string, number>();
    const markets = [made.get('market')!, made.get('whitewash')!, made.get('milking')!];
    let [happened, expected] = [0, 0];
    for (const market of markets) {
      for (const { culprits, mechanism } of answersOf(market))
        if (culprits.length === 1 && mechanism !== 'issuer_leak')
          alone.set(culprits[0]!, (alone.get(culprits[0]!) ?? 0) + 1);
      for (const { party, cheat, settled, rate } of market.parties) {
        if (!cheat) continue;
        happened += alone.get(party) ?? 0;
        expected += settled * rate.mean;
      }
      alone.clear();
    }
    expect(expected).toBeGreaterThan(1000);
    expect(Math.abs(happened - expected) / Math.sqrt(expected)).toBeLessThan(3.5);
  });
});
