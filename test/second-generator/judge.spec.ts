import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { drawMarket, type DrawnMarket } from './draw-market.ts';
import { FAMILY_NAMES, type FamilyName } from './families.ts';
import { calibrationErrorOf, measure, pool, skillOf, type Answer, type Tally } from './measure.ts';

const BIN = new URL('../../apps/cli/bin/assize.js', import.meta.url).pathname;
/** No market of this seed was looked at while the judge was made. */
const SEED = 31;

/** The answers of the built program, which reads the stream as anybody's: inside jest the judge takes five times as long. */
const judge = ({ facts }: DrawnMarket): readonly Answer[] => {
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
  const input = facts.map((fact) => `${JSON.stringify(fact, plain)}\n`).join('');
  const ran = spawnSync(process.execPath, [BIN, 'infer', '-'], { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (ran.status !== 0) throw new Error(ran.stderr);
  const lines = ran.stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Answer);
};

const tallies = new Map<FamilyName, Tally>();
const tallyOf = (family: FamilyName): Tally => {
  const known = tallies.get(family);
  if (known !== undefined) return known;
  const market = drawMarket(family, SEED);
  const tally = measure(market, judge(market));
  tallies.set(family, tally);
  return tally;
};
const all = (): readonly Tally[] => FAMILY_NAMES.map(tallyOf);

describe('the judge, on markets of another generator', () => {
  it.each(FAMILY_NAMES)('%s: its skill is 0.78 or more, and its log loss above the oracle’s', (family) => {
    const skill = skillOf(tallyOf(family));
    expect(skill).toBeGreaterThanOrEqual(0.78);
    expect(skill).toBeLessThan(1);
  });

  it('has a mean skill of 0.90 or more over the families', () => {
    const skills = all().map(skillOf);
    expect(skills.reduce((sum, skill) => sum + skill, 0) / skills.length).toBeGreaterThanOrEqual(0.9);
  });

  it('says what culpability is worth: its calibration error is below 0.015 pooled, and below 0.02 market by market', () => {
    const errors = all().map(calibrationErrorOf);
    expect(calibrationErrorOf(pool(all()))).toBeLessThan(0.015);
    // In so small markets the oracle's own is 0.011.
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.02);
  });

  it('blames the innocent beyond 95 % in fewer than 2 of 100 that it blames', () => {
    const { blamed, innocent } = pool(all());
    expect(blamed).toBeGreaterThan(1000);
    expect(innocent / blamed).toBeLessThan(0.02);
  });
});
