import { CliError, EXIT } from './cli-error.ts';
import { coloursFor } from './colours.ts';
import { escapeControls } from './escape-controls.ts';

const MOST_PLACES = 12;

/**
 * reportError writes an error to standard error and answers the exit status it asks for: in words, or with `--json`
 * as one line `{"error":{"code","message","file"?,"place"?,"hint"?,"errors"?,"requestId"?}}`. Only a bug of ours shows
 * its stack.
 */
export function reportError(error: unknown, json: boolean): number {
  const known = error instanceof CliError ? error : null;
  if (json) {
    const problem =
      known === null
        ? { code: 'bug', message: `this is a bug in assize: ${messageOf(error)}` }
        : {
            code: known.code,
            message: known.message,
            file: known.file,
            place: known.place,
            hint: known.hint,
            errors: known.errors.length > 0 ? known.errors : undefined,
            requestId: known.requestId,
          };
    process.stderr.write(`${JSON.stringify({ error: problem })}\n`);
  } else {
    const { red, dim } = coloursFor(process.stderr);
    if (known === null) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${red('✖')} This is a bug in assize. Please report it with these lines:\n${stack}\n`);
    } else {
      process.stderr.write(`${red('✖')} ${escapeControls(known.message)}\n`);
      for (const { pointer, detail } of known.errors.slice(0, MOST_PLACES)) {
        process.stderr.write(`  ${escapeControls(pointer)}: ${escapeControls(detail)}\n`);
      }
      if (known.hint !== undefined) process.stderr.write(`${dim(`  → ${escapeControls(known.hint)}`)}\n`);
    }
  }
  return known?.exitCode ?? EXIT.bug;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
