/** What every picture must be, whatever went into it. */
import { isMeasured, widthOf } from '../src/text.ts';
import { readXml, type Element } from './read-xml.ts';

const ELEMENTS = new Set(['svg', 'title', 'desc', 'style', 'g', 'rect', 'path', 'circle', 'text']);
const ATTRIBUTES = new Set(
  (
    'xmlns width height viewBox role class direction font-family x y rx cx cy r d fill stroke stroke-width stroke-dasharray ' +
    'stroke-linecap font-size font-weight text-anchor text-decoration textLength lengthAdjust transform'
  ).split(' '),
);

/** inspectPicture reads the document and lists what is wrong with it; it gives its elements too. */
export function inspectPicture(svg: string): { elements: Element[]; faults: string[] } {
  const elements = readXml(svg);
  const faults: string[] = [];
  const root = elements[0]!;
  if (root.name !== 'svg' || root.attributes.get('role') !== 'img') faults.push('root');
  if (elements[1]?.name !== 'title' || elements[2]?.name !== 'desc') faults.push('no title and desc');
  const [, , width, height] = root.attributes.get('viewBox')!.split(' ').map(Number);
  for (const element of elements) {
    if (!ELEMENTS.has(element.name)) faults.push(`element ${element.name}`);
    for (const [name, value] of element.attributes) {
      if (!ATTRIBUTES.has(name)) faults.push(`attribute ${name}`);
      if (!value.startsWith('#') && /NaN|Infinity|undefined|null|\d\.\d{3}|\de[+-]?\d|url\(|script/.test(value))
        faults.push(`${name}=${value}`);
    }
    const box = extentOf(element);
    if (box === null) continue;
    const [left, top, right, bottom] = box;
    // A stroke's half may lie outside its line.
    if (left < -0.01 || top < -0.01 || right > width! + 0.01 || bottom > height! + 0.01) {
      faults.push(`${element.name} ${element.text} leaves the view box: ${box.join()} of ${width},${height}`);
    }
  }
  return { elements, faults };
}

const numberOf = ({ attributes }: Element, name: string): number => Number(attributes.get(name));

type Extent = [left: number, top: number, right: number, bottom: number];

/** extentOf gives where an element stands in the picture; of a path, the M, L, C, H and V points. */
export function extentOf(element: Element): Extent | null {
  const { dx, dy } = element;
  if (element.name === 'rect') {
    const [x, y] = [numberOf(element, 'x') + dx, numberOf(element, 'y') + dy];
    return [x, y, x + numberOf(element, 'width'), y + numberOf(element, 'height')];
  }
  if (element.name === 'text') {
    const size = numberOf(element, 'font-size');
    const width = widthOf(element.text, { size, bold: element.attributes.has('font-weight') });
    if (!isMeasured(element.text) && !element.attributes.has('textLength')) return [-1, -1, -1, -1];
    const anchor = element.attributes.get('text-anchor');
    const left = numberOf(element, 'x') + dx - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    const base = numberOf(element, 'y') + dy;
    return [left, base - size, left + width, base + size * 0.25];
  }
  if (element.name !== 'path') return null;
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [, command, rest] of element.attributes.get('d')!.matchAll(/([MLCQHV])([^A-Za-z]*)/g)) {
    const numbers = rest!.trim().split(/\s+/).map(Number);
    for (const [i, n] of numbers.entries()) {
      if (command === 'V' || (command !== 'H' && i % 2 === 1)) ys.push(n + dy);
      else xs.push(n + dx);
    }
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
