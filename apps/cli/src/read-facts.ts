/** Facts as JSON Lines (spec "facts"). */
import { parseFact, type Fact } from '#inference';
import type { CliError } from './cli-error.ts';
import { readJsonLines, type JsonLine } from './read-json-lines.ts';

/** A fact with a way to refuse it: `refuse` names the file and the line. */
export interface FactLine {
  readonly fact: Fact;
  readonly refuse: (problem: string) => CliError;
}

/** readFacts opens a file and reads its facts in order; it throws an error that names the first line that holds none. */
export const readFacts = (path: string): AsyncGenerator<FactLine> => toFacts(readJsonLines(path, 'bad_fact'));

async function* toFacts(lines: AsyncIterable<JsonLine>): AsyncGenerator<FactLine> {
  for await (const { value, refuse } of lines) {
    const fact = parseFact(value);
    if ('problem' in fact) throw refuse(fact.problem);
    yield { fact, refuse };
  }
}
