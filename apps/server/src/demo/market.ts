import {
  alone,
  copy,
  deliveredTwice,
  doubleSpend,
  duplicate,
  forged,
  keyTheft,
  reissue,
  spentTwice,
  type DemoCase,
  type Making,
} from './cases.ts';
import type { Town } from './people.ts';
import type { Source } from './random.ts';
import { openScene } from './scene.ts';

/** How many cases of each kind the market has; forty conflicts and two claims that wait. */
const KINDS: readonly (readonly [make: (making: Making) => DemoCase, count: number])[] = [
  [copy, 13],
  [doubleSpend, 9],
  [keyTheft, 3],
  [deliveredTwice, 2],
  [spentTwice, 3],
  [duplicate, 7],
  [reissue, 2],
  [forged, 1],
  [alone, 2],
];

const FIRST_DAY_S = Date.UTC(2026, 8, 1, 8) / 1000;
const DAY_S = 86_400;
/** The cases begin within so many days. */
const DAYS = 70;

/** drawCases makes the market’s cases in the order in which they began. */
export function drawCases(source: Source, town: Town, seed: number): DemoCase[] {
  const kinds = KINDS.flatMap(([make, count]) => Array.from({ length: count }, () => make));
  return source.sample(kinds, kinds.length).map((make, i) => {
    const scene = openScene(
      `D${seed}-${String(i + 1).padStart(4, '0')}`,
      FIRST_DAY_S + Math.round((i * DAYS * DAY_S) / kinds.length),
    );
    return make({ scene, source, town });
  });
}
