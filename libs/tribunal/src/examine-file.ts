/** Examining a case's file: what was handed in, with what banks registered of its parties. */
import { conflictIdOf } from '#arbitration';
import { assembleSubmission } from './assemble.ts';
import type { Brief } from './brief.ts';
import type { CaseFile, CaseRecord, Docket, Participant } from './docket.ts';
import type { Examiner } from './examine-case.ts';

/** A case that was examined, and the revision that was. */
export interface Examined {
  readonly file: CaseFile;
  readonly brief: Brief;
  /** Of a final case: what was known when it was last examined. */
  readonly known: Known | null;
}

/** examineFile puts a case's filings together with what banks registered of its parties, and has them examined. */
export async function examineFile(
  docket: Docket,
  examiner: Examiner,
  file: CaseFile,
  crossCheck: number,
): Promise<Examined> {
  const register = await docket.readRegister();
  const { id, issuer, serial } = file.record;
  const about = { issuer, isProven: id === conflictIdOf(issuer, serial), register, crossCheck };
  const claimIds = file.claims.map((claim) => claim.id);
  const look = async (identities: readonly string[], parties: readonly string[]): Promise<Brief> => {
    const registrations = await docket.readRegistrations(parties, identities);
    return examiner({ submission: assembleSubmission(file, registrations), claimIds, ...about });
  };
  const parties = [...new Set(file.participants.map(({ party }) => party))];
  let brief = await look([], parties);
  // Who takes part, and which identity a note spent twice reveals, only the examination shows: what banks say of them
  // is asked for then, and counts.
  const identities = brief.findings.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));
  const appeared = brief.participants.map(({ party }) => party).filter((party) => !parties.includes(party));
  if (identities.length > 0 || appeared.length > 0) {
    const more = await docket.readRegistrations(appeared, identities);
    if (more.length > 0) brief = await look(identities, [...parties, ...appeared]);
  }
  const participants = [...brief.participants, ...banksOf(file, brief)];
  return { file, brief: { ...brief, participants }, known: await readKnown(docket, file.record) };
}

/** The banks of sound claims take part: the one that is to pay, and the one that handed the claim in. */
const banksOf = ({ claims }: CaseFile, { soundClaims }: Brief): Participant[] =>
  claims
    .filter(({ id }) => soundClaims.includes(id))
    .flatMap(({ bank, submitter }) => [bank, submitter])
    .map((party) => ({ party, role: 'bank', statedIn: null }));

/** What a final case stands on: it is opened again by nothing that was known, and shown as it was decided. */
async function readKnown(docket: Docket, record: CaseRecord): Promise<Known | null> {
  if (record.state !== 'final' || record.examined === null) return null;
  const examination = await docket.readExamination(record.id, record.examined);
  const { findings } = JSON.parse(examination?.custody ?? '{"findings":[]}') as { findings: Finding[] };
  return { proven: new Set(findings.filter(isReopening).map(nameOf)), assessment: examination?.assessment ?? 'null' };
}

interface Known {
  readonly proven: ReadonlySet<string>;
  readonly assessment: string;
}

/**
 * What opens a final case again: a finding that binds by the key of somebody in the chain. Deliveries and counters can be
 * signed by anybody's key, at any time.
 */
export const isReopening = ({ code, binds }: Finding): boolean =>
  binds === 'key_proven' && code !== 'delivery_fork' && code !== 'counter_reuse';

export interface Finding {
  readonly code: string;
  readonly binds: string;
  readonly proof: readonly string[];
}
/** nameOf names a finding by what proves it, in whatever order. */
export const nameOf = ({ code, proof }: Finding): string => `${code} ${[...proof].sort().join(' ')}`;
