/** Whether an answer is one that the service may give, whatever it was asked. */
import { readFileSync } from 'node:fs';
import { fileOf } from './fuzz-inputs.ts';
import type { WireAnswer } from './fuzz-wire.ts';

/** Codes and their statuses as docs/http.md lists them. */
export const DOCUMENTED: ReadonlyMap<string, number> = new Map(
  [...readFileSync(fileOf('docs/http.md'), 'utf8').matchAll(/^\|[^|]*`(\w+)` \| (\d{3}) \|/gm)].map(
    ([, code, status]) => [code!, Number(status)],
  ),
);

/** Refusals that say: too much for now. They are counted apart. */
export const SHEDDING: readonly string[] = ['overloaded', 'shutting_down'];

const STACK = /\n\s+at |\bat \S+ \(|node_modules|\.[jt]s:\d+|QueryFailedError|TypeError|RangeError|SELECT |INSERT INTO/;

export interface Judgement {
  /** `404 not_found`, or the status alone. */
  readonly name: string;
  readonly faults: readonly string[];
}

/** judgeAnswer tells everything that is wrong with an answer. */
export function judgeAnswer({ status, headers, body }: WireAnswer): Judgement {
  const faults: string[] = [];
  if (!headers.has('x-request-id')) faults.push('no X-Request-Id');
  if (status < 400) return { name: String(status), faults };
  const type = headers.get('content-type') ?? '';
  const text = body.toString();
  // Of HEAD only the fields come.
  if (text === '' && headers.get('content-length') !== '0' && type.startsWith('application/problem+json')) {
    return { name: `${status} (HEAD)`, faults };
  }
  const problem = read(text);
  if (!type.startsWith('application/problem+json') || problem === null) {
    return {
      name: String(status),
      faults: [...faults, `${status} is no problem document: ${type} ${text.slice(0, 200)}`],
    };
  }
  const { code, detail, title, requestId } = problem;
  if (typeof code !== 'string' || DOCUMENTED.get(code) !== status)
    faults.push(`${status} ${String(code)} is not documented`);
  if (problem['status'] !== status) faults.push(`status ${String(problem['status'])} in an answer ${status}`);
  if (problem['type'] !== `/docs/problems#${String(code)}`) faults.push(`type ${String(problem['type'])}`);
  for (const one of [detail, title, requestId])
    if (typeof one !== 'string' || one === '') faults.push('detail, title or requestId is missing');
  if (requestId !== headers.get('x-request-id')) faults.push('another request id in the document than in the field');
  // What the caller wrote comes back in some places, in words of ours it must not look like a stack.
  if (STACK.test(`${String(detail)} ${String(title)}`)) faults.push(`it shows its inside: ${String(detail)}`);
  if (/"(stack|trace|cause|query|parameters)":/.test(text.slice(0, text.indexOf('"errors"') + 1 || undefined)))
    faults.push('it has a member of its inside');
  if (status === 401 && !headers.has('www-authenticate')) faults.push('401 without a challenge');
  if (status === 405 && !headers.has('allow')) faults.push('405 without Allow');
  if ((status === 429 || status === 503) && !headers.has('retry-after')) faults.push(`${status} without Retry-After`);
  if (status >= 500 && !SHEDDING.includes(String(code))) faults.push(`${status} ${String(code)}: ${String(detail)}`);
  return { name: `${status} ${String(code)}`, faults };
}

function read(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
