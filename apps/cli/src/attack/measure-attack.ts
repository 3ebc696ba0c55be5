import { createMarket, hypothesesOf, observe, parseFact, type ConflictFact } from '#inference';
import {
  attackedMarket,
  openScorer,
  oracleJudgement,
  stream,
  type Answer,
  type Attack,
  type Judgement,
  type PartyTruth,
} from '#simulation';
import { awardLoss } from '../evaluate/award-loss.ts';

/** An attack in one market; no strategies for the market in peace. */
export interface AttackTask {
  readonly attack: Attack;
  readonly seed: number;
  readonly conflicts: number;
}

/** What the judge made of a market, over its last four fifths. */
export interface AttackFigures {
  /** What errors of awards cost in 100 days, in face values: by our posteriors, and by the oracle's of the same conflicts. */
  readonly loss: number;
  readonly oracleLoss: number;
  readonly skill: number;
  readonly calibrationError: number;
  /** How often in 100 days an honest party was blamed beyond 95 % for what it had not done. */
  readonly framed: number;
  /** Share of conflicts that strategies staged. */
  readonly staged: number;
}

/** What a search makes as large as it can; each is what the attack adds to the same market in peace. */
export const OBJECTIVES = {
  loss: (attacked: AttackFigures, peaceful: AttackFigures): number =>
    attacked.loss - attacked.oracleLoss - (peaceful.loss - peaceful.oracleLoss),
  blame: (attacked: AttackFigures, peaceful: AttackFigures): number => attacked.framed - peaceful.framed,
  skill: (attacked: AttackFigures, peaceful: AttackFigures): number => peaceful.skill - attacked.skill,
} as const;

export type Objective = keyof typeof OBJECTIVES;

const BLAMED = 0.95;

/** measureAttack puts one market to the judge. */
export function measureAttack({ attack, seed, conflicts }: AttackTask): AttackFigures {
  const judge = createMarket();
  const scorer = openScorer(conflicts);
  const losses = countLosses(Math.floor(conflicts / 5));
  const market = stream(attackedMarket(attack, conflicts, seed), seed);
  for (;;) {
    const step = market.next();
    if (step.done === true) return { ...scoreOf(scorer.finish()), ...losses.finish(step.value.parties) };
    const { record, answer } = step.value;
    const fact = parseFact(record);
    if ('problem' in fact) throw new Error(`the simulator made no valid record: ${fact.problem}`);
    const heard = observe(judge, fact);
    if (heard !== null && 'problem' in heard) throw new Error(`the simulator made no valid stream: ${heard.problem}`);
    if (heard === null || answer === null || fact.kind !== 'conflict') continue;
    scorer.add(answer, heard);
    losses.add(fact, heard, answer);
  }
}

const scoreOf = ({ skill, calibrationError }: Pick<AttackFigures, 'skill' | 'calibrationError'>) => ({
  skill,
  calibrationError,
});

function countLosses(skipped: number) {
  let [seen, counted, loss, oracleLoss, staged, from, to] = [0, 0, 0, 0, 0, 0, 0];
  const wronglyBlamed: { readonly party: string; readonly at: number }[] = [];
  return {
    add(fact: ConflictFact, judgement: Judgement, answer: Answer): void {
      seen += 1;
      if (seen <= skipped) {
        from = fact.at;
        return;
      }
      counted += 1;
      to = fact.at;
      const told = { culprits: answer.culprits, hypotheses: hypothesesOf(fact) };
      loss += awardLoss(fact, judgement, told).loss;
      oracleLoss += awardLoss(fact, oracleJudgement(answer), told).loss;
      staged += answer.staged === null ? 0 : 1;
      for (const { party, probability } of judgement.culpability) {
        if (probability > BLAMED && !answer.culprits.includes(party)) wronglyBlamed.push({ party, at: fact.at });
      }
    },
    finish(parties: readonly PartyTruth[]) {
      const per100Days = to > from ? 100 / (to - from) : 0;
      const since = new Map(parties.map(({ party, cheatSince }) => [party, cheatSince ?? Number.POSITIVE_INFINITY]));
      return {
        loss: loss * per100Days,
        oracleLoss: oracleLoss * per100Days,
        framed: wronglyBlamed.filter(({ party, at }) => at < since.get(party)!).length * per100Days,
        staged: counted === 0 ? 0 : staged / counted,
      };
    },
  };
}
