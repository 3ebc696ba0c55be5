/** A submission, its verdict, and everything that a bank can check of it without trusting the service. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { DoubleSpend } from '../../service/town.ts';
import { freshSpend, submit, untilVerdict, type VerdictOfCase, type World } from '../harness/world.ts';

const ASSIZE = fileURLToPath(new URL('../../../apps/cli/bin/assize.js', import.meta.url));
const MILLION = 1_000_000;

interface Payload {
  readonly iss: string;
  readonly cas: string;
  readonly sub: string;
  readonly rnd: number;
  readonly qst: readonly {
    readonly hyp: readonly { readonly id: string; readonly ppm: number; readonly bare: number }[];
  }[];
  readonly clp: readonly { readonly party: string; readonly ppm: number }[];
  readonly awd: readonly { readonly claim: string; readonly act: string; readonly ppm: number }[];
  readonly why: readonly { readonly milliban: number }[];
}

interface Bundle {
  readonly submission: object;
  readonly register: readonly object[];
  readonly policy: object;
  readonly verdicts: readonly string[];
}

const total = (rows: readonly number[]): number => rows.reduce((sum, one) => sum + one, 0);

export const filing = (get: () => World): void =>
  describe('a submission', () => {
    let spend: DoubleSpend;
    let id = '';
    let verdict: VerdictOfCase;
    let payload: Payload;
    const folder = mkdtempSync(join(tmpdir(), 'assize-e2e-files-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    beforeAll(async () => {
      const world = get();
      spend = freshSpend(world);
      const filed = await submit(world, world.south.token, { reference: 'S-1', claims: spend.claims });
      expect(filed.status).toBe(202);
      expect(filed.json).toMatchObject({ state: 'received', serial: spend.serial, issuer: spend.issuer.id });
      expect(filed.json.claimIds).toHaveLength(2);
      id = filed.json.id;
      expect(filed.headers.get('location')).toBe(`/v1/conflicts/${id}`);
      [verdict] = (await untilVerdict(world, world.south.token, id)) as [VerdictOfCase];
      payload = verdict.payload as unknown as Payload;
    });

    it('gets a verdict that is signed by the key that the tribunal publishes', async () => {
      const { json: keys } = await get().ask<JSONWebKeySet>(null, '/.well-known/jwks.json');
      const verified = await compactVerify(verdict.statement, createLocalJWKSet(keys));
      expect(JSON.parse(Buffer.from(verified.payload).toString())).toEqual(payload);
      expect(verified.protectedHeader).toMatchObject({ typ: 'verdict+jwt', kid: keys.keys[0]!.kid! });
      expect(payload).toMatchObject({ iss: keys.keys[0]!.kid, cas: id, sub: spend.note, rnd: 0 });
      const forged = `${verdict.statement.slice(0, -6)}AAAAAA`;
      await expect(compactVerify(forged, createLocalJWKSet(keys))).rejects.toThrow('verification failed');
    });

    it('is decided in integers that add up', () => {
      expect(payload.qst).toHaveLength(1);
      for (const { hyp } of payload.qst) {
        expect(total(hyp.map(({ ppm }) => ppm))).toBe(MILLION);
        expect(total(hyp.map(({ bare }) => bare))).toBe(MILLION);
      }
      expect(payload.clp.every(({ ppm }) => Number.isInteger(ppm) && ppm >= 0 && ppm <= MILLION)).toBe(true);
      expect(payload.awd).toHaveLength(2);
      expect(total(payload.awd.map(({ ppm }) => ppm))).toBeLessThanOrEqual(MILLION);
      expect(payload.why.length).toBeGreaterThan(0);
      expect(payload.why.every(({ milliban }) => Number.isInteger(milliban))).toBe(true);
      const sizes = payload.why.map(({ milliban }) => Math.abs(milliban));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    });

    it('shows its parties what is known: the conflict, the custody, the graph', async () => {
      const world = get();
      const { json: conflict } = await world.ask(world.south.token, `/v1/conflicts/${id}`);
      expect(conflict).toMatchObject({
        state: 'proposed',
        outcome: 'question',
        note: spend.note,
        verdict: verdict.digest,
        claims: [{ submittedBy: 'south', reference: 'S-1' }, { submittedBy: 'south' }],
      });
      const parties = conflict['parties'] as { party: string; roles: string[] }[];
      for (const key of [spend.holder, ...spend.claimants]) expect(parties.map(({ party }) => party)).toContain(key.id);
      const { json: custody } = await world.ask(world.north.token, `/v1/conflicts/${id}/custody`);
      expect(custody).toMatchObject({
        conflict: id,
        custody: {
          outcome: 'question',
          claims: [{ sound: true }, { sound: true }],
          findings: [{ code: 'fork', parties: [spend.holder.id] }],
        },
      });
      const { nodes, edges } = custody['graph'] as { nodes: unknown[]; edges: unknown[] };
      expect([nodes.length, edges.length]).toEqual([5, 4]);
    });

    it('joins what stands when it comes again, and changes nothing', async () => {
      const world = get();
      const before = await world.ask(world.south.token, `/v1/conflicts/${id}`);
      const again = await submit(world, world.south.token, { claims: spend.claims });
      expect(again.status).toBe(200);
      expect(again.json).toMatchObject({ id, revision: before.json['revision'] });
      expect(await untilVerdict(world, world.south.token, id)).toHaveLength(1);
    });

    it('can be taken home: the bundle’s own submission gives the same custody, and the verdict is good', async () => {
      const world = get();
      const { json: bundle } = await world.ask<Bundle>(world.south.token, `/v1/conflicts/${id}/bundle`);
      expect(bundle.verdicts).toEqual([verdict.statement]);
      const { json: keys } = await world.ask<JSONWebKeySet>(null, '/.well-known/jwks.json');
      const { kty, crv, x } = keys.keys[0]!;
      const file = (name: string, content: unknown): string => {
        const path = join(folder, name);
        writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
        return path;
      };
      const register = file('register.json', bundle.register);
      const submission = file('submission.json', bundle.submission);
      const judged = JSON.parse(assize('judge', submission, '--register', register, '--json')) as Custody;
      const { json } = await world.ask<{ custody: Custody }>(world.south.token, `/v1/conflicts/${id}/custody`);
      expect(withoutOrder(judged)).toEqual(withoutOrder(json.custody));
      expect(judged.note).toBe(spend.note);
      const key = file('tribunal.json', { kty, crv, x });
      expect(assize('verify', file('verdict.jws', verdict.statement), '--key', key)).toContain(': good');
      // … and follows from what the bundle has, figure by figure.
      const told = assize('verify', '--bundle', file('bundle.json', bundle), '--tribunal', key);
      expect(told).toMatch(/✔ Good, all \d+ checks held/);
      expect(told).not.toContain('✖');
    });
  });

interface Custody {
  readonly note: string;
  readonly claims: readonly { readonly sound: boolean; readonly digest: string; readonly claimant: string }[];
  readonly findings: readonly {
    readonly code: string;
    readonly parties: readonly string[];
    readonly claims: readonly number[];
    readonly branches?: readonly { readonly next: string; readonly claims: readonly number[] }[];
    readonly proof: readonly string[];
  }[];
}

/** A custody in which claims have their redemptions' digests instead of places: their order is each reader's own. */
function withoutOrder({ claims, findings }: Custody): object {
  const named = (places: readonly number[]): string[] => places.map((place) => claims[place]!.digest).sort();
  return {
    claims: Object.fromEntries(claims.map(({ digest, sound, claimant }) => [digest, { sound, claimant }])),
    findings: findings.map(({ code, parties, claims: places, branches = [], proof }) => ({
      code,
      parties,
      claims: named(places),
      branches: Object.fromEntries(branches.map(({ next, claims: of }) => [next, named(of)])),
      proof: proof.toSorted(),
    })),
  };
}

const assize = (...args: string[]): string => execFileSync(process.execPath, [ASSIZE, ...args], { encoding: 'utf8' });
