import type { Command } from 'commander';
import { addSigningOptions, readSigner, signAndPrint, type SigningOptions } from '../make-statement.ts';
import { addExamples } from '../options.ts';
import { readDigest } from '../read-document.ts';

interface TimestampOptions extends SigningOptions {
  readonly of: string;
}

export function define(command: Command): void {
  command
    .requiredOption('--of <statement>', 'what was seen: a file (of a transcript, its last statement) or a digest')
    .action((_options: unknown, self: Command) => run(self.optsWithGlobals<TimestampOptions>()));
  addSigningOptions(command, 'the witness');
  addExamples(command, [
    ['assize timestamp --key witness.json --of at-bob.json', 'the witness saw the last transfer of at-bob.json'],
  ]);
}

async function run(options: TimestampOptions): Promise<void> {
  const key = await readSigner(options);
  signAndPrint({ kind: 'timestamp+jwt', claims: { ref: await readDigest(options.of) }, key }, options);
}
