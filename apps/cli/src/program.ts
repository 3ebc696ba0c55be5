import { Command, CommanderError, Help, type Option } from 'commander';
import type { DefineOther } from './command-module.ts';
import { COMMANDS } from './command-table.ts';
import { readVersion } from './read-version.ts';

/** The command that a command line asks for: the first word that is no option. */
const wantedCommand = (argv: readonly string[]): string | undefined => argv.find((word) => !word.startsWith('-'));

/** buildProgram makes the program with every command's name, and the options and action of the one that is wanted. */
export async function buildProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('assize')
    .description('Decides who is paid when two people redeem the same digital note, from signed transcripts.')
    .usage('COMMAND [options]')
    .helpCommand(false)
    .exitOverride()
    // Commander's own words go into our form of an error (see `main.ts`), not straight to the terminal.
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .configureHelp({
      showGlobalOptions: true,
      optionDescription: describeOption,
      // Without arguments, which are known only of the command that was loaded.
      subcommandTerm: (command) => command.name(),
    })
    .option('--json', 'print JSON instead of text; errors too')
    .option('--no-color', 'no colours, even on a terminal')
    .option('-V, --version', 'print the version')
    .on('option:version', () => {
      process.stdout.write(`${readVersion()}\n`);
      throw new CommanderError(0, 'commander.version', 'printed');
    })
    .addHelpText('after', '\nMore:  assize help COMMAND     assize help exit-codes     docs/cli.md');
  for (const { name, summary, group, hidden } of COMMANDS) {
    program
      .command(name, { hidden: hidden ?? false })
      .summary(summary)
      .description(capitalise(summary))
      .helpGroup(group);
  }
  const defined = new Set<string>();
  const defineOne: DefineOther = async (name) => {
    const command = program.commands.find((candidate) => candidate.name() === name);
    const row = COMMANDS.find((candidate) => candidate.name === name);
    if (command === undefined || row === undefined || defined.has(name)) return command;
    defined.add(name);
    (await row.load()).define(command, defineOne);
    return command;
  };
  const wanted = wantedCommand(argv);
  if (wanted !== undefined) await defineOne(wanted);
  return program;
}

const capitalise = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

const help = new Help();
const describeOption = (option: Option): string =>
  `${help.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
