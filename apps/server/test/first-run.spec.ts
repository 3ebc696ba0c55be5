/** `npm start` as somebody does it first, and again: a private database, the demo, the card, and Ctrl-C. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stopEmbedded } from '#embedded';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BIN = join(ROOT, 'apps/cli/bin/assize.js');

/** A line that a start writes where no terminal is. */
type Line = Readonly<Record<string, unknown>>;

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly lines: readonly Line[];
  /** What its steps took, without the set-up. */
  readonly ms: number;
}

const children: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'assize-first-'));
const environment = { ...process.env, DATA_DIR: folder, LOG_LEVEL: 'error' };
const readDemo = (): { token: string; example: { file: string; conflict: string } } =>
  JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as ReturnType<typeof readDemo>;

/** start runs `npm start -- …` and waits until it is ready. */
async function start(...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, ['tools/start.mjs', ...args], { cwd: ROOT, env: environment, detached: true });
  children.push(child);
  const lines: Line[] = [];
  const said: string[] = [];
  for await (const text of createInterface({ input: child.stderr! })) {
    // The set-up before it speaks in words.
    if (!text.startsWith('{')) {
      said.push(text);
      continue;
    }
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (line['step'] === 'ready') {
      child.stderr!.resume();
      const ms = lines.reduce((sum, one) => sum + Number(one['ms'] ?? 0), 0);
      return { child, url: String(line['url']), lines, ms };
    }
  }
  throw new Error(`it did not start: ${[...said, JSON.stringify(lines)].join('\n')}`);
}

/** Each start leads a group of its own, with the service in it. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

async function stop({ child }: Started, signal: NodeJS.Signals): Promise<number | null> {
  const closed = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  const [status] = await closed;
  return status;
}

const assize = (...args: string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: ROOT,
    env: environment,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
};

const stepsOf = ({ lines }: Started): unknown[] => lines.map(({ step }) => step);
const isDatabaseRunning = (): boolean => existsSync(join(folder, 'pg', 'postmaster.pid'));

describe('npm start', () => {
  let first: Started;
  const ask = async (
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
  ): Promise<Response> =>
    fetch(`${first.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${readDemo().token}`, ...init.headers },
    });
  const listCases = async (): Promise<{ state: string; round: number | null; serial: string }[]> => {
    const page = (await (await ask('/v1/conflicts?limit=100')).json()) as {
      items: Awaited<ReturnType<typeof listCases>>;
    };
    return page.items;
  };

  beforeAll(async () => {
    first = await start('--port', '0');
  }, 120_000);
  afterAll(async () => {
    // After a failure nothing may go on.
    for (const { pid } of children) killGroup(pid!);
    await stopEmbedded(folder);
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a database, fills it with the demo, and says where it is', () => {
    expect(stepsOf(first)).toEqual(
      expect.arrayContaining(['PostgreSQL (private)', 'Migrations', 'Demo data', 'ready']),
    );
    const demo = first.lines.find(({ step }) => step === 'Demo data')!;
    expect(demo['detail']).toMatch(/^\d\d cases, 4 banks, \d\d holders/);
    expect(demo['ms']).toBeLessThan(25_000);
  });

  it('keeps the token out of its lines, and in a file for its owner only', () => {
    expect(JSON.stringify(first.lines)).not.toContain(readDemo().token);
    expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'tribunal.json')).mode & 0o777).toBe(0o600);
  });

  it('has judged the cases, some of them again when something came to light', async () => {
    let cases = await listCases();
    for (let i = 0; i < 50 && cases.some(({ state }) => state !== 'proposed'); i += 1) {
      await sleep(200);
      cases = await listCases();
    }
    expect(cases.filter(({ state }) => state !== 'proposed')).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
    // How many depends on how soon the workers are there: the demo does not wait for them for ever.
    expect(cases.filter(({ round }) => round! > 0).length).toBeGreaterThan(0);
    const serials = cases.map(({ serial }) => serial);
    expect(serials).toEqual(expect.arrayContaining(['N-2026-104711', 'N-2026-200318', 'N-2026-117530']));
  });

  it('takes the example of the card, and shows its verdict', async () => {
    const { file, conflict } = readDemo().example;
    const response = await ask('/v1/conflicts', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'first-try' },
      body: readFileSync(join(ROOT, file)),
    });
    expect([response.status, ((await response.json()) as { id: string }).id]).toEqual([202, conflict]);
    for (let i = 0; i < 50 && !(await listCases()).every(({ state }) => state === 'proposed'); i += 1) await sleep(200);
    const { status, out } = assize('case', 'show', conflict);
    expect([status, out]).toEqual([0, expect.stringContaining('Recommended')]);
  });

  it('is found by the commands of the same folder', () => {
    expect(assize('doctor')).toMatchObject({ status: 0, out: expect.stringContaining('is ready') });
    const demo = JSON.parse(assize('demo', '--json').out) as { url: string; token: string };
    expect(demo).toMatchObject({ url: first.url, token: readDemo().token });
  });

  it('tells a second one on its port who has it', () => {
    const { status, err } = assize('serve', '--port', new URL(first.url).port);
    const last = JSON.parse(err.trim().split('\n').at(-1)!) as Line;
    expect(status).toBe(1);
    expect(last).toMatchObject({
      step: 'failed',
      why: expect.stringContaining('is in use'),
      fix: expect.stringContaining('PORT='),
    });
  });

  it('ends at Ctrl-C with its database, and is there again with all of it in seconds', async () => {
    const before = await listCases();
    const { token } = readDemo();
    expect(await stop(first, 'SIGINT')).toBe(0);
    expect(isDatabaseRunning()).toBe(false);
    first = await start('--port', '0');
    expect(first.ms).toBeLessThan(5_000);
    expect(readDemo().token).toBe(token);
    expect((await listCases()).length).toBe(before.length);
    expect(await stop(first, 'SIGTERM')).toBe(0);
    expect(isDatabaseRunning()).toBe(false);
  }, 120_000);
});
