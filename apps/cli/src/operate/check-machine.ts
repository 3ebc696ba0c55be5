/** What the doctor looks at on this machine: Node, the port, the disk, the data folder, the key. */
import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { findListener, type Config } from '#config';
import { isFault, readJson, readPrivateKey } from '#statements';
import { good, note, wrong, type Check } from './check.ts';

const MIB = 1_048_576;
/** Below this the service says that it is not ready; below the other one it soon will. */
const LEAST_FREE_MIB = 256;
const GOOD_FREE_MIB = 2_048;
const LEAST_MEMORY_MIB = 1_024;

export function checkMachine(): Check[] {
  const memoryMiB = Math.round(totalmem() / MIB);
  const seen = `${platform()} ${arch()} ${release()}, ${availableParallelism()} cores, ${memoryMiB} MiB of memory`;
  return [
    // The command itself refuses to run on a Node that is too old.
    good('Node', process.versions.node),
    memoryMiB < LEAST_MEMORY_MIB
      ? note('machine', seen, `${LEAST_MEMORY_MIB} MiB of memory are advised`)
      : good('machine', seen),
  ];
}

/** checkPort tells whether the service could listen, where it does not run already at `runningAt`. */
export async function checkPort({ host, port }: Config, runningAt: string | null): Promise<Check> {
  if (runningAt !== null) return good('port', `${new URL(runningAt).port}, where the service runs`);
  const code = await tryListen(host, port);
  switch (code) {
    case null:
      return good('port', `${port} is free`);
    case 'EADDRINUSE': {
      const owner = findListener(port);
      const by = owner === null ? 'another process' : `"${owner.name}" (pid ${owner.pid})`;
      return wrong('port', `${port} is in use by ${by}`, 'choose another with PORT');
    }
    case 'EACCES':
      return wrong('port', `this user may not listen on ${port}`, 'choose one from 1024 on with PORT');
    default:
      return wrong(
        'port',
        `${host} is no address of this machine (${code})`,
        'HOST=127.0.0.1, or 0.0.0.0 for every network',
      );
  }
}

const tryListen = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });

export function checkFolder({ dataDir }: Config): Check[] {
  let existing = dataDir;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const freeMiB = Math.floor((bavail * bsize) / MIB);
  const disk =
    freeMiB < LEAST_FREE_MIB
      ? wrong('disk', `${freeMiB} MiB free in ${existing}`, 'free some space, or set DATA_DIR to another disk')
      : freeMiB < GOOD_FREE_MIB
        ? note('disk', `${freeMiB} MiB free in ${existing}`, 'a tribunal grows: keep 2 GiB free')
        : good('disk', `${freeMiB} MiB free`);
  if (existing !== dataDir) return [disk, note('data folder', `${dataDir} is not there yet; the first start makes it`)];
  const { uid, mode } = statSync(dataDir);
  const me = process.getuid?.();
  const seen = `${dataDir}, owner ${uid}, mode ${modeOf(mode)}`;
  if (me !== undefined && me !== 0 && me !== uid) {
    return [
      disk,
      wrong('data folder', `${seen}; this is user ${me}`, `run as its owner, or chown -R ${me} ${dataDir}`),
    ];
  }
  if (me !== undefined && (mode & 0o002) !== 0) {
    return [disk, wrong('data folder', `${seen}: everybody may write into it`, `chmod o-w ${dataDir}`)];
  }
  return [disk, good('data folder', seen)];
}

const modeOf = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

export function checkTribunalKey({ tribunalKey }: Config): Check {
  const name = 'tribunal’s key';
  if (!existsSync(tribunalKey)) return note(name, `${tribunalKey} is not there yet; the first start makes it`);
  try {
    const read = readJson(readFileSync(tribunalKey));
    const key = 'value' in read ? readPrivateKey(read.value) : null;
    if (key === null || isFault(key)) {
      const why = key === null ? 'it is not JSON' : key.why;
      return wrong(name, `${tribunalKey}: ${why}`, 'restore it from your backup: without it no verdict can be signed');
    }
    const { mode } = statSync(tribunalKey);
    if (platform() !== 'win32' && (mode & 0o077) !== 0) {
      return wrong(name, `others may read ${tribunalKey} (mode ${modeOf(mode)})`, `chmod 600 ${tribunalKey}`);
    }
    return good(name, `${key.id}, mode ${modeOf(mode)}`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return wrong(name, `${tribunalKey} cannot be read (${code})`, 'run as its owner');
  }
}
