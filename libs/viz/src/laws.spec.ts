/** What holds of every picture, whatever goes in. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inspectPicture } from '../test/inspect-picture.ts';
import { claimsOn, forkOf } from '../test/pictures.ts';
import { layOutCustody } from './draw-custody-graph.ts';
import {
  drawCalibration,
  drawCase,
  drawCustodyGraph,
  drawDotPlot,
  drawWeights,
  type CalibrationPicture,
  type CustodyNode,
  type CustodyPicture,
  type DotPlot,
  type WeightsPicture,
} from './index.ts';
import { CAPTION, LABEL, SUBLABEL } from './place-nodes.ts';
import { cleanText, fitText, widthOf, wrapText } from './text.ts';

const KINDS = ['note', 'transfer', 'spend', 'redemption', 'delivery'] as const;
const TONES = ['plain', 'plain', 'plain', 'fork', 'culprit', 'claim', 'set-aside'] as const;

/** Whatever others may write: markup, quotes, both directions, controls, lone surrogates, very long. */
const labels: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    'Aron',
    '<script>alert(1)</script>',
    '"\'&amp;]]>',
    '\u202eevil',
    'شركة',
    '漢字',
    '𝒳👩‍👩‍👧',
    'W'.repeat(4_000),
  ),
);

/** Any graph, circles, missing ends and repeated ids included. */
const custodyPictures: fc.Arbitrary<CustodyPicture> = fc.integer({ min: 0, max: 40 }).chain((count) => {
  const ids = fc.integer({ min: 0, max: count }).map(String);
  return fc.record({
    title: labels,
    nodes: fc
      .array(
        fc.record({
          label: labels,
          sublabel: labels,
          kind: fc.constantFrom(...KINDS),
          tone: fc.constantFrom(...TONES),
        }),
        {
          minLength: count,
          maxLength: count,
        },
      )
      .map((nodes) => nodes.map((node, i): CustodyNode => ({ id: String(i % 38), ...node }))),
    edges: fc.array(
      fc.record({ from: ids, to: ids, label: labels, style: fc.constantFrom('solid' as const, 'dashed' as const) }),
      { maxLength: 60 },
    ),
    marks: fc.array(fc.record({ node: ids, text: labels }), { maxLength: 12 }),
    aside: fc.array(fc.record({ label: labels, reason: labels }), { maxLength: 12 }),
  });
});

const amounts = fc.oneof(fc.integer({ min: -3_000, max: 3_000 }), fc.double());

const weightsPictures: fc.Arbitrary<WeightsPicture> = fc.record({
  title: labels,
  hypotheses: fc.array(
    fc.record({ label: labels, ppm: fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.double()), bare: amounts }),
    {
      maxLength: 30,
    },
  ),
  weights: fc.array(fc.record({ label: labels, milliban: amounts }), { maxLength: 30 }),
  total: amounts,
});

const MARKS = ['disc', 'ring', 'diamond', 'square', 'triangle', 'cross', 'plus', 'bar'] as const;
const series = fc.record({
  label: labels,
  mark: fc.constantFrom(...MARKS),
  ink: fc.constantFrom('claim' as const, 'line' as const, 'opposes' as const),
});

/** An axis is ours, the figures on it may be anything. */
const bounds = fc.integer({ min: -30_000, max: 30_000 }).map((tenths) => tenths / 10);

const dotPlots: fc.Arbitrary<DotPlot> = fc
  .tuple(fc.array(series, { minLength: 1, maxLength: 9 }), bounds, bounds)
  .chain(([all, from, to]) =>
    fc.record({
      title: labels,
      subtitle: labels,
      axis: fc.record({
        label: labels,
        from: fc.constant(from),
        to: fc.constant(to),
        digits: fc.integer({ min: 0, max: 4 }),
      }),
      series: fc.constant(all),
      groups: fc.array(
        fc.record({
          heading: labels,
          rows: fc.array(
            fc.record({
              label: labels,
              values: fc.array(fc.option(amounts), { minLength: all.length, maxLength: all.length }),
            }),
            { maxLength: 5 },
          ),
        }),
        { maxLength: 4 },
      ),
      join: fc.constantFrom(null, [0, all.length - 1] as const),
    }),
  );

const shares = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double());
const calibrations: fc.Arbitrary<CalibrationPicture> = fc.record({
  title: labels,
  subtitle: labels,
  curves: fc
    .array(
      fc.tuple(series, fc.array(fc.record({ said: shares, true: shares, size: fc.nat(100_000) }), { maxLength: 15 })),
      { maxLength: 6 },
    )
    .map((curves) => curves.map(([look, points]) => ({ ...look, points }))),
});

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far rounding may carry one side over another. */
const SLACK = 0.001;

const overlap = (a: Area, b: Area): boolean =>
  a.x + SLACK < b.x + b.width &&
  b.x + SLACK < a.x + a.width &&
  a.y + SLACK < b.y + b.height &&
  b.y + SLACK < a.y + a.height;

describe('custody graphs', () => {
  it('is well-formed, within its view box and without script or reference, whatever goes in', () => {
    fc.assert(
      fc.property(custodyPictures, (picture) => expect(inspectPicture(drawCustodyGraph(picture)).faults).toEqual([])),
    );
  });

  it('gives the same bytes each time', () => {
    fc.assert(
      fc.property(custodyPictures, (picture) =>
        expect(drawCustodyGraph(structuredClone(picture))).toBe(drawCustodyGraph(picture)),
      ),
    );
  });

  it('lets no two boxes or marks overlap, and no tree edge cross one', () => {
    const laws = (picture: Parameters<typeof layOutCustody>[0]): void => {
      const { layout } = layOutCustody(picture);
      const boxes = [...layout.boxes.values()];
      const areas: Area[] = boxes.flatMap((box) => [box, ...box.marks]);
      const clashes = areas.filter((area, i) => areas.some((other, j) => i < j && overlap(area, other)));
      expect(clashes).toEqual([]);
      for (const to of boxes.filter(({ vertex }) => vertex.parent !== null)) {
        const from = layout.boxes.get(to.vertex.parent!)!;
        const [startX, startY, endY] = [from.x + from.width, from.y + from.height / 2, to.y + to.height / 2];
        const out = { x: startX, y: startY - 1, width: from.columnEnd - startX, height: 2 };
        const top = Math.min(startY, endY) - 1;
        const turn = { x: from.columnEnd, y: top, width: layout.bend, height: Math.max(startY, endY) + 1 - top };
        const along = { x: from.columnEnd, y: endY - 1, width: to.x - from.columnEnd, height: 2 };
        const met = areas.filter((area) => [out, turn, along].some((stretch) => overlap(stretch, area)));
        expect(met).toEqual([]);
      }
    };
    fc.assert(fc.property(custodyPictures, laws), { numRuns: 300 });
    [forkOf(5), claimsOn(40)].forEach(laws);
  });

  it('keeps each label within its box', () => {
    fc.assert(
      fc.property(custodyPictures, (picture) => {
        for (const { width, label, sublabel, caption } of layOutCustody(picture).layout.boxes.values()) {
          const longest = Math.max(widthOf(label, LABEL), widthOf(sublabel, SUBLABEL), widthOf(caption, CAPTION) + 18);
          expect(longest).toBeLessThanOrEqual(width - 24 + 0.01);
        }
      }),
    );
  });
});

describe('weights', () => {
  it('is well-formed, within its view box and the same each time, whatever numbers go in', () => {
    fc.assert(
      fc.property(weightsPictures, (given) => {
        const svg = drawWeights(given);
        expect(inspectPicture(svg).faults).toEqual([]);
        expect(drawWeights(structuredClone(given))).toBe(svg);
      }),
    );
  });
});

describe('dot plots and calibration curves', () => {
  it('are well-formed, within their view box and the same each time, whatever goes in', () => {
    fc.assert(
      fc.property(dotPlots, (given) => {
        const svg = drawDotPlot(given);
        expect(inspectPicture(svg).faults).toEqual([]);
        expect(drawDotPlot(structuredClone(given))).toBe(svg);
      }),
    );
    fc.assert(
      fc.property(calibrations, (given) => {
        const svg = drawCalibration(given);
        expect(inspectPicture(svg).faults).toEqual([]);
        expect(drawCalibration(structuredClone(given))).toBe(svg);
      }),
    );
  });
});

describe('cases', () => {
  it('is well-formed and within its view box, whatever goes in', () => {
    const cases = fc.record({
      headline: labels,
      custody: custodyPictures,
      questions: fc.array(weightsPictures, { maxLength: 8 }),
    });
    fc.assert(
      fc.property(cases, (given) => expect(inspectPicture(drawCase(given)).faults).toEqual([])),
      { numRuns: 50 },
    );
  });
});

describe('labels', () => {
  const font = { size: 14, bold: true };

  it('keeps to the width, in one line and in several', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 30, max: 400 }), (label, width) => {
        expect(widthOf(fitText(label, width, font), font)).toBeLessThanOrEqual(width);
        const lines = wrapText(label, width, font, 3);
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(widthOf(line, font)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('cleans once and for all', () => {
    fc.assert(fc.property(labels, (label) => expect(cleanText(cleanText(label))).toBe(cleanText(label))));
  });
});
