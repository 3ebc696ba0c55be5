import {
  domainsOf,
  KINDS,
  mostOf,
  tidyAttack,
  withGenes,
  type Attack,
  type Domain,
  type Genes,
  type Value,
} from './attack-space.ts';

/** parseAttack reads an attack as JSON has it: an array of strategies, each with all of its members and no others. */
export function parseAttack(value: unknown): { readonly attack: Attack } | { readonly problem: string } {
  if (!Array.isArray(value)) return { problem: 'an array of strategies is needed' };
  const attack: Attack[number][] = [];
  for (const [n, strategy] of (value as readonly unknown[]).entries()) {
    const read = parseStrategy(strategy);
    if ('problem' in read) return { problem: `strategy ${n}: ${read.problem}` };
    attack.push(read.strategy);
  }
  for (const kind of KINDS) {
    const most = mostOf(kind);
    if (attack.filter((strategy) => strategy.kind === kind).length > most)
      return { problem: `at most ${most} of kind ${kind} at a time` };
  }
  return { attack: tidyAttack(attack) };
}

function parseStrategy(value: unknown): { readonly strategy: Attack[number] } | { readonly problem: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'an object is needed' };
  const members = new Map(Object.entries(value));
  const kind = KINDS.find((known) => known === members.get('kind'));
  if (kind === undefined) return { problem: `kind must be one of ${KINDS.join(', ')}` };
  members.delete('kind');
  const genes: Record<string, Value> = {};
  for (const [member, domain] of domainsOf(kind)) {
    const given: unknown = members.get(member);
    if (!isInside(given, domain)) return { problem: `${member}: ${wanted(domain)}` };
    genes[member] = given;
    members.delete(member);
  }
  const [odd] = members.keys();
  return odd === undefined
    ? { strategy: withGenes(kind, genes satisfies Genes) }
    : { problem: `${JSON.stringify(odd)} is no member of ${kind}` };
}

function isInside(value: unknown, domain: Domain): value is Value {
  if (domain.of === 'choice') return typeof value === 'string' && domain.values.includes(value);
  if (domain.of === 'number')
    return isBetween(value, domain.from, domain.to) && (!domain.isWhole || Number.isInteger(value));
  return Array.isArray(value) && value.every((f) => Number.isInteger(f) && isBetween(f, 0, domain.count - 1));
}

const isBetween = (value: unknown, from: number, to: number): boolean =>
  typeof value === 'number' && value >= from && value <= to;

function wanted(domain: Domain): string {
  if (domain.of === 'choice') return `one of ${domain.values.join(', ')} is needed`;
  if (domain.of === 'features') return `an array of numbers from 0 to ${domain.count - 1} is needed`;
  return `${domain.isWhole ? 'an integer' : 'a number'} from ${domain.from} to ${domain.to} is needed`;
}
