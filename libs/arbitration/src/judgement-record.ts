import type { Examination, Finding } from '#custody';
import type { Decision } from './decide.ts';

const viewFinding = ({ code, parties, claims, branches, identity, when, binds, proof }: Finding): object => ({
  code,
  parties,
  claims,
  ...(branches === undefined ? {} : { branches }),
  ...(identity === undefined ? {} : { identity }),
  ...(when === undefined ? {} : { when }),
  binds,
  proof,
});

/** toCustodyRecord is what an examination alone establishes, in the members of spec "conflicts", Command line. */
export const toCustodyRecord = ({ note, outcome, claims, findings, ignored }: Examination): object => ({
  note,
  outcome,
  claims: claims.map(({ index, sound, fault, at, claimant, digest }) => ({
    index,
    sound,
    defect: fault?.defect ?? null,
    at,
    claimant,
    digest,
    ...(fault === null ? {} : { why: fault.why }),
  })),
  findings: findings.map(viewFinding),
  ignored,
});

/** toJudgementRecord is the JSON that `assize judge --json` prints of a decision, but for the file's name. */
export const toJudgementRecord = ({ examination, conflict, questions, culpability, awards }: Decision): object => ({
  ...toCustodyRecord(examination),
  questions: questions.map(({ question, answers, standard, outcome, weights }) => ({
    shape: question.shape,
    finding: examination.findings.indexOf(question.finding),
    hypotheses: answers.map(({ id, probability, bare }) => ({ id, probability, bare: bare / 1_000_000 })),
    standard,
    outcome,
    weights,
  })),
  culpability: culpability.map(({ party, probability, named }) => ({ party, probability, named })),
  awards,
  conflict,
});
