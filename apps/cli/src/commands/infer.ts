import type { Command } from 'commander';
import { closeInstant, createMarket, observe, reputations, toPosteriorRecord } from '#inference';
import { addExamples, parsePath } from '../options.ts';
import { checkFiles, namedFiles } from '../check-files.ts';
import type { GlobalOptions } from '../command-module.ts';
import { explainConflict } from '../explain-conflict.ts';
import { openFileLines, openStandardLines } from '../line-writer.ts';
import { startProgress } from '../progress.ts';
import { readFacts } from '../read-facts.ts';
import { outliveReader } from '../standard-output.ts';
import { assertWritable, writeText } from '../write-file.ts';

interface InferOptions extends GlobalOptions {
  readonly reputations?: string;
  readonly explain?: string;
}

export function define(command: Command): void {
  command
    .argument('<facts>', 'facts as JSON Lines, in time order; - is standard input', parsePath)
    .option('--reputations <file>', 'write every party’s final reputation too, as JSON Lines', parsePath)
    .option(
      '--explain <file>',
      'write why too, a line a conflict: weights of evidence, telling case, missing evidence',
      parsePath,
    )
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
    [
      'assize infer facts.jsonl --explain why.jsonl > posteriors.jsonl',
      'and for each answer what weighed how much, which past case moved it most, and what would be worth asking for',
    ],
  ]);
}

async function run(facts: string, options: InferOptions): Promise<void> {
  const files = [...namedFiles('--reputations', options.reputations), ...namedFiles('--explain', options.explain)];
  checkFiles(namedFiles('<facts>', facts), files);
  const lines = readFacts(facts);
  for (const { path } of files) assertWritable(path);
  if (files.length > 0) outliveReader();
  const market = createMarket();
  const answers = openStandardLines();
  const explanations = options.explain === undefined ? null : openFileLines(options.explain);
  const progress = startProgress('weighing records', Number.NaN);
  try {
    for await (const { fact, refuse } of lines) {
      const heard = observe(market, fact);
      if (heard !== null) {
        if ('problem' in heard) throw refuse(heard.problem);
        await answers.write(toPosteriorRecord(heard));
        if (fact.kind === 'conflict') await explanations?.write(explainConflict(market, fact, heard));
      }
      progress.advance();
    }
  } finally {
    // What was answered before a bad line stands.
    await answers.close();
    await explanations?.close();
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
