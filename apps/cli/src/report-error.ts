import { CliError, EXIT } from './cli-error.ts';
import { coloursFor } from './colours.ts';
import { escapeControls } from './escape-controls.ts';

/**
 * reportError writes an error to standard error and answers the exit status it asks for: in words, or with `--json`
 * as one line `{"error":{"code","message","file"?,"place"?,"hint"?}}`. Only a bug of ours shows its stack.
 */
export function reportError(error: unknown, json: boolean): number {
  const known = error instanceof CliError ? error : null;
  if (json) {
    const problem =
      known === null
        ? { code: 'bug', message: `this is a bug in assize: ${messageOf(error)}` }
        : { code: known.code, message: known.message, file: known.file, place: known.place, hint: known.hint };
    process.stderr.write(`${JSON.stringify({ error: problem })}\n`);
  } else {
    const { red, dim } = coloursFor(process.stderr);
    if (known === null) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${red('✖')} This is a bug in assize. Please report it with these lines:\n${stack}\n`);
    } else {
      process.stderr.write(`${red('✖')} ${escapeControls(known.message)}\n`);
      if (known.hint !== undefined) process.stderr.write(`${dim(`  → ${escapeControls(known.hint)}`)}\n`);
    }
  }
  return known?.exitCode ?? EXIT.bug;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
