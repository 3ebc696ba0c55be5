import type { Command } from 'commander';

/** wantedPath follows a command line into commands of commands: `case show` is two. */
export function wantedPath(program: Command, argv: readonly string[]): Command[] {
  const path: Command[] = [];
  for (const word of argv.filter((one) => !one.startsWith('-'))) {
    const next = (path.at(-1) ?? program).commands.find((command) => command.name() === word);
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}
