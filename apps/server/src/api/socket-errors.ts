/** What goes wrong before there is a request: it is answered on the socket itself, with a problem document too. */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiDeps } from './deps.ts';
import { observeSocket, type Meters } from './observe.ts';
import { documentOf, Problem, PROBLEM_TYPE } from './problem.ts';
import { headersFor } from './response-headers.ts';

/** Sockets whose last answer went out before the request had come in whole: a second answer would be one to nothing. */
export const answeredEarly = new WeakSet<object>();

/** answerClientError is what Node asks about bytes that are no request, or that come too slowly. */
export function answerClientError(deps: ApiDeps, meters: Meters, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code !== 'ECONNRESET' && socket.writable && !answeredEarly.has(socket)) {
    writeProblem(deps, meters, problemOf(error.code ?? ''), socket);
  }
  socket.destroy();
}

function problemOf(code: string): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('request_timeout', 'the request was not there in time');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('headers_too_large', 'the request line and header fields have more than 16 KiB');
    default:
      return new Problem('bad_request', 'the bytes are no HTTP/1.1 request');
  }
}

function writeProblem(deps: ApiDeps, meters: Meters, problem: Problem, socket: Duplex): void {
  const requestId = deps.randomUUID();
  const body = JSON.stringify(documentOf(problem, requestId));
  const fields = Object.entries({
    ...headersFor(requestId),
    ...problem.more.headers,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  const { status } = problem;
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...fields, '', body].join('\r\n'));
  observeSocket(deps.log, meters, requestId, problem.code, status);
}

/** answerOddRequests takes what Node would answer by itself, or not at all: expectations and tunnels. */
export function answerOddRequests(deps: ApiDeps, meters: Meters, server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const problem = new Problem('expectation_failed', 'only 100-continue can be expected');
    const requestId = deps.randomUUID();
    response.writeHead(problem.status, { ...headersFor(requestId), 'content-type': PROBLEM_TYPE });
    response.end(JSON.stringify(documentOf(problem, requestId)));
    observeSocket(deps.log, meters, requestId, problem.code, problem.status);
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    const problem = new Problem('method_not_allowed', 'this is no proxy', { headers: { allow: 'GET, HEAD, POST' } });
    writeProblem(deps, meters, problem, socket);
    socket.end();
  });
}
