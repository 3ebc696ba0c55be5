import type { ClaimFact, ConflictFact, Fact, Shape } from '../src/fact.ts';
import { hypothesesOf } from '../src/hypotheses.ts';
import { seededRandom } from './random.ts';
import { createMarket, observe, type Assessment, type Market } from '../src/index.ts';

const PARTIES = ['p0', 'p1', 'p2', 'p3', 'p4', 'b0'];
const BANKS = ['b0', 'b1'];

/** A step in time and numbers that choose; every list of them makes a valid stream. */
interface Draw {
  readonly kind: Fact['kind'];
  readonly step: number;
  readonly shape: Shape;
  readonly who: readonly number[];
  readonly features: readonly Record<string, string>[];
  readonly settled: number;
}

const KINDS: readonly Fact['kind'][] = [
  'bank',
  'registration',
  'activity',
  'conflict',
  'conflict',
  'conflict',
  'resolution',
];

/** drawStream is a valid stream in which instants are shared and parties meet again; a longer one begins with the shorter. */
export function drawStream(seed: number, length: number): Fact[] {
  const random = seededRandom(seed);
  const below = (size: number): number => Math.floor(random() * size);
  const values = ['own', 'late', 'a'];
  const drawFeatures = (): Record<string, string> =>
    Object.fromEntries(
      ['receipt', 'response', 'f0', '__proto__'].flatMap((name) => (below(2) === 0 ? [] : [[name, values[below(3)]!]])),
    );
  return toFacts(
    Array.from({ length }, () => ({
      kind: KINDS[below(KINDS.length)]!,
      step: [0, 0, 1, 2.5][below(4)]!,
      shape: (['copy', 'fork', 'duplicate'] as const)[below(3)]!,
      who: [below(60), below(60), below(60), below(60)],
      features: [drawFeatures(), drawFeatures(), drawFeatures(), drawFeatures()],
      settled: below(300),
    })),
  );
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
