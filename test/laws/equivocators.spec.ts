/** Exactly the holders who signed twice are found, and what each of them signed. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { examine, isRefusal } from '#custody';
import { native, startVerification } from '#statements';
import { runs } from './people.ts';
import { plans } from './plan.ts';
import { buildWorld, type Holding } from './world.ts';

/** A holding with what was signed after it, as a text to compare sets by. */
const nameOf = (holder: string, digests: readonly string[]): string => [holder, ...[...digests].sort()].join(' ');

const trees = plans({ people: 40, claims: 8 })
  .filter(({ moves }) => moves.length >= 2)
  .chain((plan) =>
    fc.constantFrom('endorsed' as const, 'attested' as const).map((cls) => ({ ...plan, cls, reissued: 'no' as const })),
  );

describe('in a random tree of custody', () => {
  it('forks and duplicates name exactly the holders who signed twice, by all that they signed', () => {
    const seen = { fork: 0, duplicate: 0, wide: 0, cameBack: 0, clean: 0 };
    fc.assert(
      fc.property(trees, (plan) => {
        const world = buildWorld(plan);
        const examination = examine(world.submission, startVerification(native));
        if (isRefusal(examination)) throw new Error(examination.why);

        const twice = world.holdings.filter(({ successors }) => successors.length > 1);
        const isDuplicate = ({ successors }: Holding): boolean =>
          successors.every(({ kind }) => kind === 'redemption+jwt');
        for (const code of ['fork', 'duplicate'] as const) {
          const expected = twice
            .filter((holding) => isDuplicate(holding) === (code === 'duplicate'))
            .map(({ holder, statement, successors }) =>
              nameOf(
                holder!.id,
                [statement, ...successors].map(({ digest }) => digest),
              ),
            );
          const found = examination.findings
            .filter((finding) => finding.code === code)
            .map(({ parties, proof }) => nameOf(parties.join(), proof));
          expect(found.sort()).toEqual(expected.sort());
          seen[code] += expected.length;
        }

        const held = world.holdings.map(({ holder }) => holder!.id);
        const guilty = new Set(twice.map(({ holder }) => holder!.id));
        const honestTwice = held.some((id, i) => held.indexOf(id) !== i && !guilty.has(id));
        seen.cameBack += honestTwice ? 1 : 0;
        seen.clean += twice.length === 0 ? 1 : 0;
        seen.wide += twice.some(({ successors }) => successors.length > 2) ? 1 : 0;
      }),
      runs(150),
    );
    // A note may come back to an earlier holder: that alone accuses nobody.
    expect(seen.cameBack).toBeGreaterThan(20);
    expect(seen.fork).toBeGreaterThan(60);
    expect(seen.duplicate).toBeGreaterThan(15);
    expect(seen.wide).toBeGreaterThan(10);
  });
});
