/**
 * # Benchmarks: how fast, beside what
 *
 * `npm run bench` runs every row, `npm run bench -- verify custody` some, `--quick` all of them in under two minutes,
 * `--json` prints a line a row. Machines are shared and noisy, so what counts in a row is the ratio of two things that
 * ran in turn in one process. Adding a row: a file that exports a function from effort to rows, and an entry below.
 */
import { strict as assert } from 'node:assert';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCustody } from './custody.ts';
import { benchHistory } from './history.ts';
import { benchFit, benchInfer } from './infer.ts';
import { benchMarket } from './market.ts';
import { benchProfile } from './profile.ts';
import { benchServe } from './serve.ts';
import { heading, showRow, type Effort, type Row } from './row.ts';
import { benchStart } from './start.ts';
import { benchMixed, benchPortable, benchVerify } from './verify.ts';

const ROWS: Readonly<Record<string, (effort: Effort) => Promise<Row[]>>> = {
  serve: benchServe,
  history: benchHistory,
  start: benchStart,
  verify: benchVerify,
  'verify-noble': benchPortable,
  'verify-mixed': benchMixed,
  custody: benchCustody,
  infer: benchInfer,
  fit: benchFit,
  market: benchMarket,
  profile: benchProfile,
};
/** Reasons for other rows, told only where they are asked for. */
const ON_DEMAND = ['profile'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    past: { type: 'string' },
  },
});
const past = values.past === undefined ? null : Number(values.past);
if (past !== null && !(Number.isSafeInteger(past) && past > 0)) {
  process.stderr.write(`--past takes a number of conflicts; this is ${values.past}\n`);
  process.exit(2);
}
const unknown = positionals.filter((id) => !Object.hasOwn(ROWS, id));
if (unknown.length > 0) {
  process.stderr.write(`no such row: ${unknown.join(', ')}; there are ${Object.keys(ROWS).join(', ')}\n`);
  process.exit(2);
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
if (!values.json) {
  const load = loadavg()[0]!.toFixed(1);
  print(`${availableParallelism()} cores, ${cpus()[0]!.model}, node ${process.versions.node}, load ${load}\n`);
  print(heading());
}
for (const [id, bench] of Object.entries(ROWS)) {
  if (positionals.length > 0 ? !positionals.includes(id) : ON_DEMAND.includes(id)) continue;
  const rows = await bench({ quick: values.quick, past });
  assert(rows.length > 0);
  for (const row of rows) print(values.json ? JSON.stringify(row) : showRow(row));
}
