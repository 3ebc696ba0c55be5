/** What the words and pictures of a case need to know of it. */
import type { AnsweredQuestion, Award, Policy } from '#arbitration';
import type { Finding, JudgedClaim, Outcome, Question } from '#custody';

/** A case that can be told: a decision made here is one, and what a service answers can be put into this form. */
export interface ToldCase {
  readonly examination: {
    readonly outcome: Outcome;
    /** `value` where it is known. */
    readonly terms: {
      readonly issuer: string;
      readonly value?: { readonly amt: string; readonly cur: string };
    } | null;
    readonly claims: readonly Pick<JudgedClaim, 'index' | 'claimant' | 'digest'>[];
    readonly findings: readonly ToldFinding[];
    /** Of each step, whom it hands the note to. */
    readonly graph: { readonly steps: readonly { readonly nextKey: { readonly id: string } | null }[] };
  };
  /** Its figures where they are known. */
  readonly policy: Pick<Policy, 'id'> & Partial<Pick<Policy, 'answerFrom' | 'nameFrom' | 'standards'>>;
  readonly questions: readonly ToldAnswers[];
  readonly culpability: readonly { readonly party: string; readonly ppm: number; readonly named: boolean }[];
  readonly awards: readonly Award[];
}

export type ToldFinding = Pick<
  Finding,
  'code' | 'parties' | 'branches' | 'identity' | 'when' | 'claims' | 'binds' | 'proof'
>;

export interface ToldQuestion extends Pick<Question, 'shape'> {
  readonly fork: { readonly holder: string } | null;
  readonly claims: readonly { readonly id: string; readonly claimant: string }[];
}

/** A question with its answers, the likeliest first. */
export interface ToldAnswers extends Pick<AnsweredQuestion, 'standard' | 'outcome' | 'weights'> {
  readonly question: ToldQuestion;
  readonly answers: readonly {
    readonly id: string;
    readonly culprits: readonly string[];
    readonly ppm: number;
    readonly bare: number;
  }[];
}
