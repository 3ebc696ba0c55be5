/**
 * # A second generator of markets
 *
 * Streams of facts (spec "facts") with known truths and an exact oracle, written apart from libs/simulation, of which it uses
 * nothing, and on other assumptions: to see whether the judge is good at markets or at one simulator. It knows the types
 * of facts and nothing else of the judge.
 *
 * Where it differs: time goes in epochs, in which everything stands still and each process has a Poisson number of events
 * (there: processes in continuous time). Whom one meets is drawn again until it is another (there: meeting oneself makes
 * no conflict). Evidence is five or seven features of three values from Dirichlet tables, names and values without a
 * meaning, missing whatever happened; it tells the same of everybody, and does not drift. Honest rates are 0.3 plus an
 * exponential, volumes lognormal; a fifth of the people are born on the way; settlements are Poisson numbers, told every
 * other epoch. Everybody redeems at their own bank at once, and there are always two claims: no crowds, no carelessness, no
 * feigned evidence, and of the attacks the simplest (slander by invented parties, milking, new names, crooked banks).
 *
 * It is no blind test of the model: its author had an earlier form of these families, with other random numbers, at hand.
 * But no market of the seeds in the specs beside it was drawn before the judge was done, and nothing was tuned on them.
 */
import type { ConflictFact, Fact, Features } from '#inference';
import { seededChance, type Chance } from './chance.ts';
import { eventsOf, type Event } from './events.ts';
import { drawTables, show, type Shown } from './evidence.ts';
import { EPOCHS, FAMILIES, SETTLEMENTS, type FamilyName } from './families.ts';
import { momentOf, type Moment } from './moment.ts';
import { hypothesisId, posteriorOf, type Weighed } from './oracle.ts';
import { comeBack, invent, openTown, type Person, type Town } from './town.ts';

/** What is true of a conflict, and what could have been known of it at best. */
export interface Truth {
  readonly id: string;
  readonly culprits: readonly string[];
  readonly oracle: readonly Weighed[];
}

/** A stream in time order, and the truth of each of its conflicts. */
export interface DrawnMarket {
  readonly facts: readonly Fact[];
  readonly truths: ReadonlyMap<string, Truth>;
}

const RECORDS = ['bank', 'registration', 'activity', 'conflict', 'resolution'];
/** Mean epochs until a conflict is resolved. */
const DELAY = 10;
const FRAUDS_UNDER_A_NAME = 3;

/** drawMarket draws a market of a family; the same seed draws the same. */
export function drawMarket(family: FamilyName, seed: number): DrawnMarket {
  const plan = FAMILIES[family];
  const chance = seededChance(seed);
  const town = openTown(plan, chance);
  const tables = drawTables(plan, chance);
  const facts: Fact[] = town.banks.map((bank) => ({ kind: 'bank', at: 0, bank }));
  const truths = new Map<string, Truth>();
  const registered = new Set<Person>();
  const unreported = new Map<Person, number>();
  const frauds = new Map<string, number>();

  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    change(town, chance, epoch);
    const moment = momentOf(town, epoch);
    for (const person of moment.people) {
      if (registered.has(person)) continue;
      registered.add(person);
      facts.push({ kind: 'registration', at: epoch, party: person.id, bank: town.banks[person.bank]! });
    }
    for (const event of eventsOf(moment, chance)) {
      const conflict = `c${truths.size}`;
      const shown = show(tables, event, chance);
      const id = hypothesisId(event);
      const oracle = posteriorOf(moment, tables, event, shown);
      facts.push(tell(conflict, town, event, shown));
      truths.set(conflict, { id, culprits: event.culprits, oracle });
      if (chance.unit() < plan.resolved) {
        const others = oracle.filter((weighed) => weighed.id !== id);
        const hypothesis = chance.unit() < plan.right ? id : others[chance.below(others.length)]!.id;
        facts.push({ kind: 'resolution', at: event.at + DELAY * chance.exponential(), conflict, hypothesis });
      }
      if (plan.whitewash) flee(moment, event, frauds, chance);
    }
    if (plan.activity) facts.push(...report(moment, unreported, chance, epoch % 2 === 1));
  }
  // Sorting is stable: records of one kind at one time stay as they were drawn.
  const order = (one: Fact, other: Fact): number =>
    one.at - other.at || RECORDS.indexOf(one.kind) - RECORDS.indexOf(other.kind);
  return { facts: facts.toSorted(order), truths };
}

/** What time brings: cheats turn, and every other epoch somebody is invented. */
function change(town: Town, chance: Chance, epoch: number): void {
  for (const person of town.people) {
    if (person.turn === null || epoch < person.turn.at) continue;
    person.cheating = person.turn.cheating;
    person.turn = null;
  }
  if (town.framed !== null && epoch >= 20 && epoch < 90 && epoch % 2 === 0) invent(town, chance, epoch);
}

/** A cheat who has done enough under its name takes another with the next epoch. */
function flee(moment: Moment, { culprits }: Event, frauds: Map<string, number>, chance: Chance): void {
  for (const culprit of culprits) {
    const person = moment.people.find(({ id }) => id === culprit);
    if (person?.cheat !== true) continue;
    const done = (frauds.get(culprit) ?? 0) + 1;
    frauds.set(culprit, done);
    if (done === FRAUDS_UNDER_A_NAME) comeBack(moment.town, chance, person, moment.at + 1);
  }
}

/** What the banks say was settled; who leaves before they do is not reported. */
function report(moment: Moment, unreported: Map<Person, number>, chance: Chance, due: boolean): readonly Fact[] {
  const facts: Fact[] = [];
  for (const person of moment.people) {
    const settled = (unreported.get(person) ?? 0) + chance.poisson(person.volume * SETTLEMENTS);
    unreported.set(person, due ? 0 : settled);
    if (!due || settled === 0) continue;
    const bank = moment.town.banks[person.bank]!;
    facts.push({ kind: 'activity', at: moment.at + 0.999, party: person.id, bank, settled });
  }
  return facts;
}

function tell(id: string, town: Town, event: Event, shown: Shown): ConflictFact {
  return {
    kind: 'conflict',
    id,
    at: event.at,
    shape: event.shape,
    issuer: town.banks[event.issuer]!,
    claims: event.claimants.map((claimant, n) => ({
      id: `${id}.${n}`,
      claimant: claimant.id,
      bank: town.banks[claimant.bank]!,
      at: event.at,
      features: named('f', shown.claims[n]!),
    })),
    features: named('g', shown.case),
    ...(event.holder === null
      ? {}
      : { fork: { holder: event.holder.id, next: event.claimants.map((claimant) => claimant.id) } }),
  };
}

function named(feature: string, values: readonly (number | null)[]): Features {
  return new Map(values.flatMap((value, n) => (value === null ? [] : [[`${feature}${n}`, `v${value}`] as const])));
}
