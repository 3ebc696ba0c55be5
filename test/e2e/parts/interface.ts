/** The interface as it describes itself: the OpenAPI document, the reference page, and whether answers are as it says. */
import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../../apps/server/src/api/route-table.ts';
import type { World } from '../harness/world.ts';

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: object;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: object;
    readonly securitySchemes: Readonly<Record<string, { readonly type: string }>>;
  };
}

const pathOf = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

/** Every object in a document that names another place of it. */
function refsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = !Array.isArray(value) && typeof value['$ref'] === 'string' ? [value['$ref']] : [];
  return [...here, ...Object.values(value).flatMap(refsIn)];
}

const at = (document: Json, ref: string): Json | undefined =>
  ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (value, step) => (value as Record<string, Json> | undefined)?.[step.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );

export const describesItself = (get: () => World): void =>
  describe('the OpenAPI document', () => {
    const read = async (): Promise<Document> => (await get().ask<Document>(null, '/openapi.json')).json;

    it('has every route of the table and no other, each with its own name', async () => {
      const { openapi, info, paths } = await read();
      expect(openapi).toMatch(/^3\.1\.\d+$/);
      expect(info.title).not.toBe('');
      expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
      const described = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
      );
      const routed = Object.entries(ROUTES).map(([name, { method, path }]) => `${name} ${method} ${pathOf(path)}`);
      expect(described.sort()).toEqual(routed.sort());
    });

    it('holds together: references, parameters, security, answers', async () => {
      const document = await read();
      const refs = refsIn(document as unknown as Json);
      expect(refs.length).toBeGreaterThan(20);
      expect(refs.filter((ref) => !ref.startsWith('#/') || at(document as unknown as Json, ref) === undefined)).toEqual(
        [],
      );
      for (const [path, operations] of Object.entries(document.paths)) {
        for (const { parameters = [], responses, security, requestBody } of Object.values(operations)) {
          const names = parameters.filter((one) => one.in === 'path' && one.required).map(({ name }) => name);
          expect(names).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
          expect(parameters.every(({ schema }) => typeof schema === 'object')).toBe(true);
          for (const [status, { description }] of Object.entries(responses)) {
            expect(status).toMatch(/^[2345]\d\d$/);
            expect(description).not.toBe('');
          }
          for (const scheme of security.flatMap((one) => Object.keys(one)))
            expect(document.components.securitySchemes).toHaveProperty(scheme);
          if (requestBody !== undefined) expect(Object.keys(requestBody.content)).toEqual(['application/json']);
        }
      }
    });

    it('is shown on a page that needs no network', async () => {
      const page = await get().ask(null, '/docs');
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, target]) => target!);
      expect(loaded.length).toBeGreaterThan(1);
      for (const target of loaded) {
        expect(target).toMatch(/^\.?\/?(docs|openapi)/);
        expect((await get().ask(null, target.replace(/^(?!\/)/, '/'))).status).toBe(200);
      }
      const problems = await get().ask(null, '/docs/problems');
      for (const code of ['not_json', 'different_notes', 'idempotency_mismatch'])
        expect(problems.text).toContain(`id="${code}"`);
    });

    it('was kept by the answers to all calls of this suite', async () => {
      const world = get();
      await world.ask(null, '/metrics');
      const names = [...world.conformance.counts].map(([name]) => name);
      const good = names.filter((name) => / [23]\d\d$/.test(name)).map((name) => name.split(' ')[0]!);
      expect([...new Set(good)].sort()).toEqual(Object.keys(ROUTES).sort());
    });
  });
