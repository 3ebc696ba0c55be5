import type { Command } from 'commander';
import { closeInstant, createMarket, observe, reputations, toPosteriorRecord } from '#inference';
import { addExamples } from '../options.ts';
import type { GlobalOptions } from '../command-module.ts';
import { startProgress } from '../progress.ts';
import { readFacts } from '../read-facts.ts';
import { writeText } from '../write-file.ts';

interface InferOptions extends GlobalOptions {
  readonly reputations?: string;
}

/** Lines are written so many characters at a time. */
const CHUNK = 64 * 1024;

export function define(command: Command): void {
  command
    .argument('<facts>', 'facts as JSON Lines, in time order; - is standard input')
    .option('--reputations <file>', 'write every party’s final reputation too, as JSON Lines')
    .action((facts: string, _options: unknown, self: Command) => run(facts, self.optsWithGlobals<InferOptions>()));
  addExamples(command, [
    [
      'assize infer facts.jsonl > posteriors.jsonl',
      'one line for each conflict, from the records before and including it',
    ],
    [
      'assize infer facts.jsonl --reputations reputations.jsonl > posteriors.jsonl',
      'and what was learned of each party',
    ],
  ]);
}

async function run(facts: string, options: InferOptions): Promise<void> {
  const market = createMarket();
  const progress = startProgress('weighing records', Number.NaN);
  let pending: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    length = 0;
    if (text !== '' && !process.stdout.write(text))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  try {
    for await (const { fact, refuse } of readFacts(facts)) {
      const heard = observe(market, fact);
      if (heard !== null) {
        if ('problem' in heard) throw refuse(heard.problem);
        const line = `${JSON.stringify(toPosteriorRecord(heard))}\n`;
        pending.push(line);
        length += line.length;
        if (length >= CHUNK) await flush();
      }
      progress.advance();
    }
  } finally {
    // What was answered before a bad line stands.
    await flush();
    progress.finish();
  }
  if (options.reputations !== undefined) {
    closeInstant(market);
    writeText(
      options.reputations,
      reputations(market)
        .map((one) => `${JSON.stringify(one)}\n`)
        .join(''),
    );
  }
}
