import { InvalidArgumentError, type Command } from 'commander';
import type { GlobalOptions } from '../command-module.ts';
import type { CreateOptions } from '../operate/token-registry.ts';
import { addExamples } from '../options.ts';

const SECONDS = { m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 } as const;
const LONGEST_S = 2 * SECONDS.y;

export function define(command: Command): void {
  const registry = async () => import('../operate/token-registry.ts');
  command
    .command('create')
    .description('Make a token and print it once; the service keeps only its hash.')
    .option('--bank <name>', 'for a bank: submit, add evidence, read, register, ask for reputations')
    .option('--operator <name>', 'for an operator: read everything, and the metrics')
    .option('--auditor <name>', 'for an auditor: read everything')
    .option('--scope <scopes...>', 'less than that: submit, evidence, read, register, reputation, metrics')
    .option('--expires <duration>', 'how long it is good: 30m, 12h, 90d, 8w, at most 2y', parseDuration, 90 * SECONDS.d)
    .option('--label <text>', 'what it is for, to tell it from others in the list')
    .action(async (_options: unknown, self: Command) =>
      (await registry()).createToken(self.optsWithGlobals<CreateOptions>()),
    );
  command
    .command('list')
    .description('List the tokens, without their secrets.')
    .action(async (_options: unknown, self: Command) =>
      (await registry()).listTokens(self.optsWithGlobals<GlobalOptions>()),
    );
  command
    .command('revoke')
    .description('End a token at once.')
    .argument('<id>', 'its id, or the token itself')
    .action(async (id: string, _options: unknown, self: Command) =>
      (await registry()).revokeToken(id, self.optsWithGlobals<GlobalOptions>()),
    );
  addExamples(command, [
    ['assize tokens create --bank north --expires 30d', 'for the systems of bank north, for a month'],
    ['assize tokens create --operator grafana --scope metrics', 'for whoever collects the metrics'],
    ['assize tokens revoke 3f9a0c71d2', 'it is refused from now on'],
  ]);
}

/** parseDuration reads `90d` into seconds. */
function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([mhdwy])$/.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit as keyof typeof SECONDS] ?? NaN);
  if (seconds > 0 && seconds <= LONGEST_S) return seconds;
  throw new InvalidArgumentError('A duration such as 30m, 12h, 90d or 8w is needed, at most 2y.');
}
