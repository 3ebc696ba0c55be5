/** What happens in the demo’s market: for each shape of conflict how it came about, and what comes to light later. */
import type { Statement } from '#statements';
import { answers, showsWithClaim, type Shower } from './evidence.ts';
import type { Holder, Town } from './people.ts';
import type { Source } from './random.ts';
import {
  caseOf,
  claim,
  delivery,
  issue,
  leak,
  pay,
  redeem,
  spend,
  testify,
  vouch,
  type Chain,
  type ClaimJson,
  type Scene,
} from './scene.ts';

/** A case as the banks will hand it in. */
export interface DemoCase {
  readonly conflict: string;
  readonly reference: string;
  /** In the order in which they arrive. */
  readonly claims: readonly ClaimJson[];
  readonly evidence: readonly string[];
  /** What came to light after the first verdict; null where nothing did. */
  readonly later: Later | null;
}

export interface Later {
  /** The party itself, who needs no account, or the bank of the first claim for it. */
  readonly handedInBy: 'party' | 'bank';
  readonly statements: readonly string[];
}

/** What a case is made with. */
export interface Making {
  readonly scene: Scene;
  readonly source: Source;
  readonly town: Town;
}

const texts = (statements: readonly Statement[]): string[] => statements.map(({ text }) => text);
const amount = (source: Source): string => String(source.pick([5, 10, 20, 25, 50, 80, 100, 120]));

/** Most frauds are by the few who live on it. */
function pickPeople({ source, town: { holders } }: Making): [culprit: Holder, ...others: Holder[]] {
  const crooks = holders.filter(({ isCrook }) => isCrook);
  const honest = holders.filter(({ isCrook }) => !isCrook);
  const culprit = source.pick(source.chance(0.65) ? crooks : honest);
  return [
    culprit,
    ...source.sample(
      honest.filter((holder) => holder !== culprit),
      5,
    ),
  ];
}

/** Lets seconds to days pass, as between two who redeem the same note. */
const wait = ({ scene, source }: Making): void => scene.pass(source.pick([2, 40, 900, 7_000, 40_000, 150_000]));

/** A chain through the hands of some, who hold it one after the other. */
function passOn(scene: Scene, chain: Chain, hands: readonly Holder[], ctr?: () => number): Chain {
  return hands.slice(1).reduce<Chain>((so, next, i) => pay(scene, so, hands[i]!, next, ctr?.()), chain);
}

interface Redeeming extends Shower {
  readonly chain: Chain;
}

/** Claims of each in turn, and their answers once all are in. */
function redeemInTurn(making: Making, redeemings: readonly Redeeming[]): Pick<DemoCase, 'claims' | 'evidence'> {
  const { scene, source, town } = making;
  const claims = redeemings.map((one) => {
    const shown = showsWithClaim(scene, source, town, one.chain, one);
    const handedIn = claim(scene, redeem(scene, one.chain, one.by), shown, source.chance(0.2));
    wait(making);
    return handedIn;
  });
  return { claims, evidence: texts(redeemings.flatMap((one) => answers(scene, source, one.chain, one))) };
}

const close = (
  { scene }: Making,
  chain: Chain,
  made: Pick<DemoCase, 'claims' | 'evidence'>,
  later: Later | null = null,
): DemoCase => ({ conflict: caseOf(chain), reference: scene.serial, ...made, later });

/** A bearer note is copied, and redeemed by its holder and by the thief; the payer may remember whom it paid. */
export function copy(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [thief, holder, payer] = pickPeople(making) as [Holder, Holder, Holder];
  const chain = issue(scene, { issuer: source.pick(town.banks), cls: 'bearer', amount: amount(source) });
  const sides = [
    { chain, by: holder, from: payer, isCulprit: false },
    { chain, by: thief, from: payer, isCulprit: true },
  ];
  const made = redeemInTurn(making, source.sample(sides, 2));
  scene.pass(90_000);
  const remembers = source.chance(0.4);
  const told = remembers ? [delivery(scene, chain, payer, holder), vouch(scene, payer.bank, payer.key.id)] : [];
  return close(making, chain, made, remembers ? { handedInBy: 'bank', statements: texts(told) } : null);
}

/** A holder signs one holding over to two people; an attested device shows the same counter twice. */
export function doubleSpend(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [culprit, first, second, early] = pickPeople(making) as [Holder, Holder, Holder, Holder];
  const isAttested = source.chance(0.4);
  let counter = source.whole(3, 90);
  const ctr = isAttested ? (): number => (counter += 1) : undefined;
  const cls = isAttested ? 'attested' : 'endorsed';
  const note = issue(scene, { issuer: source.pick(town.banks), cls, amount: amount(source), holder: early });
  const atCulprit = passOn(scene, note, [early, culprit], ctr);
  const same = ctr?.();
  const sides = [first, second].map((by) => {
    scene.pass(source.whole(30, 9_000));
    return { chain: pay(scene, atCulprit, culprit, by, same), by, from: culprit, isCulprit: false };
  });
  return close(making, note, redeemInTurn(making, sides));
}

/** A thief uses a holder’s key to pay itself; the holder’s bank says so when it learns of it. */
export function keyTheft(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [thief, holder, payee] = pickPeople(making) as [Holder, Holder, Holder];
  const note = issue(scene, { issuer: source.pick(town.banks), cls: 'endorsed', amount: amount(source), holder });
  const since = scene.now() + 1;
  const stolen = pay(scene, note, holder, thief);
  scene.pass(source.whole(500, 20_000));
  const paid = pay(scene, note, holder, payee);
  const made = redeemInTurn(making, [
    { chain: stolen, by: thief, from: holder, isCulprit: true },
    { chain: paid, by: payee, from: holder, isCulprit: false },
  ]);
  scene.pass(80_000);
  const notice = [
    leak(scene, holder.bank, holder, since),
    testify(scene, note, holder, 'never_transferred', thief, 'My telephone was gone for an hour that day.'),
  ];
  return close(making, note, made, { handedInBy: 'bank', statements: texts(notice) });
}

/** A bearer note is handed over twice, and both payees have the payer’s word for it. */
export function deliveredTwice(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [payer, first, second] = pickPeople(making) as [Holder, Holder, Holder];
  const chain = issue(scene, { issuer: source.pick(town.banks), cls: 'bearer', amount: amount(source) });
  const words = [first, second].map((to) => delivery(scene, chain, payer, to));
  const sides = [first, second].map((by) => ({ chain, by, from: payer, isCulprit: false }));
  const made = redeemInTurn(making, sides);
  const evidence = [...made.evidence, ...texts([...words, vouch(scene, payer.bank, payer.key.id)])];
  return close(making, chain, { claims: made.claims, evidence });
}

/** A one-show note is spent twice, which names its payer. */
export function spentTwice(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [payer, first, second] = pickPeople(making) as [Holder, Holder, Holder];
  const note = issue(scene, { issuer: source.pick(town.banks), cls: 'one-show', amount: amount(source), payer });
  const sides = [first, second].map((by) => {
    scene.pass(source.whole(100, 30_000));
    return { chain: spend(scene, note, payer, by), by, from: payer, isCulprit: false };
  });
  return close(making, note, redeemInTurn(making, sides));
}

/** A holder redeems twice, mostly by mistake, and some own up to it later. */
export function duplicate(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [culprit, honest, payer] = pickPeople(making) as [Holder, Holder, Holder];
  const isAccident = source.chance(0.7);
  const by = isAccident ? honest : culprit;
  const note = issue(scene, {
    issuer: source.pick(town.banks),
    cls: 'endorsed',
    amount: amount(source),
    holder: payer,
  });
  const chain = pay(scene, note, payer, by);
  const shower = { by, from: payer, isCulprit: !isAccident };
  const shown = showsWithClaim(scene, source, town, chain, shower);
  const first = claim(scene, redeem(scene, chain, by), shown, true);
  wait(making);
  const again = claim(scene, redeem(scene, chain, by, source.pick(town.banks)));
  if (!isAccident) return close(making, note, { claims: [first, again], evidence: [] });
  scene.pass(60_000);
  const answer = testify(scene, note, by, 'sent_twice_by_mistake', undefined, 'My wallet was restored from a backup.');
  return close(
    making,
    note,
    { claims: [first, again], evidence: [] },
    { handedInBy: 'party', statements: [answer.text] },
  );
}

/** A bank signs one serial twice, which its own signatures prove. */
export function reissue(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [, first, second] = pickPeople(making) as [Holder, Holder, Holder];
  const issuer = source.pick(town.banks);
  const notes = ['20', '50'].map((value) => issue(scene, { issuer, cls: 'bearer', amount: value }));
  const sides = [first, second].map((by, i) => ({ chain: notes[i]!, by, from: second, isCulprit: false }));
  return close(making, notes[0]!, redeemInTurn(making, sides));
}

/** A claim that nobody contests: it waits, and is no conflict. */
export function alone(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [, holder, payee] = pickPeople(making) as [Holder, Holder, Holder];
  const note = issue(scene, { issuer: source.pick(town.banks), cls: 'endorsed', amount: amount(source), holder });
  const made = redeemInTurn(making, [
    { chain: pay(scene, note, holder, payee), by: payee, from: holder, isCulprit: false },
  ]);
  return close(making, note, { claims: made.claims, evidence: [] });
}

/** A claim of which one signature does not hold, beside a good one: kept, shown, and no conflict. */
export function forged(making: Making): DemoCase {
  const { scene, source, town } = making;
  const [forger, holder, payee] = pickPeople(making) as [Holder, Holder, Holder];
  const note = issue(scene, { issuer: source.pick(town.banks), cls: 'endorsed', amount: amount(source), holder });
  // It signs with its own key what only the holder can pass on.
  const bad = redeem(scene, pay(scene, note, forger, forger), forger);
  const good = redeem(scene, pay(scene, note, holder, payee), payee);
  return close(making, note, { claims: [claim(scene, bad), claim(scene, good)], evidence: [] });
}
