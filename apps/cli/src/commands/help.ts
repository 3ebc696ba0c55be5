import type { Command } from 'commander';
import { EXIT } from '../cli-error.ts';
import type { DefineOther } from '../command-module.ts';
import { addExamples } from '../options.ts';
import { wantedPath } from '../wanted-path.ts';
import { formatTable } from '../table.ts';

const EXIT_CODES = [
  [String(EXIT.done), 'done; of judge: every file was judged, whatever the outcome'],
  [String(EXIT.notGood), 'what was checked did not hold (verify: a statement or verdict is not good)'],
  [
    String(EXIT.badInput),
    'a file could not be read, is no submission or joins different serials; a wrong command line',
  ],
  [String(EXIT.noService), 'the service could not be reached, or could not do what it was asked'],
  [String(EXIT.bug), 'a bug in assize'],
  ['130', 'stopped by Ctrl-C'],
];

export function define(command: Command, defineOther: DefineOther): void {
  command
    .argument('[topic...]', 'a command, or exit-codes')
    .action((topic: string[]) => run(command.parent!, defineOther, topic));
  addExamples(command, [
    ['assize help transfer', 'the options of a command, with examples'],
    ['assize help case show', 'of a command of a command'],
    ['assize help exit-codes', 'what the exit status says'],
  ]);
}

async function run(program: Command, defineOther: DefineOther, topic: readonly string[]): Promise<void> {
  const [name] = topic;
  if (name === 'exit-codes') {
    process.stdout.write(`Exit status of every command:\n${formatTable(EXIT_CODES, { right: [0] })}\n`);
    return;
  }
  const command = name === undefined ? program : await defineOther(name);
  const path = command === undefined || name === undefined ? [] : wantedPath(program, topic);
  if (command !== undefined && path.length === topic.length) (path.at(-1) ?? program).outputHelp();
  // Parsing the topic as a command says that there is none, and which may be meant.
  else await program.parseAsync([...topic], { from: 'user' });
}
