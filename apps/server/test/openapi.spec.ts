/** The OpenAPI document and the reference page: all that there is, and nothing from elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS, problemsOf } from '../src/api/operations.ts';
import { PROBLEMS } from '../src/api/problems.ts';
import { ROUTES, type Route, type RouteName } from '../src/api/route-table.ts';
import { ask } from './client.ts';
import { startStub, type Stub } from './start-stub.ts';

interface Media {
  readonly schema?: { readonly $ref?: string };
  readonly examples?: Readonly<Record<string, unknown>>;
}
interface DocumentedOperation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Record<string, unknown>>> };
}

let stub: Stub;
let document: Document;
let text = '';
beforeAll(async () => {
  stub = await startStub();
  const answer = await ask<Document>(`${stub.url}/openapi.json`);
  [document, text] = [answer.json, answer.text];
});
afterAll(() => stub.stop());

const ROWS = Object.entries(ROUTES) as [RouteName, Route][];
const documented = ({ method, path }: Route): DocumentedOperation | undefined =>
  document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

describe('the document', () => {
  it('is OpenAPI 3.1, and every reference in it leads somewhere', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to!);
    expect(references.length).toBeGreaterThan(20);
    for (const to of new Set(references)) {
      expect(document.components.schemas).toHaveProperty([to.replace('#/components/schemas/', '')]);
    }
    expect(text).not.toContain('$defs');
    expect(text).not.toContain('"nullable"');
  });

  it('has the routes of the table and no others', () => {
    const places = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${method} ${path} ${operationId}`),
    );
    expect(places.sort()).toEqual(
      ROWS.map(
        ([name, { method, path }]) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')} ${name}`,
      ).sort(),
    );
  });

  it.each(ROWS)('has every status and every problem of %s', (name, route) => {
    const { responses } = documented(route)!;
    for (const status of Object.keys(OPERATIONS[name].answers)) expect(responses).toHaveProperty([status]);
    for (const code of problemsOf(name)) {
      const media = responses[PROBLEMS[code].status]?.content?.['application/problem+json'];
      expect(media?.schema?.$ref).toBe('#/components/schemas/Problem');
      expect(media?.examples).toHaveProperty([code]);
    }
  });

  it.each(ROWS)('has what %s takes and gives, by the schemas that validate', (name, route) => {
    const { body, query, answers } = OPERATIONS[name];
    const operation = documented(route)!;
    const schema = operation.requestBody?.content['application/json']?.schema;
    expect(schema === undefined).toBe(body === undefined);
    if (body !== undefined) {
      const written = document.components.schemas[schema!.$ref!.replace('#/components/schemas/', '')]!;
      expect(written).toMatchObject({ type: 'object', additionalProperties: false });
    }
    if (query !== undefined) {
      const names = operation.parameters!.filter((one) => one.in === 'query').map((one) => one.name);
      expect(names).toEqual(['limit', 'cursor', 'state']);
    }
    for (const [status, answer] of Object.entries(answers)) {
      if (answer.body !== null && 'schema' in answer.body) {
        expect(operation.responses[status]?.content?.['application/json']?.schema).toBeDefined();
      }
    }
    expect(operation.security.length === 0).toBe(route.who === 'anyone');
  });

  it('shows every problem code but those that are raised before there is a route', () => {
    const shown = new Set(ROWS.flatMap(([name]) => problemsOf(name)));
    const before = Object.keys(PROBLEMS).filter((code) => !shown.has(code as keyof typeof PROBLEMS));
    expect(before.sort()).toEqual(['expectation_failed', 'headers_too_large', 'method_not_allowed']);
  });
});

describe('the reference page', () => {
  it('loads scripts and styles from here alone', async () => {
    const page = await ask(`${stub.url}/docs`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
    const wanted = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(wanted).toEqual([
      '/docs/favicon-32x32.png',
      '/docs/swagger-ui.css',
      '/docs/swagger-ui-bundle.js',
      '/docs/start.js',
    ]);
    expect(page.text).not.toMatch(/<script>|onload=|style="/);
    for (const path of wanted) {
      const file = await ask(stub.url + path);
      expect([file.status, file.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
      const again = await ask(stub.url + path, { headers: { 'if-none-match': file.headers.get('etag')! } });
      expect([again.status, again.text]).toEqual([304, '']);
    }
    const start = await ask(`${stub.url}/docs/start.js`);
    expect(start.text).toContain("url: '/openapi.json'");
    expect(start.text).toContain('validatorUrl: null');
  });

  it('serves those files of its package and no others', async () => {
    for (const name of ['index.html', 'package.json', 'swagger-initializer.js', 'constructor']) {
      expect(await ask(`${stub.url}/docs/${name}`)).toMatchObject({ status: 404, json: { code: 'no_such_route' } });
    }
  });

  it('explains every problem code', async () => {
    const page = await ask(`${stub.url}/docs/problems`);
    for (const code of Object.keys(PROBLEMS)) expect(page.text).toContain(`<dt id="${code}">`);
    expect(page.text).not.toContain('<script');
  });
});
