import type { Judgement } from '#simulation';
import type { KnownParty, Told } from './course.ts';

/** How long a cheat went on before it was unmasked; where it never was, how long that could be watched. */
export interface Spell {
  readonly frauds: number;
  readonly days: number;
  readonly unmasked: boolean;
}

/** Watches when cheats are unmasked. */
export interface Watch {
  readonly fault: (at: number, culprits: readonly string[]) => void;
  /** The party was found out now. */
  readonly found: (at: number, party: string) => void;
  readonly finish: (parties: readonly KnownParty[], end: number) => Spell[];
}

const BLAMED = 0.95;

/** rightlyBlamed lists the culprits whom an answer blames beyond 95 %. */
export const rightlyBlamed = ({ culprits }: Pick<Told, 'culprits'>, { culpability }: Judgement): string[] =>
  culpability
    .filter(({ party, probability }) => probability > BLAMED && culprits.includes(party))
    .map(({ party }) => party);

/** openWatch counts from when a party turns cheat, which the simulator tells at the end. */
export function openWatch(): Watch {
  const faults = new Map<string, number[]>();
  const findings = new Map<string, number[]>();
  const note = (times: Map<string, number[]>, party: string, at: number): void => {
    const known = times.get(party);
    if (known === undefined) times.set(party, [at]);
    else known.push(at);
  };
  return {
    fault(at, culprits) {
      for (const party of culprits) note(faults, party, at);
    },
    found(at, party) {
      note(findings, party, at);
    },
    finish(parties, end) {
      const spells: Spell[] = [];
      for (const { party, cheatSince } of parties) {
        if (cheatSince === null) continue;
        const own = (faults.get(party) ?? []).filter((at) => at >= cheatSince);
        if (own.length === 0) continue;
        const found = findings.get(party)?.find((at) => at >= cheatSince);
        const until = found ?? end;
        spells.push({
          frauds: own.filter((at) => at <= until).length,
          days: until - Math.max(cheatSince, 0),
          unmasked: found !== undefined,
        });
      }
      return spells;
    },
  };
}

/**
 * medianUntil is the median of how long it takes, where some were not watched long enough (E. Kaplan and P. Meier,
 * "Nonparametric Estimation from Incomplete Observations", 1958); null where more than half stay masked.
 */
export function medianUntil(spells: readonly Spell[], lengthOf: (spell: Spell) => number): number | null {
  const lengths = [...new Set(spells.filter(({ unmasked }) => unmasked).map(lengthOf))].sort((a, b) => a - b);
  let masked = 1;
  for (const length of lengths) {
    const atRisk = spells.filter((spell) => lengthOf(spell) >= length);
    const events = atRisk.filter((spell) => spell.unmasked && lengthOf(spell) === length).length;
    masked *= 1 - events / atRisk.length;
    if (masked <= 0.5) return length;
  }
  return null;
}
