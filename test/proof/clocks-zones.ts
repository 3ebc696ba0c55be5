/** Processes that close what is due, with clocks a day off, in zones whose clocks just change: none closes early. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FiledCase } from './clocks-filing.ts';
import { describeDelays, setDeadlines, untilClosed } from './clocks-deadlines.ts';
import { eventually, pause, type Place, type Trial } from './harness/index.ts';

const CLOSER = fileURLToPath(new URL('./clocks-closer.js', import.meta.url));
export const SHIFT = new URL('./clocks-shift.js', import.meta.url).href;
export const DAY_MS = 86_400_000;

/** Where each process thinks it is, and when: a few seconds before its zone's clocks change, or a day off. */
const CLOSERS: readonly { readonly zone: string; readonly at: string | number }[] = [
  { zone: 'America/New_York', at: '2026-11-01T05:59:56Z' },
  { zone: 'Europe/London', at: '2027-03-28T00:59:56Z' },
  { zone: 'Australia/Lord_Howe', at: '2027-04-03T14:59:56Z' },
  { zone: 'America/St_Johns', at: DAY_MS },
  { zone: 'Africa/Casablanca', at: -DAY_MS },
  { zone: 'Pacific/Chatham', at: '2027-04-03T13:59:56Z' },
];
const WINDOW_MS = { from: 300, to: 12_000 };
const CLOSED_MS = 60_000;
const START_MS = 60_000;
const NAIVE_MS = 5_000;

interface Said {
  readonly zone?: string;
  readonly now?: number;
  readonly local?: string;
  readonly deadlines?: Readonly<Record<string, string>>;
  readonly closed?: number;
}

export async function closeUnderClocks(
  place: Place,
  cases: readonly FiledCase[],
  { random, fail, isBroken, say }: Trial,
): Promise<string> {
  const url = await place.databaseUrl();
  const told = await tellDeadlines(place);
  const closers = (isBroken ? CLOSERS.filter(({ at }) => at === DAY_MS) : CLOSERS).map(({ zone, at }) => {
    const shiftMs = typeof at === 'number' ? at : Date.parse(at) - Date.now();
    const env = { PATH: process.env['PATH'], TZ: zone, SHIFT_MS: String(Math.round(shiftMs)) };
    const child = spawn(process.execPath, ['--import', SHIFT, CLOSER, url, isBroken ? 'naive' : 'fair'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { zone, shiftMs, child, said: collect(child) };
  });
  try {
    // A closer that is a day fast would close everything at once: the deadlines are there before it starts.
    const deadlines = await setDeadlines(place, cases, {
      from: WINDOW_MS.from + (isBroken ? START_MS : 0),
      to: WINDOW_MS.to + (isBroken ? START_MS : 0),
      random,
    });
    for (const { zone, shiftMs, said } of closers) {
      const first = await eventually(`the closer in ${zone} works`, () => said[0] ?? null, START_MS);
      if (first.zone !== zone) fail(`a closer that should be in ${zone} is in ${first.zone}`);
      if (Math.abs(first.now! - Date.now() - shiftMs) > START_MS)
        fail(`the clock in ${zone} is not shifted: ${first.local}`);
      for (const [id, deadline] of Object.entries(first.deadlines!)) {
        const isOwn = deadlines.has(id) || told.get(id) === undefined;
        if (!isOwn && deadline !== told.get(id)) fail(`in ${zone} the deadline ${told.get(id)} reads ${deadline}`);
      }
    }
    say(
      `${closers.length} closers work: ${closers.map(({ zone, said }) => `${zone} (${said[0]?.local?.slice(0, 24)})`).join(', ')}`,
    );
    if (isBroken) await pause(NAIVE_MS);
    const delays = await untilClosed(place, deadlines, isBroken ? 1_000 : CLOSED_MS);
    const early = [...delays].filter(([, ms]) => ms < 0);
    for (const [id, ms] of early) fail(`case ${id} was closed ${Math.round(-ms)} ms early`);
    const counts = closers.map(
      ({ zone, said }) => `${zone} ${said.reduce((sum, { closed }) => sum + (closed ?? 0), 0)}`,
    );
    return `${delays.size} deadlines, ${early.length} early; ${describeDelays([...delays.values()])}; closed by ${counts.join(', ')}`;
  } finally {
    for (const { child } of closers) child.kill('SIGKILL');
  }
}

/** The deadlines of proposed cases in UTC, as the database itself writes them. */
async function tellDeadlines(place: Place): Promise<Map<string, string>> {
  const rows = await place.sql<{ id: string; at: string }>(
    `SELECT conflict_id AS id, to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
     FROM assize.conflicts WHERE state = 'proposed'`,
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

function collect(child: ChildProcess): Said[] {
  const said: Said[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => said.push(JSON.parse(line) as Said));
  return said;
}
