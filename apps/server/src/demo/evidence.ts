/** What a claimant can show: the honest have more of it, which is what the market learns. */
import type { Statement } from '#statements';
import type { Holder, Town } from './people.ts';
import type { Source } from './random.ts';
import { attest, check, receipt, testify, timestamp, vouch, type Chain, type Scene } from './scene.ts';

/** How likely each kind of evidence is, of the honest and of culprits. */
const SHOWN = {
  receipt: { honest: 0.75, culprit: 0.3 },
  check: { honest: 0.6, culprit: 0.25 },
  timestamp: { honest: 0.5, culprit: 0.15 },
  testimony: { honest: 0.8, culprit: 0.45 },
} as const;

export interface Shower {
  readonly by: Holder;
  /** Whom it had the note from, or says so. */
  readonly from: Holder;
  readonly isCulprit: boolean;
}

/** showsWithClaim makes what a claimant hands in with its claim, at the time of payment; whoever speaks for it is vouched for. */
export function showsWithClaim(
  scene: Scene,
  source: Source,
  town: Town,
  chain: Chain,
  { by, from, isCulprit }: Shower,
): Statement[] {
  const has = (what: keyof typeof SHOWN): boolean => source.chance(SHOWN[what][isCulprit ? 'culprit' : 'honest']);
  const issuer = town.banks.find(({ key }) => key.id === chain[0].issuer)!;
  const shown: Statement[] = [];
  if (has('receipt')) {
    const taken = receipt(scene, chain, by, from);
    shown.push(taken);
    if (has('timestamp')) {
      shown.push(timestamp(scene, taken, town.witness), vouch(scene, by.bank, town.witness.id));
    }
  }
  if (has('check')) shown.push(check(scene, chain, issuer));
  if (by.hasDevice) shown.push(attest(scene, town.maker, by), vouch(scene, by.bank, town.maker.id));
  return shown;
}

const WORDS = {
  honest: 'I was paid for goods, and redeemed it the same day.',
  culprit: 'I do not remember who gave it to me.',
};

/** answers makes a claimant’s testimony, where it says anything. */
export function answers(scene: Scene, source: Source, chain: Chain, { by, from, isCulprit }: Shower): Statement[] {
  const { honest, culprit } = SHOWN.testimony;
  if (!source.chance(isCulprit ? culprit : honest)) return [];
  scene.pass(source.whole(600, 40_000));
  const say = isCulprit ? 'other' : 'received_in_good_faith';
  return [testify(scene, chain, by, say, isCulprit ? undefined : from, isCulprit ? WORDS.culprit : WORDS.honest)];
}
