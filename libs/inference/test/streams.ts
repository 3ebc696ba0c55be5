import fc from 'fast-check';
import type { ClaimFact, ConflictFact, Fact, Shape } from '../src/fact.ts';
import { hypothesesOf } from '../src/hypotheses.ts';
import { createMarket, observe, type Assessment, type Market } from '../src/index.ts';

const PARTIES = ['p0', 'p1', 'p2', 'p3', 'p4', 'b0'];
const BANKS = ['b0', 'b1'];

/** What fast-check draws: a step in time and numbers that choose; every list of them makes a valid stream. */
interface Draw {
  readonly kind: Fact['kind'];
  readonly step: number;
  readonly shape: Shape;
  readonly who: readonly number[];
  readonly features: readonly Record<string, string>[];
  readonly settled: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom<Fact['kind']>(
    'bank',
    'registration',
    'activity',
    'conflict',
    'conflict',
    'conflict',
    'resolution',
  ),
  step: fc.constantFrom(0, 0, 1, 2.5),
  shape: fc.constantFrom<Shape>('copy', 'fork', 'duplicate'),
  who: fc.array(fc.nat(59), { minLength: 4, maxLength: 4 }),
  features: fc.array(
    fc.dictionary(fc.constantFrom('receipt', 'response', 'f0', '__proto__'), fc.constantFrom('own', 'late', 'a'), {
      noNullPrototype: true,
    }),
    { minLength: 4, maxLength: 4 },
  ),
  settled: fc.nat(300),
});

/** streams draws valid streams in which instants are shared and parties meet again. */
export function streams(maxLength = 40): fc.Arbitrary<Fact[]> {
  return fc.array(draw, { minLength: 1, maxLength }).map(toFacts);
}

function toFacts(draws: readonly Draw[]): Fact[] {
  const facts: Fact[] = [];
  const conflicts: ConflictFact[] = [];
  let at = 0;
  for (const [n, { kind, step, shape, who, features, settled }] of draws.entries()) {
    at += step;
    const party = PARTIES[who[0]! % PARTIES.length]!;
    const bank = BANKS[who[1]! % BANKS.length]!;
    const past = conflicts[who[2]! % Math.max(1, conflicts.length)];
    if (kind === 'bank') facts.push({ kind, bank, at });
    else if (kind === 'registration') facts.push({ kind, party, bank, at });
    else if (kind === 'activity') facts.push({ kind, party, bank, at, settled });
    else if (kind === 'conflict') {
      const conflict = toConflict(`c${n}`, at, shape, who, features);
      conflicts.push(conflict);
      facts.push(conflict);
    } else if (past !== undefined) {
      const ids = hypothesesOf(past).map(({ id }) => id);
      facts.push({ kind, conflict: past.id, hypothesis: ids[who[3]! % ids.length]!, at });
    }
  }
  return facts;
}

function toConflict(
  id: string,
  at: number,
  shape: Shape,
  who: readonly number[],
  features: readonly Record<string, string>[],
): ConflictFact {
  const first = who[0]! % PARTIES.length;
  const others = [1 + (who[1]! % 5), 1 + (who[2]! % 5)].map((step) => PARTIES[(first + step) % PARTIES.length]!);
  const claimants = shape === 'duplicate' ? [PARTIES[first]!, PARTIES[first]!] : [PARTIES[first]!, ...others];
  const claims: ClaimFact[] = claimants.map((claimant, i) => ({
    id: `${id}.${i}`,
    claimant,
    bank: 'b1',
    at,
    features: new Map(Object.entries(features[i]!)),
  }));
  const conflict = { kind: 'conflict', id, at, shape, issuer: BANKS[who[3]! % 2]!, claims } as const;
  const cased = { ...conflict, features: new Map(Object.entries(features[3]!)) };
  return shape === 'fork' ? { ...cased, fork: { holder: PARTIES[first]!, next: others } } : cased;
}

/** answersOf reads a stream into a market and returns its answers by conflict. */
export function answersOf(facts: readonly Fact[], market: Market = createMarket()): Map<string, Assessment> {
  const answers = new Map<string, Assessment>();
  for (const fact of facts) {
    const answer = observe(market, fact);
    if (answer === null) continue;
    if ('problem' in answer) throw new Error(answer.problem);
    answers.set(answer.conflict, answer);
  }
  return answers;
}

/** probabilitiesOf is an answer as a map from hypothesis to probability. */
export function probabilitiesOf(answer: Assessment): Map<string, number> {
  return new Map(answer.hypotheses.map(({ id, probability }) => [id, probability]));
}
