import type { Baseline } from './baseline.ts';
import { judgeByRule } from './rule-of-thumb.ts';

/**
 * openFewestConflicts believes whoever has been in the fewest conflicts, and holds those of a conflict who have been in the
 * most for the culprits: what looks like a record and is mostly how much somebody trades. `judgeByRule` says how sure.
 */
export function openFewestConflicts(): Baseline {
  const past = new Map<string, number>();
  const pastOf = (party: string): number => past.get(party) ?? 0;
  return judgeByRule({
    suspects({ claims, fork }) {
      const parties = fork === undefined ? claims.map(({ claimant }) => claimant) : [fork.holder, ...fork.next];
      const most = parties.reduce((worst, party) => Math.max(worst, pastOf(party)), 0);
      return parties.filter((party) => pastOf(party) === most);
    },
    learn(_, hypotheses) {
      for (const party of new Set(hypotheses.flatMap(({ culprits }) => culprits))) past.set(party, pastOf(party) + 1);
    },
  });
}
