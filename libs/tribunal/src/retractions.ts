import { factIdOf } from '#arbitration';
import type { CaseRecord, NewFact } from './docket.ts';

/** retractionsOf takes back what the newest round of a case asked. */
export const retractionsOf = ({ id, questions, round }: CaseRecord): NewFact[] =>
  Array.from({ length: questions }, (_, i) => ({ kind: 'retraction', conflict: factIdOf(id, i, round!) }));
