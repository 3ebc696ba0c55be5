/** What the tribunal answers, turned into what HTTP answers. */
import { isMistake, type Mistake } from '#tribunal';
import { Problem } from './problem.ts';

/** unlessMistake gives the value; a party's mistake becomes its problem. */
export function unlessMistake<T extends object>(outcome: T | Mistake): T {
  if (!isMistake(outcome)) return outcome;
  const { code, why, pointer } = outcome;
  throw new Problem(code, why, {
    errors: [{ pointer, detail: why }],
    ...(code === 'busy' ? { headers: { 'retry-after': '1' } } : {}),
  });
}

/** unlessMissing gives the value; null is what a reader may not see, or what is not there. */
export function unlessMissing<T>(found: T | null, what: string): T {
  if (found === null) throw new Problem('not_found', `${what}, or none that the caller may see`);
  return found;
}
