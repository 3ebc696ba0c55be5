/** Facts as JSON Lines (spec "facts"). */
import { parseFact, type Fact } from '#inference';
import type { CliError } from './cli-error.ts';
import { readJsonLines } from './read-json-lines.ts';

/** A fact with a way to refuse it: `refuse` names the file and the line. */
export interface FactLine {
  readonly fact: Fact;
  readonly refuse: (problem: string) => CliError;
}

/** readFacts reads facts in order, and throws an error that names the first line that holds none. */
export async function* readFacts(path: string): AsyncGenerator<FactLine> {
  for await (const { value, refuse } of readJsonLines(path, 'bad_fact')) {
    const fact = parseFact(value);
    if ('problem' in fact) throw refuse(fact.problem);
    yield { fact, refuse };
  }
}
