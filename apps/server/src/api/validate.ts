/** Bodies and queries against their schemas: every place that is wrong, in words, once. */
import { isJsonObject, type Json } from '#statements';
import type { z } from 'zod';
import { Problem, type PlaceInRequest } from './problem.ts';
import type { OperationBody } from './operations.ts';

const MOST_PLACES = 20;
const MOST_NAME = 100;

/** checkBody refuses a body that its schema does not allow. */
export function checkBody({ schema, code, most }: OperationBody, body: Json): void {
  if (most !== undefined) checkLength(most, body);
  const { error } = schema.safeParse(body);
  if (error === undefined) return;
  const { places, count } = placesOf(error);
  const isOnlyUnknown = error.issues.every(({ code: kind }) => kind === 'unrecognized_keys');
  const shown = places.map(({ path, detail }) => ({ pointer: pointerTo(path), detail }));
  throw new Problem(isOnlyUnknown ? 'unknown_member' : code, summarize(count, shown), { errors: shown });
}

function checkLength({ member, count, code }: NonNullable<OperationBody['most']>, body: Json): void {
  const list = isJsonObject(body) ? body[member] : undefined;
  if (!Array.isArray(list) || list.length <= count) return;
  const detail = `${list.length} entries, at most ${count}`;
  throw new Problem(code, `/${member}: ${detail}`, { errors: [{ pointer: `/${member}`, detail }] });
}

/** readQuery gives the parameters as the schema types them; each may stand once. */
export function readQuery<T>(schema: z.ZodType<T>, query: unknown): T {
  const read = schema.safeParse(query);
  if (read.success) return read.data;
  const { places, count } = placesOf(read.error);
  const shown = places.map(({ path, detail }) => ({ parameter: String(path[0] ?? '').slice(0, MOST_NAME), detail }));
  throw new Problem('invalid_query', summarize(count, shown), { errors: shown });
}

interface Place {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
}

/** The first places that are wrong, and how many there are. */
function placesOf({ issues }: z.ZodError): { readonly places: readonly Place[]; readonly count: number } {
  const places: Place[] = [];
  let count = 0;
  for (const issue of issues) {
    const isUnknown = issue.code === 'unrecognized_keys';
    count += isUnknown ? issue.keys.length : 1;
    const room = Math.max(0, MOST_PLACES - places.length);
    if (room === 0) continue;
    if (!isUnknown) places.push({ path: issue.path, detail: issue.message });
    else places.push(...issue.keys.slice(0, room).map((key) => ({ path: [...issue.path, key], detail: 'unknown' })));
  }
  return { places, count };
}

/** pointerTo writes a JSON pointer (RFC 6901). */
const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).slice(0, MOST_NAME).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function summarize(count: number, [first]: readonly PlaceInRequest[]): string {
  if (first === undefined) return 'not as the schema says';
  const place = 'pointer' in first ? first.pointer || 'the body' : first.parameter;
  return `${place}: ${first.detail}${count > 1 ? `, and ${count - 1} more` : ''}`;
}
