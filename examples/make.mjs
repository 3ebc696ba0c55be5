#!/usr/bin/env node
// Makes every example again: `node examples/make.mjs [FOLDER]`. Each submission is made by the CLI's own commands
// (`examples/make/workshop.mjs`), with keys from public seeds and fixed times and numbers, so that the bytes never
// change; what must come out of it is written by hand beside it, in `<group>/expected/`. Of README.md the script fills in what the
// tool prints and the tables.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFECTS } from './make/defects.mjs';
import { resolve } from './make/expectation.mjs';
import { FINDINGS } from './make/findings.mjs';
import { writeHistory } from './make/history.mjs';
import { OUTCOMES } from './make/outcomes.mjs';
import { exampleTable, fillReadme, storyQuote } from './make/readme.mjs';
import { REFUSED } from './make/refused.mjs';
import { SHAPES } from './make/shapes.mjs';
import { STORIES } from './make/stories.mjs';
import { openWorkshop } from './make/workshop.mjs';

const GROUPS = {
  findings: FINDINGS,
  shapes: SHAPES,
  defects: DEFECTS,
  outcomes: OUTCOMES,
  refused: REFUSED,
  stories: STORIES,
};
const BANKS = ['north', 'south', 'east'];

const HERE = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? HERE;
const scratch = mkdtempSync(join(tmpdir(), 'assize-examples-'));
try {
  const shop = await openWorkshop(scratch);
  for (const [group, examples] of Object.entries(GROUPS)) {
    rmSync(join(out, group), { recursive: true, force: true });
    mkdirSync(join(out, group, 'expected'), { recursive: true });
    for (const example of examples) await writeExample(shop, group, example);
  }
  const banks = await Promise.all(BANKS.map(async (name) => (await shop.keyOf(name)).file));
  await shop.assize('banks', ...banks, '--out', join(out, 'banks.json'));
  writeFileSync(join(out, 'stories', 'history.jsonl'), await writeHistory(async (name) => (await shop.keyOf(name)).id));
  const made = {};
  for (const [group, examples] of Object.entries(GROUPS)) {
    if (group !== 'stories') made[group] = exampleTable(group, examples);
  }
  for (const { name } of STORIES) made[name] = await judgeStory(shop, name);
  writeFileSync(join(out, 'README.md'), fillReadme(readFileSync(join(HERE, 'README.md'), 'utf8'), made));
  // The README of the whole shows this picture.
  if (out === HERE) await drawStory(shop, '2-offline-fork', join(HERE, '..', 'docs', 'custody-graph.svg'));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function writeExample(shop, group, example) {
  const text = await example.make(shop.scene(example.name));
  const claims = example.expect.error === undefined ? JSON.parse(text).claims.length : 0;
  const expected = await resolve(example, claims, async (name) => (await shop.keyOf(name)).id);
  writeFileSync(join(out, group, `${example.name}.json`), text);
  writeFileSync(join(out, group, 'expected', `${example.name}.json`), `${JSON.stringify(expected, null, 2)}\n`);
}

async function drawStory(shop, name, picture) {
  const facts = join(out, 'stories', 'history.jsonl');
  await shop.assize('judge', join(out, 'stories', `${name}.json`), '--facts', facts, '--svg', picture);
}

async function judgeStory(shop, name) {
  const judge = ['judge', join(out, 'stories', `${name}.json`), '--no-color'];
  const withHistory = await shop.assize(...judge, '--facts', join(out, 'stories', 'history.jsonl'));
  return storyQuote(withHistory, await shop.assize(...judge));
}
