import { awardByExpectedLoss, EXPRESS_POLICY, worldsOf } from '#arbitration';
import type { ConflictFact } from '#inference';
import type { Judgement } from '#simulation';
import type { Told } from './course.ts';

const MILLION = 1_000_000;
const { costs } = EXPRESS_POLICY;

/** What an award did, in shares of the face value. */
export interface AwardLoss {
  /** What went to claims of culprits. */
  readonly toCulprits: number;
  /** What the policy says all errors of the award cost: paid to culprits, kept from others, or held. */
  readonly loss: number;
}

/** awardLoss is what comes of an answer under the express policy, where one knows who was culpable. */
export function awardLoss(
  { claims }: ConflictFact,
  answer: Judgement,
  { culprits, hypotheses }: Pick<Told, 'culprits' | 'hypotheses'>,
): AwardLoss {
  const claimants = claims.map(({ claimant }) => claimant);
  const culpritsOf = new Map(hypotheses.map((one) => [one.id, one.culprits]));
  const answers = answer.hypotheses.map(({ id, probability }) => ({
    ppm: Math.round(probability * MILLION),
    culprits: culpritsOf.get(id)!,
  }));
  const awards = awardByExpectedLoss(
    claims.map(({ id }) => id),
    worldsOf(claimants, [answers]),
    EXPRESS_POLICY,
  );
  if (awards.some(({ act }) => act === 'hold')) return { toCulprits: 0, loss: costs.hold / MILLION };
  const owed = 1 / claimants.filter((claimant) => !culprits.includes(claimant)).length;
  let [toCulprits, kept] = [0, 0];
  for (const [i, { ppm }] of awards.entries()) {
    const share = ppm / MILLION;
    if (culprits.includes(claimants[i]!)) toCulprits += share;
    else kept += Math.max(0, owed - share);
  }
  return { toCulprits, loss: (costs.payWrong * toCulprits + costs.refuseRight * kept) / MILLION };
}
