/** Row `profile`: where the CPU of a conflict goes, each thread's time by the kernel, its parts by samples of its stack. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuTimes, spent, threadTimes } from './cpu-time.ts';
import { report, type Effort, type Row } from './row.ts';
import { burst, drawSubmissions } from './serve.ts';
import { startService } from './service.ts';
import { seededRandom } from './random.ts';
import { watchVerdicts } from './verdict-watch.ts';
import { makeSigner } from './wallet.ts';

/** What a stack is counted as: the innermost of its frames that one of these knows, tried in this order. */
type Parts = readonly (readonly [part: string, frame: RegExp])[];

const MAIN_PARTS: Parts = [
  ['collecting garbage', /\(garbage collector\)/],
  ['waiting', /\(idle\)/],
  [
    'what is asked of PostgreSQL, the queue’s too: writing and parsing',
    /node_modules\/(pg|pg-.*|typeorm|postgres-.*)\//,
  ],
  ['queue', /node_modules\/bullmq\/|libs\/queue\//],
  ['sending to and from the threads', /node_modules\/piscina\//],
  ['deciding: market, weights, verdict and its signature', /libs\/(arbitration|inference)\//],
  ['the note’s signature, texts and their hashes as a filing', /libs\/(custody|statements)\/|tribunal\/src\/filing/],
  [
    'HTTP',
    /node_modules\/(fastify|@nestjs|@fastify|light-my-request|pino|zod|ajv)|apps\/server\/src\/(api|log)|node:_http/,
  ],
  ['use cases', /libs\/(tribunal|store)\//],
];
const EXAMINE_PARTS: Parts = [
  ['collecting garbage', /\(garbage collector\)/],
  ['waiting', /atomicsWaitLoop|\(idle\)/],
  ['second verifier: keys, in JavaScript', /verifiers\/portable/],
  ['second verifier: signatures, by OpenSSL', /isValidByOpenSsl/],
  ['first verifier, by libsodium', /verifiers\/native|sodium-native/],
  ['reading and linking statements, findings, questions', /libs\/(custody|statements|arbitration)\//],
  ['putting together what is sent back', /libs\/tribunal\//],
  ['sending to and from the worker’s thread', /node_modules\/piscina\//],
];
const REST = 'anything else';

/** The server's threads, and the file that a profile of one names. */
const KINDS: Readonly<Record<string, { readonly what: string; readonly parts: Parts; readonly entry: string | null }>> =
  {
    main: { what: 'the main thread: HTTP and filing', parts: MAIN_PARTS, entry: null },
    work: {
      what: 'the thread of the worker role: queue, deciding, signing',
      parts: MAIN_PARTS,
      entry: 'worker/worker-thread.js',
    },
    examine: { what: 'the threads that examine', parts: EXAMINE_PARTS, entry: 'worker/examine-worker.js' },
    file: { what: 'the thread that files large bodies', parts: MAIN_PARTS, entry: 'filing/filing-worker.js' },
  };

export async function benchProfile({ quick }: Effort): Promise<Row[]> {
  const size = quick ? 200 : 1_500;
  const folder = mkdtempSync(join(tmpdir(), 'assize-profile-'));
  const bank = makeSigner(seededRandom(9), 'Ed25519');
  const service = await startService(bank, {
    NODE_OPTIONS: `--import=${new URL('./profiled.js', import.meta.url).href}`,
    PROFILE_DIR: folder,
  });
  const watch = await watchVerdicts(service.databaseUrl);
  const take = drawSubmissions(bank, 'profile');
  try {
    await burst(service, watch, take(quick ? 200 : 800));
    process.kill(service.pid, 'SIGUSR2');
    // A thread that sleeps hears of the profile with its next task.
    await burst(service, watch, take(20));
    const before = cpuTimes(service);
    const threadsBefore = threadTimes(service.pid);
    await burst(service, watch, take(size));
    const cpu = spent(before, cpuTimes(service), size);
    const threads = threadTimes(service.pid).map(({ id, seconds }) => {
      const known = threadsBefore.find((one) => one.id === id)?.seconds ?? 0;
      return { id, ms: (1e3 * (seconds - known)) / size };
    });
    process.kill(service.pid, 'SIGUSR2');
    await burst(service, watch, take(5));
    await watch.close();
    await service.stop();
    if (cpu === null) return [];
    const kinds = kindsOf(folder, service.pid);
    const total = cpu.server + cpu.database;
    const row = (thread: string, part: string, ms: number): Row =>
      report({ id: `profile-${thread}`, what: part, figure: ms, beside: total, unit: 'ms of CPU a conflict' });
    let other = cpu.server;
    const rows: Row[] = [];
    for (const [kind, { what, parts }] of Object.entries(KINDS)) {
      const own = kinds.filter((one) => one.kind === kind);
      const spentByKind = threads
        .filter(({ id }) => own.some((one) => one.id === id))
        .reduce((sum, { ms }) => sum + ms, 0);
      other -= spentByKind;
      rows.push(row(kind, what, spentByKind));
      const files = own.map(({ file }) => file);
      rows.push(...split(files, parts).map(([part, share]) => row(kind, part, share * spentByKind)));
    }
    return [
      ...rows,
      row('other', 'the runtime’s other threads: garbage of all of them, compilers, files', other),
      row('postgresql', 'PostgreSQL', cpu.database),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** kindsOf tells of each thread that was profiled what it is, its number and its profile. */
function kindsOf(
  folder: string,
  main: number,
): { readonly kind: string; readonly id: number; readonly file: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const file = join(folder, name);
      const id = Number(readFileSync(file.replace('.json', '.thread'), 'latin1'));
      const profile = readFileSync(file, 'utf8');
      const known = Object.entries(KINDS).find(([, { entry }]) => entry !== null && profile.includes(entry));
      return { kind: id === main ? 'main' : (known?.[0] ?? 'file'), id, file };
    });
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** split gives the share of each part in the time that threads did not wait, the largest first. */
function split(files: readonly string[], parts: Parts): [part: string, share: number][] {
  const times = new Map<string, number>();
  for (const file of files) {
    const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as Profile;
    const partOf = new Map<number, string>();
    const byId = new Map(nodes.map((node) => [node.id, node]));
    // Parents stand before their children; a frame that no part knows is its caller's.
    for (const { id, callFrame, children } of nodes) {
      const frame = `${callFrame.functionName} ${callFrame.url}`;
      const part = parts.find(([, known]) => known.test(frame))?.[0] ?? partOf.get(id) ?? REST;
      partOf.set(id, part);
      for (const child of children ?? []) partOf.set(byId.get(child)!.id, part);
    }
    for (const [i, id] of samples.entries()) {
      const part = partOf.get(id)!;
      times.set(part, (times.get(part) ?? 0) + timeDeltas[i]!);
    }
  }
  times.delete('waiting');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([part, time]): [string, number] => [part, time / total]).sort(([, a], [, b]) => b - a);
}
