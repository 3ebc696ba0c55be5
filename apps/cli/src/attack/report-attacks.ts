import { costOf, nicheOf, type Attack, type Means } from '#simulation';
import { formatTable } from '../table.ts';
import { describeAttack } from './describe-attack.ts';
import type { AttackFigures, Objective } from './measure-attack.ts';
import type { Outcome } from './proving-ground.ts';

/** An attack with what it did in markets that no search has seen. */
export interface Measured {
  /** `found 1` and so on, or the family whose attack it is. */
  readonly name: string;
  readonly attack: Attack;
  /** What the search expected of it, and in how many markets it had tried it. */
  readonly expected: number;
  readonly tried: number;
  readonly outcomes: readonly Outcome[];
}

/** What a search came to. */
export interface AttackReport extends Means {
  readonly objective: Objective;
  readonly seed: number;
  readonly tries: number;
  /** Attacks that were tried. */
  readonly attacks: number;
  readonly found: readonly Measured[];
  readonly handMade: readonly Measured[];
}

/** toAttackRecords is a line of JSON for each attack, those that were found first, then the market in peace, and a summary. */
export function toAttackRecords(report: AttackReport): object[] {
  const { objective, seed, tries, attacks, budget, conflicts, found, handMade } = report;
  const peace = inPeace(report);
  return [
    ...[...found, ...handMade].map((one) => ({
      name: one.name,
      ...harmOf(one),
      ...meanFigures(one.outcomes.map(({ attacked }) => attacked)),
      cost: costOf(one.attack, conflicts),
      expected: one.expected,
      tried: one.tried,
      niche: nicheOf(one.attack),
      words: describeAttack(one.attack),
      strategies: one.attack,
    })),
    { name: 'no attack', harm: 0, ...meanFigures(peace) },
    { summary: { objective, seed, tries, attacks, budget, conflicts, markets: peace.length } },
  ];
}

/** describeAttacks writes a table of figures, and below it what was found, in words and as JSON. */
export function describeAttacks(report: AttackReport): string {
  const { objective, tries, attacks, budget, conflicts, found, handMade } = report;
  const peace = inPeace(report);
  const rows = [
    ['', HARM[objective], 'cost', 'lost in 100 days', 'by the oracle', 'skill', 'honest blamed', 'staged %'],
    ['no attack', '–', '0', ...cellsOf(meanFigures(peace))],
    ...[...found, ...handMade].map((one) => {
      const { harm, standardError } = harmOf(one);
      return [
        one.name,
        `${signed(harm, objective)} ± ${standardError === null ? '–' : fixed(standardError, DIGITS[objective])}`,
        fixed(costOf(one.attack, conflicts), 0),
        ...cellsOf(meanFigures(one.outcomes.map(({ attacked }) => attacked))),
      ];
    }),
  ];
  const head = `${attacks} attacks in ${tries} tries, markets of ${conflicts} conflicts, budget ${budget}. Measured anew in ${peace.length} other market${peace.length === 1 ? '' : 's'}:`;
  return [
    head,
    formatTable(rows, { right: rows[0]!.map((_, column) => column).slice(1) }),
    ...found.map(({ name, attack }) =>
      [name, ...describeAttack(attack).map((line) => `  ${line}`), `  ${JSON.stringify(attack)}`].join('\n'),
    ),
  ].join('\n\n');
}

/** All attacks were measured in the same markets. */
const inPeace = ({ found, handMade }: AttackReport): AttackFigures[] =>
  ([...found, ...handMade][0]?.outcomes ?? []).map(({ peaceful }) => peaceful);

/** worstOf is what did most harm where it was measured anew, whoever made it. */
export const worstOf = ({ found, handMade }: AttackReport): Measured =>
  [...found, ...handMade].reduce((worst, one) => (harmOf(one).harm > harmOf(worst).harm ? one : worst));

/** What an attack adds to the same markets in peace: the mean, and how uncertain that is, which one market cannot tell. */
function harmOf({ outcomes }: Measured): { readonly harm: number; readonly standardError: number | null } {
  const harm = mean(outcomes, (outcome) => outcome.harm);
  const variance = mean(outcomes, (outcome) => (outcome.harm - harm) ** 2);
  return { harm, standardError: outcomes.length < 2 ? null : Math.sqrt(variance / (outcomes.length - 1)) };
}

const meanFigures = (figures: readonly AttackFigures[]): AttackFigures => ({
  loss: mean(figures, ({ loss }) => loss),
  oracleLoss: mean(figures, ({ oracleLoss }) => oracleLoss),
  skill: mean(figures, ({ skill }) => skill),
  calibrationError: mean(figures, ({ calibrationError }) => calibrationError),
  framed: mean(figures, ({ framed }) => framed),
  staged: mean(figures, ({ staged }) => staged),
});

const mean = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.length === 0 ? 0 : items.reduce((sum, item) => sum + of(item), 0) / items.length;

const HARM = { loss: 'avoidable loss', blame: 'honest blamed', skill: 'skill lost' } as const;
const DIGITS = { loss: 2, blame: 2, skill: 3 } as const;

const cellsOf = ({ loss, oracleLoss, skill, framed, staged }: AttackFigures): string[] => [
  fixed(loss, 1),
  fixed(oracleLoss, 1),
  fixed(skill, 3),
  fixed(framed, 2),
  fixed(100 * staged, 0),
];

const signed = (value: number, objective: Objective): string =>
  `${value < 0 ? '' : '+'}${fixed(value, DIGITS[objective])}`;

/** A number with so many digits, and a minus that is one. */
const fixed = (value: number, digits: number): string => value.toFixed(digits).replace(/^-/, '−');
