/**
 * The policy document: what a tribunal has published about how it weighs, decides and waits. It is data, versioned;
 * a case keeps the version it began under (spec "process").
 */
import { isJsonObject, sha256, type Json } from '#statements';
import canonicalize from 'canonicalize';

/** The standards of proof, the highest first. */
export const STANDARDS = ['compelling', 'clear', 'preponderance'] as const;
export type Standard = (typeof STANDARDS)[number] | 'none';

export interface Policy {
  /** Name and version, e.g. `express-1`; a change of any figure needs a new one. */
  readonly id: string;
  /** A standard is reached by more than so many parts per million. */
  readonly standards: Readonly<Record<(typeof STANDARDS)[number], number>>;
  /** A hypothesis is the answer, and a culprit is named, from this standard on; below it `not_proven`, and nobody. */
  readonly answerFrom: (typeof STANDARDS)[number];
  readonly nameFrom: (typeof STANDARDS)[number];
  /** Costs of error in millionths of the face value at stake. */
  readonly costs: {
    /** Of each part paid to a culprit. */
    readonly payWrong: number;
    /** Of each part kept from somebody in good faith. */
    readonly refuseRight: number;
    /** Of holding the whole until more is known. */
    readonly hold: number;
  };
  /** Clocks, in seconds. */
  readonly clocks: {
    readonly hearing: number;
    readonly challenge: number;
    readonly commit: number;
    readonly reveal: number;
    readonly appeal: number;
  };
  /** Cases whose face value is above this go to a panel; a decimal amount for each currency. */
  readonly valueLimits: Readonly<Record<string, string>>;
  readonly panel: { readonly size: number; readonly maxRounds: number };
  /** Share of automatic verdicts drawn for a panel all the same. */
  readonly qualitySamplePpm: number;
  /** Half-life of a fault in reputations, in seconds; 0 never forgets. */
  readonly forgetAfter: number;
}

const DAY = 86_400;

/** The default policy hears people before it proposes. */
export const DEFAULT_POLICY: Policy = {
  id: 'default-1',
  standards: { compelling: 950_000, clear: 750_000, preponderance: 500_000 },
  answerFrom: 'preponderance',
  nameFrom: 'compelling',
  costs: { payWrong: 1_000_000, refuseRight: 1_000_000, hold: 400_000 },
  clocks: { hearing: 7 * DAY, challenge: 3 * DAY, commit: 5 * DAY, reveal: 2 * DAY, appeal: 14 * DAY },
  valueLimits: {},
  panel: { size: 3, maxRounds: 3 },
  qualitySamplePpm: 10_000,
  forgetAfter: 0,
};

/** The express policy proposes at once; everything else is as by default. */
export const EXPRESS_POLICY: Policy = {
  ...DEFAULT_POLICY,
  id: 'express-1',
  clocks: { ...DEFAULT_POLICY.clocks, hearing: 0 },
};

/** policyDigest is the SHA-256 of the policy as canonical JSON (RFC 8785), base64url. */
export const policyDigest = (policy: Policy): string => sha256(canonicalize(policy)!);

/** Everything that is wrong with a policy document, each with the member at fault. */
export interface PolicyProblems {
  readonly problems: readonly string[];
}

const AMOUNT = /^(0|[1-9][0-9]{0,17})(\.[0-9]{1,8})?$/;
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/** parsePolicy reads a policy document, or tells everything that is wrong with it at once. */
export function parsePolicy(value: Json): Policy | PolicyProblems {
  if (!isJsonObject(value)) return { problems: ['the policy is not an object'] };
  const problems: string[] = [];
  const check = (isGood: boolean, problem: string): void => {
    if (!isGood) problems.push(problem);
  };
  const whole = (at: string, least: number, most: number): void => {
    const found = at.split('.').reduce<Json | undefined>((part, name) => member(part, name), value);
    check(isWhole(found, least, most), `"${at}" is not an integer from ${least} to ${most}`);
  };
  check(typeof value['id'] === 'string' && value['id'] !== '', '"id" is not a name');
  for (const standard of STANDARDS) whole(`standards.${standard}`, 0, 999_999);
  // An error that costs nothing would be made at will.
  for (const cost of ['payWrong', 'refuseRight', 'hold']) whole(`costs.${cost}`, 1, 1_000_000_000);
  for (const clock of ['hearing', 'challenge', 'commit', 'reveal', 'appeal']) whole(`clocks.${clock}`, 0, 3650 * DAY);
  whole('panel.size', 1, 99);
  whole('panel.maxRounds', 1, 20);
  whole('qualitySamplePpm', 0, 1_000_000);
  whole('forgetAfter', 0, 36_500 * DAY);
  for (const name of ['answerFrom', 'nameFrom']) {
    check((STANDARDS as readonly unknown[]).includes(value[name]), `"${name}" is none of ${STANDARDS.join(', ')}`);
  }
  const limits = value['valueLimits'];
  const hasAmounts =
    isJsonObject(limits) && Object.values(limits).every((x) => typeof x === 'string' && AMOUNT.test(x));
  check(hasAmounts, '"valueLimits" is not {currency: decimal amount}');
  if (problems.length > 0) return { problems };
  const policy = value as unknown as Policy;
  const { compelling, clear, preponderance } = policy.standards;
  check(compelling > clear && clear > preponderance, '"standards" do not rise from preponderance to compelling');
  check(preponderance >= 500_000, '"standards.preponderance" is below one half, so two answers could reach it');
  check(policy.panel.size % 2 === 1, '"panel.size" is even, so a panel could tie');
  return problems.length > 0 ? { problems } : policy;
}

const member = (value: Json | undefined, name: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** standardOf names the highest standard that a probability reaches. */
export const standardOf = (policy: Policy, ppm: number): Standard =>
  STANDARDS.find((standard) => ppm > policy.standards[standard]) ?? 'none';
