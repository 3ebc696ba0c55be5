/** HTTP messages as far as signatures need them, and the values of their field lines (RFC 9421 section 2.1). */
import { faultOf, type HttpSignatureFault } from './fault.ts';

/** Fields by name in any case, several lines of one name as an array in order; Node's `headersDistinct` is one. */
export type HttpFields = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface HttpRequest {
  readonly method: string;
  /** The target URI (RFC 9110 section 7.1): absolute and as it was sent; nothing of it is normalised. */
  readonly url: string;
  readonly headers: HttpFields;
  readonly trailers?: HttpFields;
  /** What the request line asks for where that is not the path and query: `*`, an authority or a whole URI. */
  readonly requestTarget?: string;
  /** The exact bytes; left out or empty where there is no body. */
  readonly body?: Uint8Array | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpFields;
  readonly trailers?: HttpFields;
  /** What it answers, for components with `req`. */
  readonly request?: HttpRequest;
}

export type HttpMessage = HttpRequest | HttpResponse;

/** linesOf gives the values of every line of a field, in order, each trimmed and unfolded. */
export function linesOf(fields: HttpFields | undefined, name: string): string[] {
  const lines: string[] = [];
  for (const [other, value] of Object.entries(fields ?? {})) {
    if (value === undefined || other.toLowerCase() !== name) continue;
    for (const line of typeof value === 'string' ? [value] : value) lines.push(unfold(line));
  }
  return lines;
}

/** A line break that no space follows is no obsolete folding, and is left for the reader to refuse. */
function unfold(line: string): string {
  if (!line.includes('\n')) return trimSpaces(line);
  const isFolded = !/\n[^ \t]/.test(line);
  return isFolded ? line.split(/\r?\n/).map(trimSpaces).join(' ').trimEnd() : line;
}

// A regular expression for the end would take quadratic time in the spaces within.
function trimSpaces(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isSpace(text.charCodeAt(from))) from += 1;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

/** fieldText joins the lines of a field into one value: null where there is none, a fault where it is not ASCII. */
export function fieldText(fields: HttpFields | undefined, name: string): string | HttpSignatureFault | null {
  const lines = linesOf(fields, name);
  if (lines.length === 0) return null;
  const text = lines.join(', ');
  return /^[\t\x20-\x7e]*$/.test(text) ? text : faultOf('component_malformed', `"${name}" has bytes beyond ASCII`);
}
