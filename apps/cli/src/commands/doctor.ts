import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import type { GlobalOptions } from '../command-module.ts';
import { addExamples } from '../options.ts';

export function define(command: Command): void {
  command
    .addHelpText('after', '\nIts report has no secret in it. Exit status 1 where something is wrong.')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<GlobalOptions>()));
  addExamples(command, [
    ['assize doctor', 'what is wrong here, and what mends it'],
    ['assize doctor --json > report.json', 'the same for whoever helps you'],
  ]);
}

async function run({ json }: GlobalOptions): Promise<void> {
  const { examineSetUp } = await import('../operate/examine-set-up.ts');
  const checks = await examineSetUp();
  const isGood = checks.every(({ state }) => state !== 'wrong');
  if (!isGood) process.exitCode = EXIT.notGood;
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ good: isGood, checks })}\n`);
    return;
  }
  const { coloursFor } = await import('../colours.ts');
  const { formatTable } = await import('../table.ts');
  const { red, green, yellow, dim } = coloursFor(process.stdout);
  const marks = { good: green('✓'), note: yellow('·'), wrong: red('✖') };
  const rows = checks.map(({ name, state, seen, fix }) => [
    marks[state],
    name,
    `${seen}${fix === undefined ? '' : dim(`  → ${fix}`)}`,
  ]);
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}
