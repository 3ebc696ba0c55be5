/**
 * # The command line `assize`
 *
 * Start-up is measured (`assize judge` in at most four times a bare node), so this file loads commander and the table
 * of commands, and of the commands only the one that is asked for. Adding a command: a file under `commands/` that
 * exports `define`, and a row in `command-table.ts`.
 */
import { CommanderError, type Command } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { buildProgram } from './program.ts';
import { watchStandardOutput } from './standard-output.ts';
import { wantedPath } from './wanted-path.ts';

/** main runs one command line (without node and script) and sets the process's exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  const json = argv.includes('--json');
  watchStandardOutput(json);
  let program: Command | undefined;
  try {
    program = await buildProgram(argv);
    if (argv.every((word) => word === '--json' || word === '--no-color')) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    // Errors need colours, a good command line does not.
    const { reportError } = await import('./report-error.ts');
    process.exitCode = reportError(error instanceof CommanderError ? usageError(error, argv, program) : error, json);
  }
}

/** Commander says what is wrong and what was perhaps meant; we add where to look it up, in our form of an error. */
function usageError(error: CommanderError, argv: readonly string[], program: Command | undefined): CliError {
  const path = program === undefined ? [] : wantedPath(program, argv);
  const further = path.at(-1)?.commands ?? [];
  const message =
    error.code === 'commander.help'
      ? `what of it? One of ${further.map((command) => command.name()).join(', ')}`
      : error.message
          .replace(/^error: /, '')
          .replace(/\n\(Did you mean (.+)\?\)$/s, '. Did you mean $1?')
          .replace(/\s+/g, ' ');
  // An unknown command is looked up where the known ones are listed.
  const isFound = error.code !== 'commander.unknownCommand' || further.length > 0;
  const known = isFound ? path.map((command) => `${command.name()} `).join('') : '';
  return new CliError('usage', message, { hint: `assize ${known}--help`, exitCode: EXIT.badInput });
}
