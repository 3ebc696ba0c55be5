/** A worker that measures one attacked market after another. */
import { measureAttack, type AttackFigures, type AttackTask } from './measure-attack.ts';

export default function measure(task: AttackTask): AttackFigures {
  return measureAttack(task);
}
