import type { Command, Option } from 'commander';
import type { DefineOther } from '../command-module.ts';
import { wantedPath } from '../wanted-path.ts';

/** What a shell may offer at a place: words, each with a description, and whether file names may stand there too. */
interface Offer {
  readonly words: readonly (readonly [word: string, description: string])[];
  readonly files: boolean;
}

const NOTHING: Offer = { words: [], files: false };

/** The words of the command line come after `--`, the one that is being completed last, empty where it is not begun. */
export function define(command: Command, defineOther: DefineOther): void {
  command
    .argument('[words...]')
    .allowUnknownOption()
    .action(async () => {
      const program = command.parent!;
      const words = process.argv.slice(process.argv.indexOf('--') + 1);
      const { words: offered, files } = await offerAt(program, defineOther, words);
      const lines = offered.map(([word, description]) => `${word}\t${description}\n`);
      // The last line is cobra's directive, which tab's scripts read: 4 keeps the shell from offering files.
      process.stdout.write(`${lines.join('')}:${files ? 0 : 4}\n`);
    });
}

async function offerAt(program: Command, defineOther: DefineOther, words: readonly string[]): Promise<Offer> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const name = before.find((word) => !word.startsWith('-'));
  const starting = (list: Offer['words']): Offer['words'] => list.filter(([word]) => word.startsWith(current));
  const only = (list: Offer['words']): Offer => ({ words: starting(list), files: false });
  if (name === undefined) return only(current.startsWith('-') ? optionsOf(program) : commandsOf(program));
  if ((await defineOther(name)) === undefined) return NOTHING;
  const path = wantedPath(program, before);
  const command = path.at(-1)!;
  const option = awaitsValue(command, before.at(-1) ?? '');
  if (option !== undefined) return { words: starting(choicesOf(option.argChoices)), files: takesFile(option.flags) };
  if (current.startsWith('-')) return only([...optionsOf(command), ...optionsOf(program)]);
  if (name === 'help') return only([...commandsOf(program), ['exit-codes', 'what the exit status says']]);
  if (command.commands.length > 0) return only(commandsOf(command));
  const place = before.filter((word) => !word.startsWith('-')).length - path.length;
  const argument = command.registeredArguments[place] ?? command.registeredArguments.at(-1);
  return argument === undefined
    ? only(optionsOf(command))
    : {
        words: starting(choicesOf(argument.argChoices)),
        files: argument.argChoices === undefined && argument.name() !== 'id',
      };
}

const commandsOf = (program: Command): Offer['words'] =>
  program
    .createHelp()
    .visibleCommands(program)
    .map((command) => [command.name(), command.summary() === '' ? command.description() : command.summary()]);

const optionsOf = (command: Command): Offer['words'] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap((option) => (typeof option.long !== 'string' ? [] : [[option.long, option.description] as const]));

const awaitsValue = (command: Command, word: string): Option | undefined =>
  command.options.find((option) => (option.required || option.optional) && [option.short, option.long].includes(word));

const choicesOf = (choices: readonly string[] | undefined): Offer['words'] =>
  (choices ?? []).map((choice) => [choice, '']);

/** An option's value is a file where its flags say so, as in `--key <file>`; parties, notes and statements may be one. */
const takesFile = (flags: string): boolean => /<(\w*file|party|note|statement|verdict|element)(\.\.\.)?>/.test(flags);
