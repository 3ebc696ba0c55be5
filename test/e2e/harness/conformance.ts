/** Holds every answer that a test sees to the OpenAPI document that the service itself gives. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Response {
  readonly content?: Readonly<
    Record<string, { readonly schema?: object; readonly examples?: Readonly<Record<string, unknown>> }>
  >;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** An answer as it came. */
export interface Seen {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Conformance {
  /** Everything in which an answer differs from the document; empty where nothing. */
  differences(seen: Seen): string[];
  /** How many answers were looked at, by operation and status: `submit 202`. */
  readonly counts: ReadonlyMap<string, number>;
}

const PROBLEM = 'application/problem+json';
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** readConformance compiles the document's schemas (JSON Schema 2020-12, OpenAPI 3.1's own dialect). */
export function readConformance(document: OpenApi): Conformance {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addSchema(document, 'openapi');
  const validators = new Map<string, ValidateFunction>();
  const compile = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    validators.set(pointer, known);
    return known;
  };
  const check = (pointer: string, value: unknown): string[] => {
    const validate = compile(pointer);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  const places = Object.entries(document.paths).map(([path, operations]) => ({
    path,
    operations,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const counts = new Map<string, number>();
  const count = (name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);

  const differences = ({ method, path, status, headers, text }: Seen): string[] => {
    const found: string[] = headers.has('x-request-id') ? [] : ['no X-Request-Id'];
    const type = (headers.get('content-type') ?? '').split(';')[0]!;
    const place = places.find(({ pattern }) => pattern.test(path));
    const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
    const operation = place?.operations[verb];
    if (operation === undefined) {
      count(`elsewhere ${status}`);
      if (type !== PROBLEM) return [...found, `${type} where there is no operation`];
      return [...found, ...check('/components/schemas/Problem', JSON.parse(text))];
    }
    count(`${operation.operationId} ${status}`);
    const response = operation.responses[status];
    if (response === undefined)
      return [...found, `${operation.operationId} has no answer ${status}: ${text.slice(0, 200)}`];
    if (response.content === undefined || method === 'HEAD')
      return text === '' ? found : [...found, 'content where there should be none'];
    const content = response.content[type] ?? response.content['*/*'];
    if (content === undefined) return [...found, `${operation.operationId} ${status} is not described as ${type}`];
    if (content.schema === undefined) return found;
    const value: unknown = JSON.parse(text);
    const pointer = ['paths', place!.path, verb, 'responses', String(status), 'content', type, 'schema'];
    found.push(...check(pointer.map((step) => `/${escape(step)}`).join(''), value));
    const code = (value as { code?: string }).code;
    if (type === PROBLEM && content.examples?.[code!] === undefined) {
      found.push(`${operation.operationId} ${status} does not name the code ${code}`);
    }
    return found;
  };
  return { differences, counts };
}

/** A step of a JSON pointer in a URI fragment. */
const escape = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
