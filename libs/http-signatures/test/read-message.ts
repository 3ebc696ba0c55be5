/** Reads an HTTP/1.1 message as RFC 9421's examples write it. */
import type { HttpRequest, HttpResponse } from '../src/index.ts';

/** readHeaders reads field lines, folded ones too; lines of one name stay apart, in order. */
export function readHeaders(lines: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  let last: string[] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) {
      last[last.length - 1] += `\r\n${line}`;
      continue;
    }
    const colon = line.indexOf(':');
    last = headers[line.slice(0, colon)] ??= [];
    last.push(line.slice(colon + 1));
  }
  return headers;
}

/** readRequest reads a request that came over `scheme`. */
export function readRequest(text: string, scheme = 'https'): HttpRequest {
  const { first, headers, body } = split(text);
  const [method = '', target = ''] = first.split(' ');
  const host = (headers['Host']?.[0] ?? '').trim();
  const isOrigin = target.startsWith('/');
  return {
    method,
    url: isOrigin ? `${scheme}://${host}${target}` : target.includes('://') ? target : `${scheme}://${host}`,
    ...(isOrigin ? {} : { requestTarget: target }),
    headers,
    body,
  };
}

/** readResponse reads a response; `request` is what it answers. */
export function readResponse(text: string, request?: HttpRequest): HttpResponse & { readonly body: Buffer } {
  const { first, headers, body } = split(text);
  return { status: Number(first.split(' ')[1]), headers, body, ...(request === undefined ? {} : { request }) };
}

function split(text: string): { first: string; headers: Record<string, string[]>; body: Buffer } {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = (end < 0 ? text.trimEnd() : text.slice(0, end)).split('\n');
  return { first, headers: readHeaders(lines), body: Buffer.from(end < 0 ? '' : text.slice(end + 2).trimEnd()) };
}
