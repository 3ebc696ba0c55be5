/** Runs one proof: `node dist/test/proof/main.js ID [--long] [--broken] [--n N] [--seed S] [--json]`. */
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeRandom } from './harness/random.ts';
import type { Outcome, Proof } from './harness/proof.ts';

/** What is broken on purpose is told whole: every way in which it shows has to be seen. */
const MOST_TOLD = process.argv.includes('--broken') ? 1_000 : 20;
const USAGE = 'npm run proof -- ID [--long] [--broken] [--n N] [--seed S] [--json]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    broken: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    n: { type: 'string' },
    seed: { type: 'string' },
  },
});
const [id = ''] = positionals;
const file = new URL(`./${id}.js`, import.meta.url);
if (!/^[a-z]+$/.test(id) || id === 'main' || !existsSync(file)) {
  process.stderr.write(`✖ There is no proof ${JSON.stringify(id)}.\n  → ${USAGE}\n`);
  process.exit(2);
}
const { proof } = (await import(file.href)) as { readonly proof: Proof };
const seed = Number(values.seed ?? randomInt(2 ** 31));
const n = Number(values.n ?? (values.long ? proof.n.long : proof.n.ci));
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(n) || n < 1) {
  process.stderr.write(`✖ --seed and --n are whole numbers.\n  → ${USAGE}\n`);
  process.exit(2);
}

const started = performance.now();
const seconds = (): number => Number(((performance.now() - started) / 1_000).toFixed(1));
let failures = 0;
const say = (text: string): void => void process.stderr.write(`${`${seconds().toFixed(1)} s`.padStart(8)}  ${text}\n`);
const fail = (text: string): void => {
  failures += 1;
  if (failures <= MOST_TOLD) say(`✖ ${text}`);
};

say(`${id}: ${proof.promise} (n ${n}, seed ${seed})`);
if (values.broken) say(`broken on purpose: ${proof.broken}`);
let outcome: Outcome = { n: 0, figures: {} };
try {
  const { long: isLong, broken: isBroken } = values;
  outcome = await proof.run({ n, seed, random: makeRandom(seed), isLong, isBroken, say, fail });
} catch (error) {
  fail(`the proof itself broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
if (failures > MOST_TOLD) say(`… and ${failures - MOST_TOLD} more`);

const line = { id, n: outcome.n, failures, seed, seconds: seconds() };
if (values.json) process.stdout.write(`${JSON.stringify({ ...line, figures: outcome.figures })}\n`);
else {
  for (const [name, value] of Object.entries(outcome.figures)) process.stdout.write(`${name.padEnd(44)} ${value}\n`);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
process.exit(failures > 0 ? 1 : 0);
