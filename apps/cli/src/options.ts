/** Options that several commands have, and the forms that their values take. */
import { InvalidArgumentError, Option, type Command } from 'commander';

/** parseCount reads an integer from 0 to 2^53 − 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count))
    throw new InvalidArgumentError('An integer from 0 is needed.');
  return count;
}

/** parsePath refuses the empty name that an unset variable of a shell leaves. */
export function parsePath(text: string): string {
  if (text === '') throw new InvalidArgumentError('The name of a file or folder is needed.');
  return text;
}

/** parsePaths reads the names of an option that takes several. */
export const parsePaths = (text: string, before: readonly string[] = []): string[] => [...before, parsePath(text)];

/** parseThreads reads how many threads may work at a time. */
export function parseThreads(text: string): number {
  const count = parseCount(text);
  if (count < 1 || count > 1024) throw new InvalidArgumentError('An integer from 1 to 1024 is needed.');
  return count;
}

/** parseAmount checks a decimal amount and leaves it as it is written. */
export function parseAmount(text: string): string {
  if (/^(0|[1-9]\d{0,17})(\.\d{1,8})?$/.test(text)) return text;
  throw new InvalidArgumentError('A decimal amount such as 20 or 19.99 is needed.');
}

/** parseCurrency checks a currency's code. */
export function parseCurrency(text: string): string {
  if (/^[A-Z0-9-]{2,12}$/.test(text)) return text;
  throw new InvalidArgumentError('A code of 2 to 12 capitals, digits or hyphens such as EUR is needed.');
}

/** An option whose value is one of a few words. */
export const choice = (flags: string, description: string, words: readonly string[]): Option =>
  new Option(flags, description).choices(words).makeOptionMandatory();

/** addExamples puts examples below a command's help: a command line and what it does. */
export function addExamples(command: Command, examples: readonly (readonly [line: string, does: string])[]): Command {
  const lines = examples.map(([line, does]) => `  # ${does}\n  ${line}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
