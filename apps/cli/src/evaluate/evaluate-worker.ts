/** A worker that measures judges on one stream after another. */
import type { Run } from './evaluate-market.ts';
import { evaluateTask, type Refused, type Task } from './evaluate-task.ts';

export default function evaluate(task: Task): Promise<readonly Run[] | Refused> {
  return evaluateTask(task, () => performance.now());
}
