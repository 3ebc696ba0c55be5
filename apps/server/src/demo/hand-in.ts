/** Handing the demo in as its banks and parties would, through the use cases of the service. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '#statements';
import { isMistake, SCOPES, type ActivityReport, type Mistake, type Standing, type TribunalService } from '#tribunal';
import type { ClaimJson } from './scene.ts';
import { openScene, vouch } from './scene.ts';
import type { DemoCase } from './cases.ts';
import { identityOf, type Bank, type Holder, type Town } from './people.ts';
import type { Story } from './stories.ts';

type BankStanding = Standing & { readonly kind: 'bank' };

const VOUCHED_S = Date.UTC(2026, 0, 15, 10) / 1000;
const MONTHS = 9;
const LOOK_MS = 50;

const standingOf = ({ name, key }: Bank): BankStanding => ({
  kind: 'bank',
  bank: name,
  parties: [key.id],
  scopes: SCOPES,
});

/** What the demo hands in is good; a refusal is a bug in it. */
function taken<T extends object>(outcome: T | Mistake, what: string): T {
  if (isMistake(outcome)) throw new Error(`the demo’s ${what} was refused at ${outcome.pointer}: ${outcome.why}`);
  return outcome;
}

/** Each bank vouches for its customers and reports what they settled; reports count once, so only with new customers. */
export async function vouchForAll(tribunal: TribunalService, { banks, holders, cast }: Town): Promise<void> {
  for (const bank of banks) {
    const customers = [...holders, ...cast].filter((holder) => holder.bank === bank);
    const scene = openScene(`${bank.name} vouches`, VOUCHED_S);
    const statements = customers.map((holder) => vouch(scene, bank, holder.key.id, identityOf(holder)).text);
    const { registered } = taken(await tribunal.register(standingOf(bank), statements), 'registrations');
    if (registered === 0) continue;
    const reports = customers.map(({ key, pace }: Holder): ActivityReport => ({
      party: key.id,
      settled: pace * MONTHS,
    }));
    taken(await tribunal.reportActivity(standingOf(bank), reports), 'activity');
  }
}

/** The bank that a claim asks to pay. */
const payerOf = ({ banks }: Town, { bank }: ClaimJson): BankStanding =>
  standingOf(banks.find(({ key }) => key.id === bank)!);

/** handIn files a case: apart, each bank registers its claim, or the first bank hands in all of them together. */
export async function handIn(tribunal: TribunalService, town: Town, one: DemoCase, isApart: boolean): Promise<void> {
  const { claims, evidence, reference, conflict } = one;
  const first = payerOf(town, claims[0]!);
  if (!isApart) {
    const submission = { reference, claims, evidence } as unknown as Json;
    taken(await tribunal.submit(first, submission), reference);
    return;
  }
  for (const claim of claims) {
    taken(await tribunal.registerClaim(payerOf(town, claim), { ...claim, reference } as unknown as Json), reference);
  }
  if (evidence.length > 0)
    taken(await tribunal.addEvidence(first, conflict, { statements: evidence, claim: null }), reference);
}

/** handInStory submits a story as it stands, with a bank’s word on the witness and the maker, whom the examples leave without. */
export async function handInStory(tribunal: TribunalService, town: Town, story: Story): Promise<void> {
  const [north] = town.banks;
  const scene = openScene('north vouches for the stories', VOUCHED_S);
  const words = [town.witness, town.maker].map(({ id }) => vouch(scene, north, id).text);
  const { evidence = [] } = story.submission;
  const submission = { ...story.submission, evidence: [...(evidence as Json[]), ...words] } as Json;
  taken(await tribunal.submit(standingOf(north), submission), story.file);
}

/** bringToLight adds what came out after the first verdict. */
export async function bringToLight(tribunal: TribunalService, town: Town, one: DemoCase): Promise<void> {
  if (one.later === null) return;
  const { handedInBy, statements } = one.later;
  const who = handedInBy === 'bank' ? payerOf(town, one.claims[0]!) : ({ kind: 'stranger' } as const);
  taken(await tribunal.addEvidence(who, one.conflict, { statements, claim: null }), one.reference);
}

/** areJudged waits until there is a verdict of every case, so that what comes to light begins a new round, and answers whether there is. */
export async function areJudged(
  tribunal: TribunalService,
  town: Town,
  cases: readonly DemoCase[],
  patienceMs: number,
): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (const one of cases.filter(({ claims }) => claims.length > 1)) {
    for (;;) {
      const view = await tribunal.readConflict(payerOf(town, one.claims[0]!), one.conflict);
      if (view?.state === 'proposed') break;
      if (performance.now() > until) return false;
      await sleep(LOOK_MS);
    }
  }
  return true;
}
