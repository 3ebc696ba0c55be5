// What a fresh clone needs before anything runs: packages, the built program, the `assize` command. Plain Node, no
// packages, because it is what installs them. `npm start` and `npm test` begin with it; each step says how long it took.
//
//   node tools/setup.mjs             install if needed, build if sources changed, link the command
//   node tools/setup.mjs --build     the same, and build whatever was there before
//   node tools/setup.mjs --prepare   called by npm itself while it installs: build and link, never npm
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(ROOT, ...parts);
const LOCK = at('var', 'setup.lock');
const TOUCH_MS = 1_000;
/** A lock that its owner has not touched for so long was left behind. */
const STALE_MS = 15_000;
/** Set for the npm that we call, so that its `prepare` leaves building to us. */
const INSIDE = 'ASSIZE_SETUP_RUNS';

/** A cause that we know: it is shown without a stack trace. */
class SetupError extends Error {}

const say = (text) => process.stderr.write(`${text}\n`);

/** setup makes the checkout ready to run; `mode` is 'all', 'build' or 'prepare'. */
export async function setup(mode = 'all') {
  if (mode === 'prepare' && process.env[INSIDE] === '1') return;
  const release = await lock();
  try {
    if (mode === 'prepare') {
      // An installation without development packages is not wrong; there is only nothing here to build with.
      if (!hasCompiler()) return say('assize: not built, typescript is not installed (npm install --include=dev)');
      writeFileSync(at('node_modules', '.stamp'), lockfileHash());
    } else if (!isInstalled()) await install();
    if (mode === 'build' || !isBuilt()) await build();
    linkCommand();
  } finally {
    release();
  }
}

async function step(label, work) {
  const started = performance.now();
  await work();
  say(`  ${label.padEnd(28)}${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`);
}

// --- packages

const hasCompiler = () => existsSync(at('node_modules', 'typescript', 'bin', 'tsc'));
const lockfileHash = () => sha256(readFileSync(at('package-lock.json')));
const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);

function isInstalled() {
  if (!existsSync(at('node_modules')) || !hasCompiler()) return false;
  if (readIfThere(at('node_modules', '.stamp')) === lockfileHash()) return true;
  // Somebody ran npm themselves: what npm noted of its own work tells whether it was these packages.
  const noted = readIfThere(at('node_modules', '.package-lock.json'));
  if (noted === null) return false;
  const there = JSON.parse(noted).packages;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const differs = Object.entries(wanted).some(
    ([path, entry]) =>
      path !== '' && there[path]?.version !== entry.version && !(entry.optional && there[path] === undefined),
  );
  if (!differs) writeFileSync(at('node_modules', '.stamp'), lockfileHash());
  return !differs;
}

async function install() {
  await step('Installing packages', async () => {
    // Without the development packages there is no compiler, whatever NODE_ENV says.
    const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    let result = await npm('ci', ...options);
    // npm ci wants every platform's binaries of every package, also those that the registry does not have (yet).
    if (result.output.includes('EUSAGE')) result = await npm('install', ...options);
    if (result.status !== 0)
      throw new SetupError(`npm could not install the packages:\n${outline(result.output)}\n  → npm ci`);
    if (!hasCompiler()) throw new SetupError('typescript was not installed.\n  → npm ci --include=dev');
    writeFileSync(at('node_modules', '.stamp'), lockfileHash());
  });
}

const npm = (...args) => run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { [INSIDE]: '1' });

/** npm's reasons without the page of its options that it puts behind them. */
const outline = (output) =>
  output
    .split('\n')
    .filter((line) => /^npm error (?! )/.test(line))
    .slice(0, 8)
    .join('\n');

// --- the built program

const isBuilt = () =>
  existsSync(at('dist', 'apps', 'cli', 'src', 'main.js')) && readIfThere(at('dist', '.stamp')) === sourcesHash();

const byCodePoint = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function sourcesHash() {
  const files = ['apps', 'libs', 'bench', 'examples', 'test/proof', 'test/service'].flatMap((folder) =>
    listSources(at(folder)),
  );
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    files.push(at(name));
  const hash = createHash('sha256');
  for (const file of files.filter(existsSync).toSorted(byCodePoint))
    hash.update(`${relative(ROOT, file)}\0${sha256(readFileSync(file))}\n`);
  return hash.digest('hex');
}

function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function build() {
  if (!hasCompiler())
    throw new SetupError('typescript is not installed, so nothing can be built.\n  → npm ci --include=dev');
  await step('Building', async () => {
    const stamp = sourcesHash();
    const [next, old] = [at(`dist.next-${process.pid}`), at(`dist.old-${process.pid}`)];
    try {
      const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
      const { status, output } = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next]);
      if (status !== 0) throw new SetupError(`the sources do not compile:\n${output}`);
      writeFileSync(join(next, '.stamp'), stamp);
      // Swapped in as a whole, so that a command that starts meanwhile never sees half a build.
      if (existsSync(at('dist'))) renameSync(at('dist'), old);
      renameSync(next, at('dist'));
    } finally {
      for (const left of [next, old]) rmSync(left, { recursive: true, force: true });
    }
  });
}

/** npm links the commands of packages, not that of the project itself; `npx assize` looks here. */
function linkCommand() {
  const bin = at('node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'assize.cmd'), '@node "%~dp0\\..\\..\\apps\\cli\\bin\\assize.js" %*\r\n');
    return;
  }
  try {
    symlinkSync(join('..', '..', 'apps', 'cli', 'bin', 'assize.js'), join(bin, 'assize'));
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
}

// --- one at a time

/** Whoever makes the folder has the lock, and touches it while at work; it is free again 15 s after a crash. */
async function lock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let told = false; ;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) {
      rmSync(LOCK, { recursive: true, force: true });
      continue;
    }
    if (!told) say('  Another setup is at work here; waiting for it.');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const touching = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(LOCK, now, now);
    } catch {
      // Taken away by hand: the work goes on, only no longer alone.
    }
  }, TOUCH_MS);
  const release = () => {
    clearInterval(touching);
    process.off('SIGINT', stop);
    rmSync(LOCK, { recursive: true, force: true });
  };
  const stop = () => {
    release();
    process.exit(130);
  };
  process.on('SIGINT', stop);
  return release;
}

function isStale() {
  try {
    return Date.now() - statSync(LOCK).mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

// --- running

/** run starts a program, keeps what it prints, and answers its status; it does not block, so that the lock stays fresh. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    // npm.cmd is a script, which Windows starts through a shell only.
    const shell = command.endsWith('.cmd');
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, shell });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    child.on('error', (error) => resolve({ status: 1, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output: output.trim() }));
  });
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** setupOrExit is what a script begins with: a cause that we know is said plainly and ends it. */
export async function setupOrExit(mode = 'all') {
  try {
    await setup(mode);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`✖ ${error.message}`);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setupOrExit(
    process.argv.includes('--prepare') ? 'prepare' : process.argv.includes('--build') ? 'build' : 'all',
  );
}
