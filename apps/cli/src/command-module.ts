import type { Command } from 'commander';

/** The options of every command. */
export interface GlobalOptions {
  readonly json?: true;
  readonly color: boolean;
}

/** Gives another command its options, where there is such a command. */
export type DefineOther = (name: string) => Promise<Command | undefined>;

/** A command's file: `define` gives its command the arguments, options, examples and action. */
export interface CommandModule {
  define(command: Command, defineOther: DefineOther): void;
}
