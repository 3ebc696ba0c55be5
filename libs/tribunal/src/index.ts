/**
 * # Tribunal: the use cases
 *
 * What banks, parties and workers do with cases, as functions over a docket (`Docket`, kept by `#store`). Filing locks
 * the case's row, adds what is new and leaves a hint; examining runs on a thread of its own; proposing decides with the
 * market, signs, and keeps verdict, events and facts in one transaction; clocks end by the database's time.
 *
 * What it keeps true:
 * - One conflict for each serial, whoever submits first; nothing that was handed in is ever dropped.
 * - A hint is not an order: the row says what is to be done, so a job that runs twice does nothing the second time.
 * - A verdict rests on the revision that is there when it is kept; more that arrives meanwhile makes the next round.
 * - The market hears the docket's facts in their one order, so that a restart refits nothing and differs in nothing.
 *
 * ```ts
 * const tribunal = { docket, policy: EXPRESS_POLICY, policyDigest: policyDigest(EXPRESS_POLICY), nudge: () => relay.nudge() };
 * const filed = await makeService(tribunal).submit(bank, json);      // Filed | Mistake
 * const [file] = await docket.readCases([id]);
 * await propose(bench, [await examineFile(docket, examiner, file, 0)]);
 * ```
 */
export type { Brief } from './brief.ts';
export type {
  Additions,
  CaseFile,
  CaseMove,
  CaseRecord,
  Docket,
  DocketTransaction,
  KeptClaim,
  KeptEvidence,
  KeptExamination,
  KeptVerdict,
  NewFact,
  Participant,
  StoredFact,
} from './docket.ts';
export { examineCase, type ExamineTask, type Examiner } from './examine-case.ts';
export { finaliseDue } from './finalise.ts';
export { makeService } from './make-service.ts';
export {
  catchUp,
  keepSnapshotIfDue,
  openMarket,
  parseFactRecord,
  toFactRecord,
  type MarketKeeper,
} from './market-keeper.ts';
export { examineFile, type Examined } from './examine-file.ts';
export { propose, type Bench, type Proceeding } from './propose.ts';
export {
  isMistake,
  type ActivityReport,
  type Filed,
  type Mistake,
  type MistakeCode,
  type TribunalService,
} from './service.ts';
export { SCOPES, type Scope, type Standing, type Stranger } from './standing.ts';
export type { Tribunal } from './tribunal.ts';
export type {
  ConflictLine,
  ConflictPage,
  ConflictView,
  CustodyView,
  NextStep,
  ReputationView,
  VerdictView,
} from './views.ts';
