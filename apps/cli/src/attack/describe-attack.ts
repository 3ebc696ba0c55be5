import type { Attack, Strategy } from '#simulation';

/** describeAttack says in words what an attack does, a line for each strategy. */
export const describeAttack = (attack: Attack): string[] => attack.map(describe);

function describe(strategy: Strategy): string {
  switch (strategy.kind) {
    case 'slander':
      return describeSlander(strategy);
    case 'whitewash': {
      const bank = { same: 'the same bank', any: 'any bank', first: 'the first bank' }[strategy.bank];
      const rest = strategy.rest > 0 ? `, after a rest of ${percent(strategy.rest)} of the time` : '';
      return `whitewash: ${percent(strategy.share)} of cheats take a new name at ${bank} after about ${number(strategy.frauds)} frauds${rest}`;
    }
    case 'milking':
      return `milking: ${percent(strategy.share)} of cheats are honest until ${percent(strategy.earliest)} to ${percent(strategy.latest)} of the time is over, then ${number(strategy.greed)} times as bad as usual`;
    case 'ring':
      return `rings: ${strategy.rings} of ${strategy.size} who collude, ${percent(strategy.outwardlyHonest)} of them honest otherwise, in ${percent(strategy.share)} as many conflicts as all others; partners change ${times(strategy.shifts)}`;
    case 'faking': {
      const what = strategy.features.length === 0 ? 'every feature' : `features ${strategy.features.join(', ')}`;
      const as = strategy.as === 'best' ? 'the value that speaks best for them' : 'what honest parties show';
      return `faking: ${percent(strategy.share)} of cheats learn to show ${as} in ${what}, up to ${percent(strategy.most)} of the time, half of that after ${number(strategy.frauds)} frauds`;
    }
    case 'crooked issuer':
      return `crooked issuers: ${strategy.banks} copy their notes for ${strategy.accomplices} accomplices each, in ${percent(strategy.share)} as many conflicts as all others; accomplices change ${times(strategy.shifts)}`;
    case 'lax bank':
      return `lax bank: ${percent(strategy.habitual)} of the first bank’s customers are cheats`;
    default:
      return strategy satisfies never;
  }
}

const AIMS = {
  popular: 'of the largest parties',
  random: 'honest parties',
  unblemished: 'parties whom nobody has complained of, others in turn',
} as const;

const STAGED = {
  theft: 'theft: each is the other claimant of a copied note',
  'colluding claims': 'collusion: two invented names and a target claim one note',
  double_spend: 'double-spending: one successor is a target',
  key_theft: 'key theft: a target’s key is used beside it',
  'colluding fork': 'collusion at a fork: its other branch goes to a target',
} as const;

function describeSlander(slander: Extract<Strategy, { kind: 'slander' }>): string {
  const { sybils, aim, targets, mechanism, share, frauds, faking, budget, names, volume } = slander;
  const parts = [
    `slander: ${sybils} invented names frame ${targets} ${AIMS[aim]} by ${STAGED[mechanism]}`,
    `${percent(share)} as many conflicts as all others, ${budget} at most`,
    frauds > 0 ? `a new name after about ${number(frauds)} frauds, ${names} names at most` : 'names are kept',
    volume > 0 ? `each settles ${number(volume)} of what an ordinary party does` : 'they settle nothing',
  ];
  if (faking > 0) parts.push(`they show what honest parties show ${percent(faking)} of the time`);
  return parts.join('; ');
}

const number = (value: number): string => String(Math.round(value * 100) / 100);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const times = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);
