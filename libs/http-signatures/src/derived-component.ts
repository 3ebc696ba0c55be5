/** Components that are derived from a message's control data (RFC 9421 section 2.2). */
import { faultOf, type HttpSignatureFault } from './fault.ts';
import type { HttpMessage, HttpRequest } from './http-message.ts';
import type { Component } from './component.ts';

type Derive = (request: HttpRequest, component: Component) => string | HttpSignatureFault;

/** Those of a request that take no parameter of their own. */
const OF_REQUEST: Readonly<Record<string, Derive>> = {
  '@method': ({ method }) => method,
  '@target-uri': ({ url }) => url.replace(/#.*$/s, ''),
  '@authority': (request) => fromTarget(request, ({ scheme, authority }) => normalAuthority(scheme, authority)),
  '@scheme': (request) => fromTarget(request, ({ scheme }) => scheme),
  '@request-target': (request) => request.requestTarget ?? fromTarget(request, ({ path, query }) => path + query),
  '@path': (request) => fromTarget(request, ({ path }) => path),
  '@query': (request) => fromTarget(request, ({ query }) => (query === '' ? '?' : query)),
  '@query-param': (request, component) =>
    fromTarget(request, ({ query }) => queryParam(query.slice(1), component.params.get('name'))),
};

/** deriveComponent gives the value of a derived component of the message itself (`req` was seen to before). */
export function deriveComponent(message: HttpMessage, component: Component): string | HttpSignatureFault {
  const { name, params } = component;
  const stray = [...params.keys()].find((key) => key !== 'req' && !(key === 'name' && name === '@query-param'));
  if (stray !== undefined) return faultOf('component_unknown', `"${name}" has no parameter "${stray}"`);
  if (name === '@status') {
    return 'status' in message ? String(message.status) : faultOf('component_missing', 'a request has no "@status"');
  }
  if (!Object.hasOwn(OF_REQUEST, name)) return faultOf('component_unknown', `nobody knows how to derive "${name}"`);
  if ('status' in message) return faultOf('component_missing', `a response has no "${name}"`);
  const value = OF_REQUEST[name]!(message, component);
  if (typeof value !== 'string' || /^[\x20-\x7e]*$/.test(value)) return value;
  return faultOf('component_malformed', `"${name}" has characters that cannot be signed`);
}

interface Target {
  readonly scheme: string;
  readonly authority: string;
  /** At least `/`. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

function fromTarget(
  { url }: HttpRequest,
  derive: (target: Target) => string | HttpSignatureFault,
): string | HttpSignatureFault {
  // RFC 3986 appendix B, for an absolute URI with an authority.
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(?:#.*)?$/s.exec(url);
  if (parts === null) return faultOf('component_malformed', 'the target URI is not absolute');
  const [, scheme = '', authority = '', path = '', query = ''] = parts;
  return derive({ scheme: scheme.toLowerCase(), authority, path: path === '' ? '/' : path, query });
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** RFC 9110 section 4.2.3: in lower case, without the scheme's default port. */
function normalAuthority(scheme: string, authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  const port = /:(\d*)$/.exec(host);
  return port !== null && (port[1] === '' || port[1] === DEFAULT_PORTS[scheme]) ? host.slice(0, port.index) : host;
}

/** Section 2.2.8: the query is decoded as a form and encoded anew, names too; which of two values is meant nobody knows. */
function queryParam(query: string, name: unknown): string | HttpSignatureFault {
  if (typeof name !== 'string') return faultOf('component_malformed', '"@query-param" needs the parameter "name"');
  const values = [...new URLSearchParams(query)].filter(([key]) => encodeFormText(key) === name);
  if (values.length === 0) return faultOf('component_missing', `the query has no "${name}"`);
  if (values.length > 1) return faultOf('component_malformed', `the query has "${name}" more than once`);
  return encodeFormText(values[0]![1]);
}

/** WHATWG URL's form encoding, with spaces as %20. */
const encodeFormText = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
