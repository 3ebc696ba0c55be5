// `npm start`: makes the checkout ready, judges the three stories of examples/, and says where to go next.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setupOrExit } from './setup.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STORIES = join(ROOT, 'examples', 'stories');
const BIN = join(ROOT, 'apps', 'cli', 'bin', 'assize.js');

await setupOrExit();

const stories = existsSync(STORIES)
  ? readdirSync(STORIES)
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];
const history = join(STORIES, 'history.jsonl');
const facts = existsSync(history) ? ['--facts', relative(ROOT, history)] : [];
const isTerminal = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (isTerminal ? `\u001b[1m${text}\u001b[22m` : text);

const failed = [];
for (const [index, name] of stories.entries()) {
  const file = relative(ROOT, join(STORIES, name));
  const title = `Story ${index + 1} of ${stories.length}: ${titleOf(file) ?? name}`;
  process.stdout.write(`\n${bold(title)}\n${'─'.repeat(Array.from(title).length)}\n`);
  const { status } = spawnSync(process.execPath, [BIN, 'judge', file, ...facts], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed.push(file);
}

const first = stories.length === 0 ? 'FILE' : relative(ROOT, join(STORIES, stories[0]));
const next = [
  [`npx assize judge ${first} --json`, 'the same for programs'],
  [`npx assize inspect ${first}`, 'what a bank handed in, and whether it holds'],
  ['npx assize --help', 'every command, with examples'],
  ['npm test', 'every test'],
  ['README.md, docs/cli.md', 'how a verdict comes about'],
];
const width = Math.max(...next.map(([what]) => what.length));
const lines = next.map(([what, why]) => `  ${what.padEnd(width)}   ${why}`);
process.stdout.write(`\n${bold('Where to go next')}\n${lines.join('\n')}\n`);
if (stories.length === 0) process.stderr.write(`✖ No story found in ${relative(ROOT, STORIES)}.\n`);
for (const file of failed) process.stderr.write(`✖ ${file} could not be judged.\n`);
process.exitCode = failed.length > 0 || stories.length === 0 ? 1 : 0;

/** A story's title is the submission's "reference". */
function titleOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).reference ?? null;
  } catch {
    return null;
  }
}
