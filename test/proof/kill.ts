/** Proof "kill": whatever is killed at whatever moment, nothing that was acknowledged is lost and nothing happens twice. */
import { availableParallelism, loadavg } from 'node:os';
import {
  audit,
  draw,
  eventually,
  fingerprint,
  isSettled,
  openPlace,
  pause,
  percentile,
  type Place,
  type Proof,
  type Server,
  type Trial,
} from './harness/index.ts';
import { acknowledgeEarly } from './kill-broken.ts';
import { killBetween } from './kill-between.ts';
import { checkLedger, fileAgain, finishLapsed } from './kill-ledger.ts';
import { startStream, type Stream } from './kill-stream.ts';

const BACK_MS = 10_000;
const BEAT_MS = 5_500;
const CLIENTS = 5;
const SETTLE_MS = 90_000;

const VICTIMS = ['server', 'server', 'server', 'worker', 'worker', 'postgres', 'postgres', 'everything'] as const;
type Victim = (typeof VICTIMS)[number];

export const proof: Proof = {
  promise: 'SIGKILL of server, worker or PostgreSQL loses nothing acknowledged, decides nothing twice; back in 10 s',
  n: { ci: 60, long: 1_000 },
  broken: 'a proxy acknowledges filings before it passes them on',
  async run(trial) {
    const { n, seed, random, isBroken, say, fail } = trial;
    const place = await openPlace();
    try {
      const server = await place.start();
      const worker = await place.start({ roles: 'worker' });
      const stream = startStream({
        place,
        seed,
        clients: CLIENTS,
        clientFor: (bank) => {
          const client = server.client(bank);
          return isBroken ? acknowledgeEarly(client) : client;
        },
      });
      const back = new Map<Victim, number[]>();
      const scene: Scene = { place, server, worker, stream, back, coming: Promise.resolve(), starved: 0 };
      for (let i = 0; i < n; i += 1) {
        await pause(50 + random() * 700);
        const victim = draw(random, VICTIMS);
        const ms = await strike(scene, victim, trial);
        if (ms > BACK_MS) {
          const text = `kill ${i + 1} (${victim}): back after ${Math.round(ms)} ms`;
          if (isStarved()) scene.starved += 1;
          else fail(text);
          say(`${text}, at a load of ${loadavg()[0]!.toFixed(1)}`);
        }
        if ((i + 1) % 10 === 0) say(`${i + 1} of ${n} kills, ${stream.ledger.filings.length} filings`);
      }
      await stream.stop();
      await scene.coming;
      await eventually('all is examined, no hint waits', () => settled(place), SETTLE_MS, 250);
      return await judge(trial, scene);
    } finally {
      await place.close();
    }
  },
};

/** The proof itself makes a load of four or so; where it is far more, how long a start takes says nothing of the service. */
const isStarved = (): boolean => loadavg()[0]! > 4 * availableParallelism();

interface Scene {
  readonly place: Place;
  readonly server: Server;
  readonly worker: Server;
  readonly stream: Stream;
  /** How long each took to be ready again, in milliseconds. */
  readonly back: Map<Victim, number[]>;
  /** The worker's present start. */
  coming: Promise<void>;
  /** Starts that took longer than promised where others had the machine. */
  starved: number;
}

const settled = async ({ sql }: Place): Promise<true | null> => ((await isSettled(sql)) ? true : null);

/**
 * Kills one of them, and answers how many milliseconds the service was away: it is there without the separate worker,
 * whose start nobody waits for.
 */
async function strike(scene: Scene, victim: Victim, { random, fail }: Trial): Promise<number> {
  const { place, server, worker } = scene;
  const note = (who: Victim, ms: number): void => void scene.back.set(who, [...(scene.back.get(who) ?? []), ms]);
  // A process whose database dies while it starts gives up, as it should: that is not what is tried here.
  if (victim !== 'server') await scene.coming;
  if (!server.isRunning()) fail(`the server ended by itself (${server.ended()}): ${server.stderr().slice(-2_000)}`);
  const started = performance.now();
  const pid = place.postmaster();
  const crash = (): void => {
    // SIGQUIT is what `pg_ctl stop -m immediate` sends; SIGKILL leaves its children to find out.
    if (pid !== null) process.kill(pid, random() < 0.5 ? 'SIGKILL' : 'SIGQUIT');
  };
  const bringWorker = (): void => {
    scene.coming = worker.restart().then(
      (ms) => note('worker', ms),
      (error: unknown) => fail(`the worker did not come back: ${String(error)}`),
    );
  };
  switch (victim) {
    case 'server':
      await server.kill();
      await server.restart();
      break;
    case 'worker':
      await worker.kill();
      bringWorker();
      return 0;
    case 'postgres':
      crash();
      // Nobody but the servers themselves brings their private database back.
      await eventually('another PostgreSQL runs', () => (place.postmaster() === pid ? null : place.postmaster()));
      await server.untilReady();
      break;
    case 'everything':
      crash();
      await Promise.all([server.kill(), worker.kill()]);
      bringWorker();
      await server.restart();
      break;
    default:
      victim satisfies never;
  }
  const ms = performance.now() - started;
  note(victim, ms);
  return ms;
}

/** What the server's log says of a request that went wrong. */
function reasonOf(server: Server, what: string): string {
  const [, request] = /"requestId":"([^"]+)"/.exec(what) ?? [];
  const lines = request === undefined ? [] : server.stderr().split('\n');
  return lines
    .filter((line) => line.includes(request!))
    .join('\n')
    .slice(0, 1_500);
}

async function judge(
  { n, isBroken, fail, say }: Trial,
  { place, server, stream, back, starved }: Scene,
): ReturnType<Proof['run']> {
  const { filings, statuses, wrong } = stream.ledger;
  for (const what of wrong) fail(`${what}\n${reasonOf(server, what)}`);
  say(`the ledger: ${filings.length} filings`);
  const kept = await checkLedger(place, server, filings, fail);
  const lapsed = await finishLapsed(server, filings, fail);
  const between = isBroken ? 'not tried' : await killBetween(place, server, fail);
  await eventually('what was finished is examined', () => settled(place), SETTLE_MS, 250);
  say('the audit');
  const found = await audit(place.sql);
  for (const fault of found.faults) fail(fault);
  // A beat of the sweep, in which workers hear the last facts.
  await pause(BEAT_MS);
  const before = await fingerprint(place.sql);
  say('everything once more');
  const again = isBroken ? { alike: 0, anew: 0, filed: 0 } : await fileAgain(place, server, filings, fail);
  await eventually('the second run is done', () => settled(place), SETTLE_MS, 250);
  await pause(BEAT_MS);
  const after = await fingerprint(place.sql);
  for (const [table, print] of Object.entries(after)) {
    if (!isBroken && before[table] !== print) fail(`a second run changed ${table}: ${before[table]}, then ${print}`);
  }
  const shown = (values: readonly number[]): string =>
    `${values.length}, ready again p50 ${Math.round(percentile(values, 0.5))} ms, max ${Math.round(percentile(values, 1))} ms`;
  return {
    n,
    figures: {
      ...Object.fromEntries([...back].map(([victim, values]) => [`kills of ${victim}`, shown(values)])),
      ...(starved > 0 ? { 'late on a machine that others kept busy': `${starved}, not judged` } : {}),
      'filings sent': filings.length,
      acknowledged: `${kept.acknowledged}, lost ${kept.lost}`,
      'without an answer': `${kept.unknown}, of them done ${kept.unknownDone}, half done ${kept.halfDone}`,
      'keys left in flight': `${lapsed.lapsed} taken after their minute, ${lapsed.tooYoung} too young to try`,
      'between commit and answer': between,
      answers: [...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, size]) => `${status}: ${size}`)
        .join(', '),
      audit: `${found.cases} cases, ${found.claims} claims, ${found.evidence} evidence, ${found.verdicts} verdicts, ${found.facts} facts; ${found.faults.length} faults`,
      'second run': `${again.filed} filed again; by their keys ${again.alike} answered alike, ${again.anew} anew`,
    },
  };
}
