// `npm start`: makes the checkout ready and starts the service; on a private database that is new, with the demo in it.
// What follows `npm start --` goes to `assize serve`: --no-demo, --port 4801 … Ctrl-C stops everything.
import { setupOrExit } from './setup.mjs';

await setupOrExit();

const { hasProblems, readConfig } = await import('../dist/libs/config/src/index.js');
const { main } = await import('../dist/apps/cli/src/main.js');

const args = process.argv.slice(2);
const isSaid = args.some((arg) => arg === '--demo' || arg === '--no-demo');
await main(['serve', ...args, ...(isSaid || !mayHaveDemo() ? [] : ['--demo'])]);

/** Somebody's own database is theirs, and what DEMO says counts. Mistakes in the settings are told by the service. */
function mayHaveDemo() {
  const config = readConfig();
  return !hasProblems(config) && config.demo === undefined && config.databaseUrl === null;
}
