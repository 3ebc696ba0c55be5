import { addEvidence } from './evidence.ts';
import { listConflicts, readBundle, readConflict, readCustody, readReputation, readVerdicts } from './read.ts';
import { register, reportActivity } from './register.ts';
import type { TribunalService } from './service.ts';
import { registerClaim, submit } from './submit.ts';
import type { Tribunal } from './tribunal.ts';

/** makeService binds the use cases to one tribunal, for edges that should not know what those need. */
export const makeService = (tribunal: Tribunal): TribunalService => ({
  submit: (bank, submission) => submit(tribunal, bank, submission),
  registerClaim: (bank, claim) => registerClaim(tribunal, bank, claim),
  addEvidence: (who, conflict, evidence) => addEvidence(tribunal, who, conflict, evidence),
  readConflict: (who, conflict) => readConflict(tribunal, who, conflict),
  listConflicts: (who, page) => listConflicts(tribunal, who, page),
  readCustody: (who, conflict) => readCustody(tribunal, who, conflict),
  readVerdicts: (who, conflict) => readVerdicts(tribunal, who, conflict),
  readBundle: (who, conflict) => readBundle(tribunal, who, conflict),
  register: (bank, statements) => register(tribunal, bank, statements),
  reportActivity: (bank, reports, reportId) => reportActivity(tribunal, bank, reports, reportId ?? null),
  readReputation: (who, party) => readReputation(tribunal, who, party),
});
