// Runs a proof of reliability: `node tools/proof.mjs ID [--long] [--broken] [--n N] [--seed S] [--json]` (docs/proofs.md).
// Builds first where sources changed, so that what is tested is what ships; what the build says goes to standard error.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setupOrExit } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
await setupOrExit();
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', 'dist/test/proof/main.js', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
