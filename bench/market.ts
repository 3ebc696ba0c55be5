/** Row `market`: what a restart costs, saving and restoring all that was learned, beside learning it from the facts again. */
import { strict as assert } from 'node:assert';
import {
  closeInstant,
  createMarket,
  observe,
  restoreMarket,
  saveMarket,
  type ConflictFact,
  type Fact,
  type Market,
} from '#inference';
import { alternate } from './measure.ts';
import { seededRandom, type Random } from './random.ts';
import { compare, digits, type Effort, type Row } from './row.ts';

const BANKS = 20;

export async function benchMarket({ quick }: Effort): Promise<Row[]> {
  const size = quick ? 20_000 : 100_000;
  const facts = drawFacts(seededRandom(900), size);
  let market = createMarket();
  let saved = saveMarket(market);
  const [learning, saving, restoring] = (await alternate(quick ? 3 : 5, [
    () => {
      market = learn(facts);
    },
    () => {
      saved = saveMarket(market);
    },
    () => {
      const restored = restoreMarket(saved);
      assert(!('problem' in restored));
    },
  ])) as [number, number, number];
  const restored = restoreMarket(saved);
  assert(!('problem' in restored));
  assert(Buffer.from(saveMarket(restored)).equals(saved));
  const parties = market.parties.names.length;
  const what = `a market of ${size.toLocaleString('en')} conflicts and ${parties.toLocaleString('en')} parties`;
  const rate = (seconds: number): string => `${digits(1e3 * seconds)} ms, ${digits(saved.length / seconds / 1e6)} MB/s`;
  return [
    compare({
      id: 'market-restart',
      what: `saving (${rate(saving)}) and restoring (${rate(restoring)}) ${what}, ${digits(saved.length / size)} bytes a conflict, beside learning it from its facts`,
      figure: 1e3 * (saving + restoring),
      beside: 1e3 * learning,
      unit: 'ms',
      atMost: 0.2,
    }),
  ];
}

function learn(facts: readonly Fact[]): Market {
  const market = createMarket();
  for (const fact of facts) {
    const heard = observe(market, fact);
    assert(heard === null || !('problem' in heard));
  }
  closeInstant(market);
  return market;
}

/** As many customers as conflicts, under ids as long as the service's, and features as it makes them. */
function drawFacts(random: Random, size: number): Fact[] {
  const ids = (length: number): string[] => Array.from({ length }, () => random.bytes(32).toString('base64url'));
  const [banks, parties] = [ids(BANKS), ids(size)];
  const one = <T>(from: readonly T[]): T => from[random.integer(from.length)]!;
  const facts: Fact[] = parties.map((party) => ({ kind: 'registration', party, bank: one(banks), at: 0 }));
  for (let at = 1; at <= size; at += 1) {
    const first = random.integer(size);
    const claimants = [parties[first]!, parties[(first + 1 + random.integer(size - 1)) % size]!];
    const conflict: ConflictFact = {
      kind: 'conflict',
      id: `${random.bytes(18).toString('hex')}#0`,
      at,
      shape: 'copy',
      issuer: one(banks),
      features: new Map([
        ['gap', one(['seconds', 'minutes', 'hours', 'days'])],
        ['same_bank', one(['yes', 'no'])],
      ]),
      claims: claimants.map((claimant) => ({
        id: `${claimant} ${at}`,
        claimant,
        bank: one(banks),
        at,
        features: new Map([
          ['receipt', one(['none', 'own', 'countersigned'])],
          ['check', one(['none', 'online'])],
          ['device', one(['none', 'software', 'hardware'])],
          ['timestamp', one(['none', 'witnessed'])],
        ]),
      })),
    };
    facts.push(conflict);
  }
  return facts;
}
