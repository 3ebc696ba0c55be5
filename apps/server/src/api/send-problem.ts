/** The one place where a refusal becomes an answer. */
import { NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps.ts';
import { toProblem } from './error-to-problem.ts';
import { documentOf, Problem, PROBLEM_TYPE } from './problem.ts';
import { methodsAt } from './route-table.ts';

const MOST_PATH = 200;

/** pathOf is the path asked for, without its query. */
export const pathOf = (url: string): string => url.split('?', 1)[0]!;

/** sendProblem answers with a problem document, and logs what is our fault and not the caller's. */
export function sendProblem(
  { log, isOutage }: Pick<ApiDeps, 'log' | 'isOutage'>,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (reply.sent) return;
  const problem = thrown instanceof NotFoundException ? nothingAt(request) : toProblem(thrown, isOutage);
  if (problem.more.cause !== undefined) {
    log.error({ requestId: request.id, code: problem.code, err: problem.more.cause }, 'request failed');
  }
  request.exchange.code = problem.code;
  const document = documentOf(problem, request.id, pathOf(request.url).slice(0, MOST_PATH));
  void reply
    .removeHeader('etag')
    .code(problem.status)
    .headers({ ...problem.more.headers })
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(document));
}

/** nothingAt tells a wrong method from a wrong address. */
export function nothingAt(request: FastifyRequest): Problem {
  const path = pathOf(request.url);
  const methods = methodsAt(path);
  if (methods.length === 0) return new Problem('no_such_route', 'no route of this interface has this address');
  return new Problem('method_not_allowed', `this address takes ${methods.join(', ')}`, {
    headers: { allow: methods.join(', ') },
  });
}

/** Nest hands everything thrown in a handler, and what Fastify raised itself, to this filter. */
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly deps: ApiDeps) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(this.deps, thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
