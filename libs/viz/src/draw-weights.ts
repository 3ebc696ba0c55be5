/** One question's answer: how probable each hypothesis is, and under it what made the leading one so. */
import type { Block } from './draw-key.ts';
import { percent, signedDecibans } from './figures.ts';
import { MARGIN, PICTURE_WIDTH } from './measures.ts';
import { drawPosteriorBars } from './posterior-bars.ts';
import { shift, standAlone, write, type Drawing } from './svg.ts';
import { cleanText, fitText } from './text.ts';
import { drawWaterfall } from './waterfall.ts';
import type { WeightsPicture } from './weights-picture.ts';

const TITLE = { size: 19, bold: true };

/** drawWeights draws the posterior and the waterfall of the weights of evidence behind it. */
export const drawWeights = (picture: WeightsPicture): string => standAlone(weightsDrawing(picture, PICTURE_WIDTH));

export function weightsDrawing(picture: WeightsPicture, width: number): Drawing {
  const inner = width - 2 * MARGIN;
  const blocks: Block[] = [];
  if (picture.hypotheses.length > 0) blocks.push(drawPosteriorBars(picture.hypotheses, inner));
  blocks.push(drawWaterfall(picture, inner));

  const parts = [write(MARGIN, 40, fitText(picture.title, inner, TITLE), { ...TITLE, ink: 'ink' })];
  let y = 66;
  for (const { body, height } of blocks) {
    parts.push(shift(MARGIN, y, body));
    y += height + 30;
  }
  const height = y - 30 + MARGIN;
  return { width, height, body: parts.join('\n'), title: picture.title, summary: summarise(picture) };
}

/** summarise is the picture for those who do not see it. */
function summarise({ hypotheses, weights, total }: WeightsPicture): string {
  const say = (text: string): string => cleanText(text.slice(0, 120));
  const shares = hypotheses
    .slice(0, 12)
    .map(({ label, ppm, bare }) => `${say(label)} ${percent(ppm)} (${percent(bare)} without reputation)`);
  const terms = weights.slice(0, 12).map(({ label, milliban }) => `${say(label)} ${signedDecibans(milliban)}`);
  return [
    shares.length > 0 ? `Posterior: ${shares.join('; ')}.` : '',
    `Weights of evidence in decibans: ${[...terms, `total ${signedDecibans(total)}`].join('; ')}.`,
  ]
    .filter((line) => line !== '')
    .join(' ');
}
