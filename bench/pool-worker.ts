/** A worker of row `verify-all`: it is sent a batch of submissions as texts and examines them one by one. */
import { native } from '#statements';
import { examineText } from './pipeline.ts';

export default function examineBatch(batch: readonly string[]): number {
  for (const text of batch) examineText(text, native);
  return batch.length;
}
