import type { Command } from 'commander';
import { addExamples } from '../options.ts';
import { addServiceOptions, type ServiceOptions } from '../service-address.ts';

export function define(command: Command): void {
  command.helpCommand(false);
  const show = command
    .command('show')
    .description('Show what is known of a party: its record, how honest it looks, and what that rests on.')
    .argument('<party>', 'a party id, or a file with its key')
    .action(async (party: string, _options: unknown, self: Command) => {
      const { showReputation } = await import('../cases/show-reputation.ts');
      await showReputation(party, self.optsWithGlobals<ServiceOptions>());
    });
  addServiceOptions(show);
  const examples = [['assize reputation show bob.json', 'of the owner of a key']] as const;
  addExamples(show, examples);
  addExamples(command, examples);
}
