/** What the Python client signs is what our readers accept; against a service it runs in `test/e2e`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { examine, isRefusal, parseSubmission, type Examination } from '#custody';
import { verifyRequest } from '#http-signatures';
import { makePrivateKey, native, portable, privateJwkOf, startVerification, type Json } from '#statements';

const CLIENT = fileURLToPath(new URL('python/client.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assize-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
const { skip } = it;
const withPython = hasPython ? it : skip;

interface DryRun {
  readonly method: string;
  readonly url: string;
  readonly fields: Record<string, string>;
  readonly body: string;
  readonly note: string;
  readonly payer: string;
  readonly redemptions: Record<string, string>;
}

describe('the Python client (needs python3 with the package cryptography)', () => {
  withPython('signs a request and statements that we accept, without a line of ours', () => {
    const bank = makePrivateKey('Ed25519', Buffer.alloc(32, 9));
    const file = join(folder, 'bank.json');
    writeFileSync(file, JSON.stringify(privateJwkOf(bank)));
    const args = [CLIENT, '--url', 'https://tribunal.example', '--bank-key', file, '--dry-run'];
    const { stdout, status, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { method, url, fields, body, note, payer, redemptions } = JSON.parse(stdout) as DryRun;
    const request = { method, url, headers: fields, body: Buffer.from(body) };
    const now = Date.now() / 1_000;
    expect(verifyRequest(request, (keyid) => (keyid === bank.id ? bank : null), { now })).toMatchObject({
      keyid: bank.id,
      nonce: expect.stringMatching(/^[\w-]{24}$/),
    });
    const submission = parseSubmission(JSON.parse(body) as Json);
    if (isRefusal(submission)) throw new Error(submission.why);
    const register = new Map([[bank.id, bank]]);
    const examination = examine(submission, startVerification(native, portable), register) as Examination;
    expect(examination.claims.map(({ fault }) => fault)).toEqual([null, null]);
    expect(examination.ignored).toEqual([]);
    expect(examination.note).toBe(note);
    expect(examination.findings).toMatchObject([{ code: 'fork', parties: [payer], binds: 'key_proven' }]);
    const claimants = examination.claims.map(({ digest, claimant }) => [digest, claimant]);
    expect(Object.fromEntries(claimants)).toEqual(redemptions);
  });
});
