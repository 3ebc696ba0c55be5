/** Bytes that are almost HTTP. */
import { draw, type Random } from './harness/index.ts';

const CRLF = '\r\n';

/** rawRequest makes bytes that a careless client, or a careful enemy, would send. */
export function rawRequest(random: Random, token: string): Buffer {
  const pick = <T>(values: readonly T[]): T => draw(random, values);
  const noise = (size: number): Buffer => Buffer.from(Array.from({ length: size }, () => Math.floor(random() * 256)));
  const body = '{"claims":[]}';
  const auth = `Authorization: Bearer ${token}${CRLF}`;
  const post = (more: string, content = body): string =>
    `POST /v1/conflicts HTTP/1.1${CRLF}Host: x${CRLF}${auth}Content-Type: application/json${CRLF}${more}${CRLF}${content}`;
  const get = (line: string, more = ''): string => `${line}${CRLF}Host: x${CRLF}${more}${CRLF}`;
  const length = `Content-Length: ${body.length}${CRLF}`;
  const chunked = `Transfer-Encoding: chunked${CRLF}`;
  const texts: readonly (() => string | Buffer)[] = [
    () => noise(1 + Math.floor(random() * 400)),
    () => Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), noise(200)]),
    () => get(`${pick(['get', 'G E T', 'GET\t', '', 'A'.repeat(5_000), 'PRI', 'CONNECT'])} /healthz HTTP/1.1`),
    () =>
      get(
        `GET ${pick(['', ' ', '*', '//', 'http://[', 'http://a:b@c/', '/../../etc/passwd', '/%', '/%00', '/a b', '\\', '/\u00ff', `/${'a/'.repeat(3_000)}`])} HTTP/1.1`,
      ),
    () => get(`GET http://elsewhere.example/v1/conflicts HTTP/1.1`, auth),
    () => get(`GET /healthz HTTP/${pick(['0.9', '1.0', '1.2', '2.0', '3', '11', 'x', '', '1.1.1'])}`),
    () => `GET /healthz HTTP/1.1\nHost: x\n\n`,
    () => `GET /healthz${CRLF}${CRLF}`,
    () =>
      get(
        'GET /healthz HTTP/1.1',
        pick([
          'Host: y\r\n',
          ' folded: x\r\n',
          ': nameless\r\n',
          'No colon\r\n',
          'Sp ace: x\r\n',
          'X: \u0000\r\n',
          `X: ${'y'.repeat(17_000)}\r\n`,
          'X: a\r\n'.repeat(1_500),
        ]),
      ),
    () => post(`${length}${chunked}`, `0${CRLF}${CRLF}`),
    () => post(`Content-Length: 5${CRLF}Content-Length: 6${CRLF}`),
    () =>
      post(`Content-Length: ${pick(['-1', '+5', '5, 5', '0x5', '1e3', '99999999999999999999', ' ', 'five'])}${CRLF}`),
    () =>
      post(
        `Transfer-Encoding: ${pick(['identity', 'gzip, chunked', 'chunked, chunked', 'xchunked', 'chunked\u000b', 'CHUNKED'])}${CRLF}`,
        `5${CRLF}{"a":${CRLF}0${CRLF}${CRLF}`,
      ),
    () =>
      post(
        chunked,
        pick([
          `x${CRLF}`,
          `-5${CRLF}`,
          `ffffffffffffffff${CRLF}a`,
          `5;${'e'.repeat(20_000)}${CRLF}hello${CRLF}0${CRLF}${CRLF}`,
          `3${CRLF}{}x`,
          `2${CRLF}{}${CRLF}0${CRLF}Trailer: x${CRLF}${CRLF}`,
        ]),
      ),
    () => post(length, body.slice(0, 5)),
    () => post(length, `${body}${get('GET /healthz HTTP/1.1')}`),
    () => get('GET /healthz HTTP/1.1').repeat(1 + Math.floor(random() * 30)),
    () =>
      get(
        'GET /healthz HTTP/1.1',
        `Upgrade: ${pick(['websocket', 'h2c', 'TLS/1.0'])}${CRLF}Connection: Upgrade${CRLF}`,
      ),
    () => post(`${length}Expect: ${pick(['100-continue', '200-ok', '', '100-Continue, x'])}${CRLF}`),
    () => post(`${length}Connection: ${pick(['close', 'keep-alive, close', 'transfer-encoding', 'x'])}${CRLF}`),
    () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    () => Buffer.from('16030100c8010000c40303', 'hex'),
  ];
  const made = pick(texts)();
  const bytes = Buffer.isBuffer(made) ? made : Buffer.from(made, 'latin1');
  // Sometimes what is sent ends early.
  return random() < 0.1 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes;
}
