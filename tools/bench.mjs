// Runs the benchmarks: `node tools/bench.mjs [ROW…] [--quick] [--json]`. Builds first, so that what is measured is
// what ships; what the build says goes to standard error, which keeps `--json` clean.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (args, stdout) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', stdout, 2] }).status;

const build = existsSync(`${root}tools/setup.mjs`)
  ? ['tools/setup.mjs', '--build']
  : ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
if (run(build, 2) !== 0) {
  process.stderr.write('✖ the build failed, so there is nothing to measure.\n');
  process.exit(2);
}
// Row `custody` measures what is kept, so it must be able to collect, and its long form holds a million statements.
const flags = ['--expose-gc', '--max-old-space-size=8192'];
process.exitCode = run([...flags, 'dist/bench/main.js', ...process.argv.slice(2)], 1) ?? 1;
