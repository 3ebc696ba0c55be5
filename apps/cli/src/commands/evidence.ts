import type { Command } from 'commander';
import { addExamples } from '../options.ts';
import type { AddOptions } from '../cases/add-evidence.ts';
import { addServiceOptions } from '../service-address.ts';

export function define(command: Command): void {
  command.helpCommand(false);
  const add = command
    .command('add')
    .description('Add statements to a case; each stands by its own signature, so that a party needs no account.')
    .argument('<id>', 'the case’s id')
    .argument('<file...>', 'statements, or JSON arrays of them')
    .option('--claim <statement>', 'the redemption whose claim they belong to: its digest, or a file with it')
    .action(async (id: string, files: string[], _options: unknown, self: Command) => {
      const { addEvidence } = await import('../cases/add-evidence.ts');
      await addEvidence(id, files, self.optsWithGlobals<AddOptions>());
    });
  addServiceOptions(add);
  const examples = [
    [
      'assize evidence add 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 receipt.jws --claim redeemed.json',
      'a receipt, for the claim that redeemed.json is of',
    ],
    ['assize evidence add 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 testimony.jws', 'a party’s own testimony'],
  ] as const;
  addExamples(add, examples);
  addExamples(command, examples);
}
