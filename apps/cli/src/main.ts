/**
 * # The command line `assize`
 *
 * Start-up is measured (`assize judge` in at most four times a bare node), so this file loads commander and the table
 * of commands, and of the commands only the one that is asked for. Adding a command: a file under `commands/` that
 * exports `define`, and a row in `command-table.ts`.
 */
import { CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error.ts';
import { buildProgram, wantedCommand } from './program.ts';

/** main runs one command line (without node and script) and sets the process's exit status. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that stops early (`assize … | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`✖ Standard output cannot be written (${error.code ?? error.message}).\n`);
    process.exit(EXIT.badInput);
  });
  const json = argv.includes('--json');
  try {
    const program = await buildProgram(argv);
    if (argv.every((word) => word === '--json' || word === '--no-color')) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    // Errors need colours, a good command line does not.
    const { reportError } = await import('./report-error.ts');
    process.exitCode = reportError(error instanceof CommanderError ? usageError(error, argv) : error, json);
  }
}

/** Commander says what is wrong and what was perhaps meant; we add where to look it up, in our form of an error. */
function usageError(error: CommanderError, argv: readonly string[]): CliError {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.+)\?\)$/s, '. Did you mean $1?')
    .replace(/\s+/g, ' ');
  const known = error.code === 'commander.unknownCommand' ? undefined : wantedCommand(argv);
  return new CliError('usage', message, {
    hint: known === undefined ? 'assize --help' : `assize ${known} --help`,
    exitCode: EXIT.badInput,
  });
}
