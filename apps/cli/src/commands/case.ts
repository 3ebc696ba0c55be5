import type { Command } from 'commander';
import { addExamples, parseCount } from '../options.ts';
import { addServiceOptions, parseSeconds } from '../service-address.ts';
import type { BundleOptions } from '../cases/save-bundle.ts';
import type { ListOptions } from '../cases/list-cases.ts';
import type { ShowOptions } from '../cases/show-case.ts';
import type { VerdictOptions } from '../cases/save-verdict.ts';
import type { WatchOptions } from '../cases/watch-case.ts';

const ID = 'the case’s id';

export function define(command: Command): void {
  command.helpCommand(false);
  addList(command);
  addShow(command);
  addWatch(command);
  addVerdict(command);
  addBundle(command);
  addExamples(command, [
    ['assize case list --state proposed', 'the cases of the service that was started here'],
    ['assize case show 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11', 'who claims what, the graph, how likely, and why'],
    ['assize case list --url https://tribunal.example --key bank.json', 'as a bank, at another service'],
  ]);
}

function addList(parent: Command): void {
  const command = parent
    .command('list')
    .description('List the cases that you may see, newest first.')
    .option('--state <state>', 'only those in this state, such as proposed')
    .option('--limit <count>', 'at most so many', parseCount, 20)
    .action(async (_options: unknown, self: Command) => {
      const { listCases } = await import('../cases/list-cases.ts');
      await listCases(self.optsWithGlobals<ListOptions>());
    });
  addServiceOptions(command);
  addExamples(command, [['assize case list --limit 100 --json', 'a hundred, as the service gives them']]);
}

function addShow(parent: Command): void {
  const command = parent
    .command('show')
    .description('Show a case: claims, the graph of custody, how likely each answer is, and why.')
    .argument('<id>', ID)
    .option('--svg <file>', 'draw it too')
    .action(async (id: string, _options: unknown, self: Command) => {
      const { showCase } = await import('../cases/show-case.ts');
      await showCase(id, self.optsWithGlobals<ShowOptions>());
    });
  addServiceOptions(command);
  addExamples(command, [['assize case show 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 --svg case.svg', 'and a picture']]);
}

function addWatch(parent: Command): void {
  const command = parent
    .command('watch')
    .description('Wait until a verdict is proposed or final, or nothing can be decided; print each change.')
    .argument('<id>', ID)
    .option('--for <seconds>', 'give up after so long (exit status 1)', parseSeconds)
    .action(async (id: string, _options: unknown, self: Command) => {
      const { watchCase } = await import('../cases/watch-case.ts');
      await watchCase(id, self.optsWithGlobals<WatchOptions>());
    });
  addServiceOptions(command);
  addExamples(command, [['assize case watch 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 --for 60', 'a minute at most']]);
}

function addVerdict(parent: Command): void {
  const command = parent
    .command('verdict')
    .description('Save the newest verdict, as the tribunal signed it.')
    .argument('<id>', ID)
    .option('--out <file>', 'write it to a file instead of standard output')
    .option('--round <number>', 'the verdict of this round, from 0', parseCount)
    .action(async (id: string, _options: unknown, self: Command) => {
      const { saveVerdict } = await import('../cases/save-verdict.ts');
      await saveVerdict(id, self.optsWithGlobals<VerdictOptions>());
    });
  addServiceOptions(command);
  addExamples(command, [
    ['assize case verdict 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 --out verdict.jws', 'to be checked by assize verify'],
  ]);
}

function addBundle(parent: Command): void {
  const command = parent
    .command('bundle')
    .description('Save everything that is needed to check a case without the service.')
    .argument('<id>', ID)
    .requiredOption('--out <file>', 'where it goes; - is standard output')
    .action(async (id: string, _options: unknown, self: Command) => {
      const { saveBundle } = await import('../cases/save-bundle.ts');
      await saveBundle(id, self.optsWithGlobals<BundleOptions>());
    });
  addServiceOptions(command);
  addExamples(command, [
    ['assize case bundle 0b0e5b3a-51b1-8c5c-9f0e-3b7d2a3c9e11 --out case.bundle.json', 'claims, register, verdicts'],
  ]);
}
