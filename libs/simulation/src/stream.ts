import { faultRates } from './births.ts';
import { involved, type Drawn } from './configuration.ts';
import { scheduleCourse, tellActivity } from './course.ts';
import { createWorld } from './create-world.ts';
import { processesOf } from './draw-conflict.ts';
import { toMoment } from './moment.ts';
import type { Plan, Ranged } from './plan.ts';
import type { Happening, PartyTruth } from './records.ts';
import { settlePlan } from './settle-plan.ts';
import { beginStrategies } from './strategies/begin-strategies.ts';
import { tellConflict, type Told } from './tell-conflict.ts';
import type { World } from './world.ts';

/** What is known when a market is over. */
export interface Ending {
  /** The plan with every number that the seed drew. */
  readonly plan: Plan;
  readonly parties: readonly PartyTruth[];
}

/**
 * stream makes a market record by record, in time order, and holds no more of it than who lives in it: the next conflict
 * of all Poisson processes together, what time brings, and what strategies do about it. The same seed makes the same,
 * and the same beginning where it is to stop after fewer conflicts than planned.
 */
export function* stream(
  open: Ranged<Plan>,
  seed: number,
  most = Number.POSITIVE_INFINITY,
): Generator<Happening, Ending, void> {
  const plan = settlePlan(open, seed);
  const world = createWorld(plan, seed);
  const agents = beginStrategies(world);
  scheduleCourse(world);
  yield* tellDue(world);
  const wanted = Math.min(most, Math.round(plan.conflicts));
  for (let told = 0; told < wanted;) {
    const processes = processesOf(world);
    const rates = processes.map(({ rate }) => rate);
    const total = rates.reduce((sum, rate) => sum + rate, 0);
    if (total === 0) break;
    const at = toMoment(world.now + world.chance.exponential() / total);
    // Without memory: what is left of the wait is drawn anew once rates may have changed.
    if (world.agenda.next() <= at) {
      world.now = world.agenda.next();
      world.agenda.take()();
      yield* tellDue(world);
      continue;
    }
    world.now = at;
    const { draw, lone } = processes[world.chance.index(rates)]!;
    const drawn = draw();
    const made = drawn === null ? null : tellConflict(world, drawn, `c${told + 1}`);
    if (lone !== undefined) {
      world.lone.tried[lone]! += 1;
      world.lone.made[lone]! += made === null ? 0 : 1;
    }
    if (drawn === null || made === null) continue;
    told += 1;
    count(world, drawn);
    scheduleResolution(world, made);
    yield { record: made.record, answer: made.answer };
    for (const agent of agents) agent.heed(drawn);
    yield* tellDue(world);
  }
  tellActivity(world);
  yield* tellDue(world);
  return { plan, parties: tellParties(world) };
}

function* tellDue({ due }: World): Generator<Happening, void, void> {
  for (const record of due) yield { record, answer: null };
  due.length = 0;
}

function count({ population }: World, { seen, culprits, mechanism }: Drawn): void {
  for (const i of involved(seen)) population.parties[i]!.conflicts += 1;
  for (const i of culprits) population.parties[i]!.faults += 1;
  if (seen.shape !== 'copy' || seen.claimants.includes(seen.issuer)) return;
  // Every copy names its issuer in the hypotheses of a leak.
  population.parties[seen.issuer]!.conflicts += 1;
  if (mechanism === 'issuer_leak') population.parties[seen.issuer]!.faults += 1;
}

/** What is said to have proved true, some time later; sometimes it is anything else. */
function scheduleResolution({ chance, plan, agenda, now, due }: World, { record, answer }: Told): void {
  if (!chance.chance(plan.resolved)) return;
  const wrong = answer.oracle.map(({ id }) => id).filter((id) => id !== answer.truth);
  const hypothesis =
    chance.chance(plan.reliability) || wrong.length === 0 ? answer.truth : wrong[chance.below(wrong.length)]!;
  const at = toMoment(now + chance.exponential() * plan.resolutionDelay * plan.horizon);
  agenda.enter(at, () => due.push({ kind: 'resolution', conflict: record.id, hypothesis, at }));
}

function tellParties(world: World): PartyTruth[] {
  const { parties } = world.population;
  return parties.map((party) => ({
    party: party.name,
    bank: parties[party.bank]!.name,
    cheat: party.cheatSince !== null,
    cheatSince: party.cheatSince,
    attacker: party.attacker,
    framed: party.framed,
    formerly: party.formerly === null ? null : parties[party.formerly]!.name,
    settled: party.settled,
    conflicts: party.conflicts,
    faults: party.faults,
    rate: faultRates(world, party),
  }));
}

/** A whole market. */
export interface Simulated extends Ending {
  readonly happenings: readonly Happening[];
}

/** simulate makes a whole market at once. */
export function simulate(plan: Ranged<Plan>, seed: number): Simulated {
  const happenings: Happening[] = [];
  const course = stream(plan, seed);
  for (;;) {
    const step = course.next();
    if (step.done === true) return { ...step.value, happenings };
    happenings.push(step.value);
  }
}
