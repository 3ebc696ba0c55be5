// `npm run stories`: makes the checkout ready, judges the three stories of examples/, and says where to go next.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoteOf } from '../examples/make/quote.mjs';
import { setupOrExit } from './setup.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const STORIES = join('examples', 'stories');
const HISTORY = join(STORIES, 'history.jsonl');
const MOST_ANSWERS = 3;
const BIN = join(ROOT, 'apps', 'cli', 'bin', 'assize.js');

await setupOrExit();

const isTerminal = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (isTerminal ? `\u001b[1m${text}\u001b[22m` : text);
const indent = (text) => text.replace(/^(?=.)/gm, '  ');
const say = (text) => process.stdout.write(`${text}\n`);

const stories = existsSync(join(ROOT, STORIES))
  ? readdirSync(join(ROOT, STORIES))
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];
if (stories.length === 0) {
  process.stderr.write(`✖ No story found in ${STORIES}.\n  → node examples/make.mjs\n`);
  process.exit(1);
}

say(`\nThree times a digital note was redeemed twice. ${bold('Who is to be paid?')}`);
for (const [index, name] of stories.entries()) tell(index, name);
say(`\n${bold('Where to go next')}
  npx assize judge ${join(STORIES, stories[0])} --facts ${HISTORY}
      the whole report: who is who, what weighed how much, what would settle it
  npx assize judge ${join(STORIES, stories[1] ?? stories[0])} --svg fork.svg
      the way of the note as a picture, in fork.svg
  npx assize inspect ${join(STORIES, stories[0])}
      what the banks handed in, and whether each transcript holds
  npx assize --help
      every command; docs/cli.md makes a double-spend of your own with them
  examples/README.md
      the stories told, and an example of everything else`);

/** tell judges one story and prints its short form. */
function tell(index, name) {
  const file = join(STORIES, name);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [BIN, 'judge', file, '--facts', HISTORY, '--no-color'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) {
    process.stderr.write(`✖ ${file} could not be judged.\n${stderr}`);
    process.exitCode = 1;
    return;
  }
  const { headline, told } = quoteOf(stdout);
  const find = (start) => told.find((section) => section.startsWith(start)) ?? '';
  const title = `${index + 1}. ${readMember(file, 'reference')}`;
  const [awards, shown] = [find('Recommended'), find('What the statements show')];
  const open = told.filter((section) => section !== awards && section !== shown).map(shorten);
  say(`\n${bold(title)}\n${'─'.repeat(Array.from(title).length)}`);
  say(readMember(join(STORIES, 'expected', name), 'shows'));
  say(bold(`→ ${headline}`));
  say([awards.replace(/ \(policy .*/, ''), shown, ...open].map((section) => `\n${indent(section)}`).join('\n'));
}

/** shorten keeps of a question its likeliest answers, as they are with reputations, and how it stands. */
function shorten(section) {
  const [question, ...lines] = section.split('\n');
  const answers = lines.filter((line) => /^ .* % {2}[█·]/.test(line));
  const standing = lines.filter((line) => !answers.includes(line) && line.trim() !== 'without reputations');
  const rest = answers.length > MOST_ANSWERS ? [`  and ${answers.length - MOST_ANSWERS} less likely`] : [];
  const shown = answers.slice(0, MOST_ANSWERS).map((line) => line.replace(/ {2,}(?:[<>] )?[\d.]+ %$/, ''));
  return [question, ...shown, ...rest, ...standing].join('\n');
}

/** readMember reads one text of a JSON file: of a submission its title, of what is expected what it shows. */
function readMember(file, member) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8'))[member] ?? relative(ROOT, file);
  } catch {
    return file;
  }
}
