/** A strict little XML reader for the tests: it refuses what a strict parser would, and gives the elements it met. */

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** The sum of the translations around it. */
  readonly dx: number;
  readonly dy: number;
  text: string;
}

const TAG = /<(\/?)([a-z]+)((?: [A-Za-z:-]+="[^"<]*")*)(\/?)>/gy;
const ATTRIBUTE = / ([A-Za-z:-]+)="([^"<]*)"/g;
const ENTITY = /&#(\d+);/g;

/** readXml throws on unbalanced tags, repeated attributes, a bare & or >, and characters that XML cannot carry. */
export function readXml(document: string): Element[] {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/u.test(document) || !document.isWellFormed())
    throw new Error('character');
  const elements: Element[] = [];
  const open: Element[] = [];
  let at = 0;
  while (at < document.length) {
    if (document[at] === '<') {
      TAG.lastIndex = at;
      const tag = TAG.exec(document);
      if (tag === null) throw new Error(`no tag: ${document.slice(at, at + 60)}`);
      at = TAG.lastIndex;
      if (tag[1] === '/') {
        if (open.pop()?.name !== tag[2]) throw new Error(`unbalanced ${tag[2]}`);
        if (open.length === 0 && document.slice(at).trim() !== '') throw new Error('text behind the root');
        continue;
      }
      const element = toElement(tag[2]!, tag[3]!, open.at(-1));
      elements.push(element);
      if (tag[4] === '') open.push(element);
    } else {
      const next = document.indexOf('<', at);
      const text = document.slice(at, next < 0 ? undefined : next);
      const inside = open.at(-1);
      if (inside === undefined && text.trim() !== '') throw new Error('text outside the root');
      if (inside !== undefined) inside.text += unescape(text);
      at += text.length;
    }
  }
  if (open.length > 0) throw new Error('not closed');
  return elements;
}

function toElement(name: string, source: string, around: Element | undefined): Element {
  const attributes = new Map<string, string>();
  for (const [, key, value] of source.matchAll(ATTRIBUTE)) {
    if (attributes.has(key!)) throw new Error(`twice: ${key}`);
    attributes.set(key!, unescape(value!));
  }
  const moved = /^translate\((-?[\d.]+) (-?[\d.]+)\)$/.exec(attributes.get('transform') ?? 'translate(0 0)');
  if (moved === null) throw new Error('transform');
  const [dx, dy] = [(around?.dx ?? 0) + Number(moved[1]), (around?.dy ?? 0) + Number(moved[2])];
  return { name, attributes, dx, dy, text: '' };
}

function unescape(text: string): string {
  if (/[&>]/.test(text.replace(ENTITY, ''))) throw new Error(`not escaped: ${text.slice(0, 60)}`);
  return text.replace(ENTITY, (_, code: string) => String.fromCharCode(Number(code)));
}
