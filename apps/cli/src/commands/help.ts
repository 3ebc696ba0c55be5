import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import type { DefineOther } from '../command-module.ts';
import { addExamples } from '../options.ts';
import { formatTable } from '../table.ts';

const EXIT_CODES = [
  [String(EXIT.done), 'done; of judge: every file was judged, whatever the outcome'],
  [String(EXIT.notGood), 'what was checked did not hold (verify: a statement or verdict is not good)'],
  [
    String(EXIT.badInput),
    'a file could not be read, is no submission or joins different serials; a wrong command line',
  ],
  [String(EXIT.bug), 'a bug in assize'],
  ['130', 'stopped by Ctrl-C'],
];

export function define(command: Command, defineOther: DefineOther): void {
  command
    .argument('[topic]', 'a command, or exit-codes')
    .action((topic: string | undefined) => run(command.parent!, defineOther, topic));
  addExamples(command, [
    ['assize help transfer', 'the options of a command, with examples'],
    ['assize help exit-codes', 'what the exit status says'],
  ]);
}

async function run(program: Command, defineOther: DefineOther, topic: string | undefined): Promise<void> {
  if (topic === 'exit-codes') {
    process.stdout.write(`Exit status of every command:\n${formatTable(EXIT_CODES, { right: [0] })}\n`);
    return;
  }
  const command = topic === undefined ? program : await defineOther(topic);
  if (command !== undefined) command.outputHelp();
  // Parsing the topic as a command says that there is none, and which may be meant.
  else await program.parseAsync([topic!], { from: 'user' });
}
