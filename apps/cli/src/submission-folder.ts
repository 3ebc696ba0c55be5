import { join } from 'node:path';
import { openKeyRing, signRegistration, signSubmission, type Happening, type Plan } from '#simulation';
import { jwkOf } from '#statements';
import { openFileLines } from './line-writer.ts';
import { makeFolder, writeText } from './write-file.ts';

const [BANKS, PARTIES] = ['banks.json', 'parties.jsonl'] as const;

/** The files of a folder that are not a submission's. */
export const FOLDER_FILES: readonly string[] = [BANKS, PARTIES];

/** A folder of a simulated market's submissions. */
export interface SubmissionFolder {
  readonly put: (happening: Happening) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * openSubmissionFolder makes a folder for a market: `ID.json` for each conflict, `banks.json` the register of its banks,
 * and `parties.jsonl` whose key is whose, with the bank's word for it.
 */
export function openSubmissionFolder(path: string, plan: Plan, seed: number): SubmissionFolder {
  makeFolder(path);
  const ring = openKeyRing(plan.name, seed);
  const parties = openFileLines(join(path, PARTIES));
  const banks: object[] = [];
  return {
    async put({ record, answer }) {
      if (record.kind === 'bank') {
        const key = ring.keyOf(record.bank);
        banks.push(jwkOf(key));
        await parties.write({ party: record.bank, id: key.id });
      } else if (record.kind === 'registration') {
        const { party, bank } = record;
        await parties.write({ party, id: ring.keyOf(party).id, bank, registration: signRegistration(ring, record) });
      } else if (record.kind === 'conflict' && answer !== null) {
        const submission = signSubmission(ring, record, answer.bearer);
        writeText(join(path, `${record.id}.json`), `${JSON.stringify(submission, null, 2)}\n`);
      }
    },
    async close() {
      writeText(join(path, BANKS), `${JSON.stringify(banks, null, 2)}\n`);
      await parties.close();
    },
  };
}
