/**
 * # Viz: pictures of a case
 *
 * Values in, one SVG document as a string out: who held the note and where custody parted (`drawCustodyGraph`), how
 * probable each hypothesis is and what weighed for it (`drawWeights`), and both under a headline (`drawCase`); and of how
 * well judges judge, figures in rows (`drawDotPlot`) and calibration curves (`drawCalibration`). The caller chooses the
 * words; this lib knows nothing of statements, findings or posteriors.
 *
 * What it keeps true:
 * - The same picture is the same bytes. Nothing is read but the argument, nothing recurses on it.
 * - Labels are others' words: they are cleaned of what cannot be seen, escaped, and cut with … to the room they have.
 *   No input makes a picture that is not well-formed, or that carries a script or a reference.
 * - Boxes do not overlap, edges cross no box, and all stands within the view box.
 * - Colour is never the only sign: a fork is dashed and named, a culprit named, a claim set aside dotted and struck
 *   through; a weight for the leading hypothesis points right and says +, one against it points left and says −.
 * - A picture follows the reader's light or dark setting where the viewer knows it, and is light on paper and elsewhere.
 *   Its styles are scoped and it has no ids, so several can be set into one page.
 * - What is left out is counted in the picture: runs of more than six transfers are folded, and of a thousand claims the
 *   first two dozen are drawn, those with findings before others.
 *
 * ```ts
 * const svg = drawCase({
 *   headline: 'Berta is paid: Aron’s key signed twice',
 *   custody: {
 *     title: 'Custody of note 7Qx2',
 *     nodes: [
 *       { id: 'n', label: 'Aron', sublabel: 'issued by North Bank', kind: 'note', tone: 'fork' },
 *       { id: 'r1', label: 'Berta', kind: 'redemption', tone: 'claim' },
 *       { id: 't', label: 'Carl', kind: 'transfer', tone: 'plain' },
 *       { id: 'r2', label: 'Carl', kind: 'redemption', tone: 'claim' },
 *     ],
 *     edges: [
 *       { from: 'n', to: 'r1', style: 'dashed' },
 *       { from: 'n', to: 't', style: 'dashed' },
 *       { from: 't', to: 'r2', style: 'solid' },
 *     ],
 *     marks: [{ node: 'n', text: 'fork: Aron signed twice' }],
 *     aside: [],
 *   },
 *   questions: [
 *     {
 *       title: 'Who signed twice?',
 *       hypotheses: [
 *         { label: 'Aron signed both', ppm: 961_000, bare: 870_000 },
 *         { label: 'somebody used his key', ppm: 39_000, bare: 130_000 },
 *       ],
 *       weights: [{ label: 'Berta: countersigned receipt', milliban: 1_392 }],
 *       total: 1_392,
 *     },
 *   ],
 * });
 * ```
 */
export type {
  CustodyEdge,
  CustodyMark,
  CustodyNode,
  CustodyPicture,
  NodeKind,
  NodeTone,
  SetAside,
} from './custody-picture.ts';
export { MOST_BRANCHES, MOST_COLUMNS } from './cap-branches.ts';
export { drawCase, type CasePicture } from './draw-case.ts';
export {
  drawCalibration,
  type CalibrationCurve,
  type CalibrationPicture,
  type CalibrationPoint,
} from './draw-calibration.ts';
export { drawCustodyGraph } from './draw-custody-graph.ts';
export { drawDotPlot } from './draw-dot-plot.ts';
export type { DotGroup, DotPlot, DotRow, DotSeries, Mark } from './dot-plot.ts';
export { drawWeights } from './draw-weights.ts';
export { LONGEST_RUN } from './fold-runs.ts';
export type { EvidenceWeight, HypothesisShare, WeightsPicture } from './weights-picture.ts';
