import { hypothesesOf, type ConflictFact } from '#inference';
import type { Weighed } from '#simulation';
import { isJsonObject, type Json, type JsonObject } from '#statements';
import { CliError } from '../cli-error.ts';
import { nameOf } from '../read-file.ts';
import { readFacts } from '../read-facts.ts';
import { readJsonLines, type JsonLine } from '../read-json-lines.ts';
import type { Course, KnownParty, Step, Told } from './course.ts';

/** Files as `assize simulate` writes them, and another generator may. */
export interface CourseFiles {
  readonly facts: string;
  readonly truth: string;
  readonly parties: string | null;
}

/** How far an oracle's probabilities may sum away from 1. */
const ROUNDING = 1e-6;

/** readCourse reads facts and the truth beside them; what is wrong is thrown with its file and line. */
export async function readCourse(files: CourseFiles): Promise<Course> {
  const truths = await readTruths(files.truth);
  const parties = files.parties === null ? null : await readParties(files.parties);
  const steps: Step[] = [];
  let [conflicts, answered] = [0, 0];
  for await (const { fact, refuse } of readFacts(files.facts)) {
    if (fact.kind !== 'conflict') {
      steps.push({ fact, told: null, refuse });
      continue;
    }
    const line = truths.get(fact.id);
    if (line === undefined)
      throw refuse(`${nameOf(files.truth)} does not say what is true of conflict ${JSON.stringify(fact.id)}`);
    const told = toTold(fact, line);
    conflicts += 1;
    if (told.oracle !== null) answered += 1;
    steps.push({ fact, told, refuse });
  }
  if (conflicts === 0)
    throw new CliError('bad_fact', `${nameOf(files.facts)}: holds no conflict to measure anybody by`, {
      file: files.facts,
    });
  return { conflicts, hasOracle: answered === conflicts, steps, parties: () => parties };
}

async function readTruths(path: string): Promise<ReadonlyMap<string, JsonLine>> {
  const truths = new Map<string, JsonLine>();
  for await (const line of readJsonLines(path, 'bad_truth')) {
    const conflict = textOf(line, objectOf(line), 'conflict');
    if (truths.has(conflict)) throw line.refuse(`tells of conflict ${JSON.stringify(conflict)} a second time`);
    truths.set(conflict, line);
  }
  return truths;
}

function toTold(fact: ConflictFact, line: JsonLine): Told {
  const record = objectOf(line);
  const truth = textOf(line, record, 'truth');
  const hypotheses = hypothesesOf(fact);
  const named = hypotheses.find(({ id }) => id === truth);
  if (named === undefined)
    throw line.refuse(`truth ${JSON.stringify(truth)} is no hypothesis of conflict ${JSON.stringify(fact.id)}`);
  const said = member(record, 'oracle') ?? null;
  const oracle =
    said === null
      ? null
      : toOracle(
          line,
          said,
          hypotheses.map(({ id }) => id),
        );
  return { truth, culprits: named.culprits, hypotheses, oracle };
}

function toOracle(line: JsonLine, said: Json, ids: readonly string[]): Weighed[] {
  if (!Array.isArray(said)) throw line.refuse('oracle is not an array');
  const probabilities = new Map<string, number>();
  for (const entry of said) {
    const [id, probability] = isJsonObject(entry) ? [member(entry, 'id'), member(entry, 'probability')] : [];
    if (typeof id !== 'string' || typeof probability !== 'number' || !(probability >= 0 && probability <= 1))
      throw line.refuse('oracle holds something else than {id, probability}');
    probabilities.set(id, probability);
  }
  const sum = [...probabilities.values()].reduce((so, probability) => so + probability, 0);
  if (probabilities.size !== ids.length || said.length !== ids.length || !ids.every((id) => probabilities.has(id)))
    throw line.refuse('oracle does not answer over exactly the hypotheses of the conflict');
  if (Math.abs(sum - 1) > ROUNDING) throw line.refuse(`oracle sums to ${sum}, not to 1`);
  return ids.map((id) => ({ id, probability: probabilities.get(id)! }));
}

async function readParties(path: string): Promise<readonly KnownParty[]> {
  const parties: KnownParty[] = [];
  for await (const line of readJsonLines(path, 'bad_truth')) {
    const record = objectOf(line);
    const since = member(record, 'cheatSince') ?? null;
    const rate = member(record, 'rate') ?? null;
    const settled = member(record, 'settled');
    const mean = isJsonObject(rate) ? member(rate, 'mean') : undefined;
    const attacker = member(record, 'attacker') ?? null;
    if (attacker !== null && typeof attacker !== 'number') throw line.refuse('attacker is neither a number nor null');
    if (since !== null && typeof since !== 'number') throw line.refuse('cheatSince is neither a time nor null');
    if (typeof settled !== 'number' || typeof mean !== 'number')
      throw line.refuse('settled and rate.mean are needed, as numbers');
    parties.push({
      party: textOf(line, record, 'party'),
      bank: textOf(line, record, 'bank'),
      cheat: since !== null,
      cheatSince: since,
      settled,
      rate: { mean },
      attacker,
    });
  }
  return parties;
}

function objectOf({ value, refuse }: JsonLine): JsonObject {
  if (!isJsonObject(value)) throw refuse('a JSON object is needed');
  return value;
}

function textOf({ refuse }: JsonLine, record: JsonObject, name: string): string {
  const text = member(record, name);
  if (typeof text !== 'string') throw refuse(`${name} is missing or no text`);
  return text;
}

const member = (record: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
