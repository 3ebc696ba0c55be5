/** The OpenAPI 3.1 document, from the table of routes and the schemas that validate. */
import { z } from 'zod';
import { OPERATIONS, problemsOf, type OperationAnswer } from './operations.ts';
import { PROBLEM_TYPE, problemUri } from './problem.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { ROUTES, type Route, type RouteName } from './route-table.ts';
import { problemDocument } from './schemas/other-answers.ts';

type JsonObject = { [member: string]: unknown };

const OF_EVERY_ANSWER = { 'X-Request-Id': 'The request’s id, as sent or as made here' };
const OF_COUNTED_ANSWERS = {
  'RateLimit-Limit': 'Requests a minute',
  'RateLimit-Remaining': 'How many are left of them',
  'RateLimit-Reset': 'Seconds until the count begins anew',
};

/** Schemas by the ids that their `meta` gives them. */
class Components {
  readonly schemas: JsonObject = {};

  /** Writes a schema; named ones are written once and referred to. */
  refer(schema: z.ZodType, io: 'input' | 'output'): unknown {
    const { $schema: _dialect, $defs = {}, ...written } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    for (const [name, definition] of Object.entries($defs)) this.schemas[name] = pointToComponents(definition);
    return pointToComponents(written);
  }
}

const pointToComponents = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

/** writeOpenApi makes the document; `server` is the address under which it is reached, null for where it was got. */
export function writeOpenApi(version: string, server: string | null): JsonObject {
  const components = new Components();
  const paths: { [path: string]: JsonObject } = {};
  for (const [name, route] of Object.entries(ROUTES) as [RouteName, Route][]) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = writeOperation(name, route, components);
  }
  components.refer(problemDocument, 'output');
  return {
    openapi: '3.1.1',
    info: {
      title: 'assize',
      version,
      summary: 'Decides who is paid when two people redeem the same digital note',
      description:
        'Errors are RFC 9457 problem documents; every code is explained at [/docs/problems](/docs/problems).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server ?? '/' }],
    tags: [...new Set(Object.values(ROUTES).map(({ path }) => tagOf(path)))].map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token that the operator issued' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Signature',
          description:
            'HTTP Message Signatures (RFC 9421) with Signature-Input: `keyid` the party id, covering "@method", "@target-uri" and, with a body, "content-digest" (RFC 9530); `created` within 300 s; `nonce` used once',
        },
      },
    },
  };
}

const tagOf = (path: string): string => (path.startsWith('/v1/') ? path.split('/')[2]! : 'service');

function writeOperation(name: RouteName, route: Route, components: Components): JsonObject {
  const { body, query } = OPERATIONS[name];
  const parameters = [...pathParameters(route.path), ...queryParameters(query, components), ...headerParameters(route)];
  return {
    operationId: name,
    tags: [tagOf(route.path)],
    summary: route.does,
    ...(route.who === 'anyone'
      ? {}
      : { description: `For: ${route.who.join(', ')}. Scope: ${route.scope ?? 'none'}.` }),
    security: securityOf(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: components.refer(body.schema, 'input') } },
          },
        }),
    responses: writeResponses(name, route, components),
  };
}

function securityOf({ who, isOpenToLoopback }: Route): JsonObject[] {
  if (who === 'anyone') return [];
  const isOptional = who.includes('stranger') || isOpenToLoopback === true;
  return [{ token: [] }, { signature: [] }, ...(isOptional ? [{}] : [])];
}

const pathParameters = (path: string): JsonObject[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

function queryParameters(query: z.ZodType | undefined, components: Components): JsonObject[] {
  if (query === undefined) return [];
  const { properties = {} } = components.refer(query, 'input') as { readonly properties?: JsonObject };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

const headerParameters = ({ method, path }: Route): JsonObject[] =>
  method === 'POST'
    ? [header('Idempotency-Key', 'The same answer again for 24 hours', { minLength: 1, maxLength: 255 })]
    : path === ROUTES.readConflict.path
      ? [header('If-None-Match', '304 where the conflict still has this ETag', {})]
      : [];

const header = (name: string, description: string, form: JsonObject): JsonObject => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', ...form },
});

function writeAnswer(
  { does, body, headers = {} }: OperationAnswer,
  { who }: Route,
  components: Components,
): JsonObject {
  const all = { ...headers, ...OF_EVERY_ANSWER, ...(who === 'anyone' ? {} : OF_COUNTED_ANSWERS) };
  return {
    description: does,
    headers: writeHeaders(all),
    ...(body === null
      ? {}
      : {
          content:
            'schema' in body
              ? { 'application/json': { schema: components.refer(body.schema, 'output') } }
              : { [body.type]: {} },
        }),
  };
}

const writeHeaders = (headers: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

/** Problems are answers too: one response a status, with an example of each code. */
function writeResponses(name: RouteName, route: Route, components: Components): JsonObject {
  const responses: { [status: string]: JsonObject } = {};
  for (const [status, answer] of Object.entries(OPERATIONS[name].answers)) {
    responses[status] = writeAnswer(answer, route, components);
  }
  const codes = problemsOf(name);
  for (const status of new Set(codes.map((code) => PROBLEMS[code].status))) {
    const those = codes.filter((code) => PROBLEMS[code].status === status);
    const description = those.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; ');
    const answer = (responses[status] ??= { description, headers: writeHeaders(OF_EVERY_ANSWER) });
    const examples = Object.fromEntries(those.map((code) => [code, { value: exampleOf(code) }]));
    const content = { [PROBLEM_TYPE]: { schema: components.refer(problemDocument, 'output'), examples } };
    answer['content'] = { ...(answer['content'] as JsonObject | undefined), ...content };
  }
  return responses;
}

const exampleOf = (code: ProblemCode): JsonObject => ({
  type: problemUri(code),
  title: PROBLEMS[code].title,
  status: PROBLEMS[code].status,
  detail: PROBLEMS[code].mend,
  code,
  requestId: '2f1c7a9e-6f1b-4b54-9a2e-0d1c2b3a4f5e',
});
