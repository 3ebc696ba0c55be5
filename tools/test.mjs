// `npm test`: makes the checkout ready, runs jest with whatever arguments follow, and says at the end what was not run.
// A test that cannot run everywhere is skipped under a title that says what it needs: "… (needs …)". With REQUIRE_ALL=1
// a skipped test fails the run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setupOrExit } from './setup.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Arguments with which jest runs no tests, or does not end by itself, or reports in its own way. */
const NO_REPORT = /^--?(watch|help|h$|version|v$|showConfig|listTests|clearCache|init|json|outputFile)/;

await setupOrExit();

const args = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'assize-test-'));
const reportFile = join(folder, 'report.json');
const reports = args.some((arg) => NO_REPORT.test(arg)) ? [] : ['--json', `--outputFile=${reportFile}`];
try {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // With --json jest would print the whole report; its words are on standard error anyway.
  const stdio = reports.length > 0 ? ['inherit', 'ignore', 'inherit'] : 'inherit';
  const { status } = spawnSync(process.execPath, [...node, jest, ...args, ...reports], { cwd: ROOT, stdio });
  const skipped = reports.length > 0 ? printNotRun() : 0;
  process.exitCode = status === 0 && skipped > 0 && process.env.REQUIRE_ALL === '1' ? 1 : (status ?? 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Says what was not run, and answers how many tests that are. */
function printNotRun() {
  const report = readReport();
  if (report === null) return 0;
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'disabled')
      .map(({ fullName }) => `${relative(ROOT, name)}: ${fullName}`),
  );
  const chosen = args.filter((arg) => !arg.startsWith('-'));
  const lines = [];
  if (args.length > 0) lines.push(`Only what "${args.join(' ')}" asks for was run; npm test alone runs everything.`);
  if (skipped.length > 0) lines.push('Not run here:', ...skipped.map((line) => `  ${line}`));
  // A name that is asked for skips the others of its file, which says nothing about this machine.
  const isChoice = chosen.length > 0 || args.some((arg) => arg.startsWith('-t') || arg.startsWith('--testNamePattern'));
  if (lines.length === 0) lines.push('Everything was run, nothing was skipped.');
  process.stderr.write(`\n${lines.join('\n')}\n`);
  return isChoice ? 0 : skipped.length;
}

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return null;
  }
}
