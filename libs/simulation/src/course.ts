import { bornParty, leave, settleUp, tellRegistration } from './births.ts';
import { toMoment } from './moment.ts';
import { seededRandom } from './random.ts';
import { driftTables, drawTables } from './tables.ts';
import type { World } from './world.ts';

/** scheduleCourse enters what time brings of itself: who joins, leaves and changes banks, reports, other tables. */
export function scheduleCourse(world: World): void {
  const { plan, births, agenda } = world;
  const joining = Math.round(plan.parties * plan.newcomers);
  for (let n = 0; n < joining; n += 1) {
    agenda.enter(toMoment(births.unit() * plan.horizon), () => bornParty(world));
  }
  recur(world, plan.parties * plan.turnover, () => {
    const i = anybody(world);
    if (i === null) return;
    leave(world, i);
    bornParty(world);
  });
  recur(world, plan.parties * plan.moves, () => move(world));
  const reports = Math.round(plan.reports);
  if (reports > 0) each(world, plan.horizon / reports, () => tellActivity(world));
  const drifts = Math.round(plan.drifts);
  if (drifts > 0) {
    const words = seededRandom(world.seed, `${plan.name}: drift`);
    each(world, plan.horizon / (drifts + 1), () => {
      world.tables = driftTables(world.tables, drawTables(plan, world.vocabulary, words, null), plan.driftSize);
    });
  }
}

/** tellActivity tells what each party has settled since it was last told. */
export function tellActivity(world: World): void {
  const { population, births, now, due, mint } = world;
  for (const [i, party] of population.parties.entries()) {
    settleUp(world, party);
    if (party.unreported === 0) continue;
    const settled = births.poisson(party.unreported);
    party.unreported = 0;
    party.settled += settled;
    if (settled === 0 || i < mint.issue.length) continue;
    due.push({
      kind: 'activity',
      party: party.name,
      bank: population.parties[party.bank]!.name,
      at: now,
      settled,
    });
  }
}

/** A party registers at another bank, which vouches for it from now on. */
function move(world: World): void {
  const { population, births, mint } = world;
  const i = anybody(world);
  if (i === null || mint.issue.length < 2) return;
  const party = population.parties[i]!;
  party.bank = (party.bank + 1 + births.below(mint.issue.length - 1)) % mint.issue.length;
  tellRegistration(world, party);
}

/** Somebody who is there and in no strategy, each as likely; a few tries are enough. */
function anybody({ population, births, mint }: World): number | null {
  for (let tries = 0; tries < 50; tries += 1) {
    const i = mint.issue.length + births.below(population.parties.length - mint.issue.length);
    const { active, attacker, framed } = population.parties[i]!;
    if (active && attacker === null && framed === null) return i;
  }
  return null;
}

/** At random, so many times over the horizon on average. */
function recur({ births, agenda, plan, now }: World, times: number, act: () => void): void {
  if (times <= 0) return;
  let at = now;
  const next = (): void => {
    at += (births.exponential() * plan.horizon) / times;
    agenda.enter(toMoment(at), () => {
      act();
      next();
    });
  };
  next();
}

/** Again and again, so many days apart. */
function each({ agenda, now }: World, days: number, act: () => void): void {
  let n = 0;
  const next = (): void => {
    n += 1;
    agenda.enter(toMoment(now + n * days), () => {
      act();
      next();
    });
  };
  next();
}
