/** Row `custody`: what an examination costs and keeps, over the number of distinct statements. */
import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { examine, isRefusal, type Examination } from '#custody';
import { native, startVerification, type Verifier } from '#statements';
import { growTree, type CustodyTree, type TreeSize } from './custody-tree.ts';
import { alternate, fastest, fitPowerLaw, type Point } from './measure.ts';
import { plotScaling } from './plot.ts';
import { seededRandom } from './random.ts';
import { compare, type Effort, type Row } from './row.ts';

/** About claims × hops ÷ 2 distinct statements; the third is the contract's own, what follows is for the long form. */
const SIZES: readonly TreeSize[] = [
  { claims: 20, hops: 100 },
  { claims: 200, hops: 100 },
  { claims: 1_000, hops: 100 },
  { claims: 1_000, hops: 200 },
  { claims: 1_000, hops: 2_000 },
];
const CONTRACT = 2;

/** Says yes at once: what is left is the cost of our own code. */
const credulous: Verifier = { name: 'credulous', isValidKey: () => true, isValidSignature: () => true };

export async function benchCustody({ quick }: Effort): Promise<Row[]> {
  const trees = SIZES.slice(0, quick ? CONTRACT + 1 : undefined).map((size, i) =>
    growTree(seededRandom(300 + i), size),
  );
  const own = await timeAll(trees, credulous, quick ? 5 : 3);
  const whole = await timeAll(trees, native, 2);
  const contract = trees[CONTRACT]!;
  const { once } = run(contract, native).verified;
  const largest = trees.at(-1)!;
  const kept = measureKept(largest);
  if (!quick) await writePlot(own, whole);

  const [from, to] = [trees[0]!.distinct, largest.distinct];
  const range = `${from.toLocaleString('en')} to ${to.toLocaleString('en')} distinct statements`;
  const rate = (points: readonly Point[]): string => `${Math.round((1e6 * points.at(-1)![1]) / to)} µs each at the end`;
  return [
    compare({
      id: 'custody',
      what: `${contract.claims} claims × ${contract.hops} hops on one note, shared prefixes: statements verified, beside distinct statements`,
      figure: once,
      beside: contract.distinct,
      unit: 'statements',
      atLeast: 1,
      atMost: 1,
    }),
    compare({
      id: 'custody-slope',
      what: `log-log slope of time over ${range}, ${rate(whole)}, beside linear`,
      figure: fitPowerLaw(whole).slope,
      beside: 1,
      unit: 'slope',
      atMost: 1.05,
    }),
    compare({
      id: 'custody-own',
      what: `the same with a verifier that only says yes, ${rate(own)}: the slope of our own code`,
      figure: fitPowerLaw(own).slope,
      beside: 1,
      unit: 'slope',
      atMost: 1.05,
    }),
    compare({
      id: 'custody-heap',
      what: `heap and external memory that an examination of ${to.toLocaleString('en')} distinct statements keeps, beside 1 KiB`,
      figure: kept / to,
      beside: 1_024,
      unit: 'bytes a statement',
      atMost: 1,
    }),
  ];
}

function run(tree: CustodyTree, verifier: Verifier): Examination {
  const examination = examine(tree.submission, startVerification(verifier));
  assert(!isRefusal(examination));
  assert(examination.claims.every(({ sound }) => sound));
  assert.equal(examination.verified.once, tree.distinct, 'every distinct statement is verified exactly once');
  return examination;
}

/** A small tree is examined as often as makes a time worth taking, and warm: a cold start would flatter the slope. */
const LEAST_STATEMENTS = 20_000;

/** The fastest of a few: a neighbour can only add time, and there are too few rounds of the largest for a median. */
async function timeAll(trees: readonly CustodyTree[], verifier: Verifier, rounds: number): Promise<Point[]> {
  const repeats = trees.map(({ distinct }) => Math.ceil(LEAST_STATEMENTS / distinct));
  const examineOften = (tree: CustodyTree, times: number): void => {
    for (let i = 0; i < times; i += 1) run(tree, verifier);
  };
  examineOften(trees[0]!, repeats[0]!);
  const seconds = await alternate(
    rounds,
    trees.map((tree, i) => () => examineOften(tree, repeats[i]!)),
    { warmUp: false, of: fastest },
  );
  return trees.map(({ distinct }, i) => [distinct, seconds[i]! / repeats[i]!]);
}

/** The submission's texts are there before and after, so they do not count; all that the examination holds does. */
function measureKept(tree: CustodyTree): number {
  const { gc } = globalThis;
  assert(gc !== undefined, 'run node with --expose-gc');
  const held = (): number => {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const examination = run(tree, native);
  const kept = held() - before;
  assert(examination.inputs !== undefined);
  return kept;
}

const writePlot = (own: readonly Point[], whole: readonly Point[]): Promise<void> =>
  writeFile(
    'bench/custody.svg',
    plotScaling({
      title: 'Custody: time to examine claims on one note',
      xLabel: 'distinct statements',
      yLabel: 'seconds',
      series: [
        { name: 'with native verification', points: whole },
        { name: 'our own code (a verifier that says yes)', points: own },
      ],
    }),
  );
