#!/usr/bin/env node
// Plain JavaScript: this file must run, and say what is wrong, on a Node that is too old and in a clone not yet built.
import { fileURLToPath } from 'node:url';

const LEAST = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1])) {
  process.stderr.write(`✖ assize needs Node ${LEAST.join('.')} or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}

const entry = new URL('../../../dist/apps/cli/src/main.js', import.meta.url);
const load = () => import(entry.href);

/** Only the absence of the entry itself means "not built"; anything else that cannot be found is a bug to be seen. */
const isMissing = (error) => error?.code === 'ERR_MODULE_NOT_FOUND' && error.url === entry.href;

async function build() {
  process.stderr.write('assize is not built yet: building it once.\n');
  const { spawnSync } = await import('node:child_process');
  const setup = fileURLToPath(new URL('../../../tools/setup.mjs', import.meta.url));
  // Standard output belongs to the command, so what the build says goes to standard error.
  const { status } = spawnSync(process.execPath, [setup], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(2);
}

let module;
try {
  module = await load();
} catch (error) {
  if (!isMissing(error)) throw error;
  await build();
  // Node remembers the failed import by its address, so the second one has another.
  module = await import(`${entry.href}?built`);
}
await module.main(process.argv.slice(2));
