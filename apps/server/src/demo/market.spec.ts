import { examine, isRefusal, parseSubmission, type Examination } from '#custody';
import { native, portable, startVerification, type Json, type PartyId, type StatedKey } from '#statements';
import { describe, expect, it } from '@jest/globals';
import type { DemoCase } from './cases.ts';
import { drawCases } from './market.ts';
import { buildTown, identityOf, type Town } from './people.ts';
import { startSource } from './random.ts';
import { openScene, vouch } from './scene.ts';
import { readStories, readTrial } from './stories.ts';

const draw = (seed: number): { town: Town; cases: DemoCase[] } => {
  const source = startSource(`assize demo: ${seed}`);
  const town = buildTown(source, seed);
  return { town, cases: drawCases(source, town, seed) };
};
const { town, cases } = draw(7);

/** As the service examines it: with the register, and with what banks vouched for. */
const registrations = [...town.holders, ...town.cast].map((holder) => {
  const scene = openScene('registrations', 1_700_000_000);
  return vouch(scene, holder.bank, holder.key.id, identityOf(holder)).text;
});
function judge(submission: Json): Examination {
  const parsed = parseSubmission(submission);
  if (isRefusal(parsed)) throw new Error(parsed.why);
  const register = new Map<PartyId, StatedKey>(town.banks.map(({ key }) => [key.id, key]));
  const withWord = { ...parsed, evidence: [...parsed.evidence, ...registrations] };
  const examination = examine(withWord, startVerification(native, portable, 0), register);
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}
const outcomes = cases.map((one) => {
  const { claims, evidence } = one;
  const later = one.later?.statements ?? [];
  return {
    one,
    before: judge({ claims, evidence } as unknown as Json),
    after: judge({ claims, evidence: [...evidence, ...later] } as unknown as Json),
  };
});

describe('the demo’s market', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draw(7).cases).toEqual(cases);
    expect(draw(8).cases[0]!.claims[0]!.transcript).not.toEqual(cases[0]!.claims[0]!.transcript);
  });

  it('has no statement that does not count, but for the one forgery', () => {
    const ignored = outcomes.filter(({ after }) => after.ignored.length > 0);
    expect(ignored.map(({ one }) => one.reference)).toEqual([]);
    const defects = outcomes.flatMap(({ after }) => after.claims.flatMap(({ fault }) => fault ?? []));
    expect(defects).toHaveLength(1);
  });

  it('has conflicts of every shape and findings of most kinds', () => {
    const shapes = outcomes.flatMap(({ after }) => after.questions.map(({ shape }) => shape));
    for (const shape of ['copy', 'fork', 'duplicate'])
      expect(shapes.filter((s) => s === shape).length).toBeGreaterThan(5);
    const codes = new Set(outcomes.flatMap(({ after }) => after.findings.map(({ code }) => code)));
    const expected = ['fork', 'copy', 'duplicate', 'identity_revealed', 'reissue', 'counter_reuse', 'compromised_key'];
    expect(expected.filter((code) => !codes.has(code as never))).toEqual([]);
    expect(new Set(outcomes.map(({ after }) => after.outcome))).toEqual(
      new Set(['question', 'decided', 'no_conflict']),
    );
  });

  it('has cases in which something comes to light, and shows', () => {
    const whatShows = ({ questions, findings }: Examination): string =>
      JSON.stringify([questions.map(({ claims }) => claims), findings.map(({ code }) => code)]);
    const told = outcomes.filter(({ one }) => one.later !== null);
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter(({ before, after }) => whatShows(before) === whatShows(after))).toEqual([]);
  });

  it('has honest people who can show more than crooks', () => {
    const crooks = new Set<string>(town.holders.filter(({ isCrook }) => isCrook).map(({ key }) => key.id));
    const claims = outcomes.flatMap(({ after }) => after.questions.flatMap((question) => question.claims));
    const shareWithReceipt = (ofCrooks: boolean): number => {
      const theirs = claims.filter(({ claimant }) => crooks.has(claimant) === ofCrooks);
      return theirs.filter(({ features }) => features['receipt'] !== 'none').length / theirs.length;
    };
    expect(shareWithReceipt(false)).toBeGreaterThan(shareWithReceipt(true) + 0.2);
  });
});

describe('the stories', () => {
  it('fit the demo: their banks and customers are its own', () => {
    const stories = [...readStories(), readTrial()!];
    expect(stories).toHaveLength(4);
    for (const story of stories) {
      const { outcome, claims } = judge(story.submission);
      expect([story.file, outcome, claims.map(({ sound }) => sound)]).toEqual([
        story.file,
        'question',
        claims.map(() => true),
      ]);
    }
  });
});
