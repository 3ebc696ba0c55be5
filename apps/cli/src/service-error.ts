/** What keeps a service from answering, and its refusals (problem documents, RFC 9457), as our errors. */
import { isJsonObject, type Json, type JsonObject } from '#statements';
import { CliError, EXIT } from './cli-error.ts';
import type { ServiceAddress } from './service-address.ts';

/** unreachable explains why no answer came. */
export function unreachable(address: ServiceAddress, error: unknown): CliError {
  const { url, from, timeoutMs } = address;
  const make = (code: string, message: string, hint?: string): CliError =>
    new CliError(code, message, { hint, exitCode: EXIT.noService });
  if (error instanceof Error && error.name === 'TimeoutError') {
    return make('timeout', `${url} gave no answer within ${timeoutMs / 1_000} s`, 'wait longer: --timeout 120');
  }
  const code = causeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return make(
        'unreachable',
        `nothing listens at ${url}${from.startsWith('--') ? '' : `, the address in ${from}`}`,
        'assize serve starts a service here; another: --url https://tribunal.example',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return make('unreachable', `${new URL(url).hostname}: there is no such host, or no name service answers`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return make('connection_lost', `${url} closed the connection before it answered`, 'is it being restarted?');
    default:
      return /CERT|SELF_SIGNED|SSL|TLS/.test(code)
        ? make('unreachable', `${url}: its certificate is not trusted (${code})`)
        : make('unreachable', `${url} cannot be asked (${code})`);
  }
}

/** fetch hides what happened below its own error, and below that of every address it tried. */
function causeOf(error: unknown): string {
  let at: unknown = error;
  for (let depth = 0; depth < 4 && at instanceof Error; depth += 1) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined) return code;
    at = at instanceof AggregateError ? at.errors[0] : at.cause;
  }
  return error instanceof Error ? error.message : String(error);
}

/** problemToError makes an error of an answer that is none of the good ones. */
export function problemToError(address: ServiceAddress, response: Response, text: string): CliError {
  const { status, headers } = response;
  const exitCode = status >= 500 || status === 429 ? EXIT.noService : EXIT.badInput;
  const problem = parseProblem(text);
  if (problem === null) {
    const location = headers.get('location');
    const isMoved = status >= 300 && status < 400 && location !== null;
    return new CliError('not_a_service', `${address.url} answers ${status}, and not as a tribunal does`, {
      hint: isMoved ? `it points to ${location}: --url ${location}` : `is ${address.from} right?`,
      exitCode: EXIT.noService,
    });
  }
  const { code, detail, title, reason, requestId } = problem;
  const what = textOr(detail, textOr(title, `the service answers ${status}`));
  return new CliError(textOr(code, `http_${status}`), `${what}${typeof reason === 'string' ? ` (${reason})` : ''}`, {
    hint: hintOf(problem, address),
    errors: placesOf(problem['errors']),
    requestId: typeof requestId === 'string' ? requestId : undefined,
    exitCode,
  });
}

function parseProblem(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) && ('code' in value || 'title' in value) ? value : null;
  } catch {
    return null;
  }
}

const textOr = (value: Json | undefined, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

function hintOf({ code, requestId }: JsonObject, { credentials }: ServiceAddress): string | undefined {
  if (code === 'unauthenticated' && credentials === null) return 'say who asks: --key BANK.json, or --token TOKEN';
  if (code === 'internal' && typeof requestId === 'string') return `tell its operator the request id ${requestId}`;
  return undefined;
}

function placesOf(errors: Json | undefined): { readonly pointer: string; readonly detail: string }[] {
  if (!Array.isArray(errors)) return [];
  // What is wrong with the whole stands in the message already.
  return errors
    .filter(isJsonObject)
    .map(({ pointer, parameter, detail }) => ({
      pointer: textOr(pointer, textOr(parameter, '')),
      detail: textOr(detail, ''),
    }))
    .filter(({ pointer }) => pointer !== '');
}
