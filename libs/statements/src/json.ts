/**
 * The strict JSON reader (RFC 8259, narrowed by spec "Parsing is strict"): one reader for headers, payloads,
 * submissions and facts, so that two readers can never differ on what was said.
 *
 * It refuses a byte order mark, bytes that are not UTF-8, lone surrogates (raw or escaped), duplicate member names
 * at any depth, more than `maxDepth` levels and numbers that are not finite doubles. It never recurses on its input.
 */
import { isAscii, isUtf8 } from 'node:buffer';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

/** A document that was read; `numberTexts` has the numbers among the top-level members as they were written. */
export interface JsonDocument {
  readonly value: Json;
  readonly numberTexts: ReadonlyMap<string, string>;
}

/** Why a text is no document, and where: `offset` counts UTF-16 units of the text (bytes where it is not UTF-8). */
export interface JsonFault {
  readonly problem: string;
  readonly offset: number;
}

/** The deepest nesting that any document may have; the outermost value is the first level. */
const MAX_DEPTH = 16;

const NO_NUMBERS: ReadonlyMap<string, string> = new Map();
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /[^\\\x00-\x1f]*/y;
const HEX4 = /^[0-9a-fA-F]{4}$/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** isJsonObject tells an object from every other JSON value. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** readJson reads bytes; see `parseJson`. */
export function readJson(bytes: Uint8Array, maxDepth = MAX_DEPTH): JsonDocument | JsonFault {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) return new Reader(buffer.toString('latin1'), maxDepth).read();
  if (!isUtf8(buffer)) return { problem: 'not UTF-8', offset: firstBadByte(buffer) };
  return new Reader(buffer.toString('utf8'), maxDepth).read();
}

/** parseJson reads a text into a document, or tells the first thing wrong with it and where. */
export function parseJson(text: string, maxDepth = MAX_DEPTH): JsonDocument | JsonFault {
  if (!text.isWellFormed()) return { problem: 'a lone surrogate', offset: firstLoneSurrogate(text) };
  return new Reader(text, maxDepth).read();
}

/** placeOf turns an offset into `line L, column C`, both from 1. */
export function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** A refusal on its way out of the reader; it never leaves this file. */
class Refusal extends Error {
  constructor(
    readonly problem: string,
    readonly offset: number,
  ) {
    super(problem);
  }
}

class Reader {
  private at = 0;
  /** No backslash and no control character stands from where a string was last read up to here. */
  private plainTo = -1;
  private numberTexts: Map<string, string> | null = null;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  read(): JsonDocument | JsonFault {
    try {
      const value = this.document();
      return { value, numberTexts: this.numberTexts ?? NO_NUMBERS };
    } catch (fault) {
      if (fault instanceof Refusal) return { problem: fault.problem, offset: fault.offset };
      throw fault;
    }
  }

  /** The loop keeps the open containers on a stack of its own, so depth costs no call stack. */
  private document(): Json {
    if (this.text.charCodeAt(0) === 0xfeff) throw new Refusal('a byte order mark', 0);
    const open: (Json[] | JsonObject)[] = [];
    const names: string[] = [];
    for (;;) {
      this.skipSpace();
      const start = this.at;
      let value: Json;
      const first = this.text[start];
      if (first === '{' || first === '[') {
        if (open.length >= this.maxDepth) throw new Refusal(`more than ${this.maxDepth} levels of nesting`, start);
        this.at += 1;
        this.skipSpace();
        const container: Json[] | JsonObject = first === '{' ? {} : [];
        if (this.text[this.at] !== (first === '{' ? '}' : ']')) {
          open.push(container);
          if (first === '{') names.push(this.name(container as JsonObject));
          continue;
        }
        this.at += 1;
        value = container;
      } else {
        value = this.scalar();
        if (typeof value === 'number' && open.length === 1 && names.length === 1) {
          this.numberTexts ??= new Map();
          this.numberTexts.set(names[0]!, this.text.slice(start, this.at));
        }
      }
      // Hand the value to its container, and close every container that ends here.
      for (;;) {
        const parent = open.at(-1);
        this.skipSpace();
        if (parent === undefined) {
          if (this.at !== this.text.length) throw new Refusal('text after the value', this.at);
          return value;
        }
        const next = this.text[this.at];
        if (Array.isArray(parent)) {
          parent.push(value);
          if (next !== ',' && next !== ']') throw this.unexpected("',' or ']'");
          this.at += 1;
          if (next === ',') break;
        } else {
          setMember(parent, names.pop()!, value);
          if (next !== ',' && next !== '}') throw this.unexpected("',' or '}'");
          this.at += 1;
          if (next === ',') {
            this.skipSpace();
            names.push(this.name(parent));
            break;
          }
        }
        open.pop();
        value = parent;
      }
    }
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at += 1;
    }
  }

  private name(object: JsonObject): string {
    const start = this.at;
    if (this.text.charCodeAt(start) !== QUOTE) throw this.unexpected('a member name');
    const name = this.string();
    if (Object.hasOwn(object, name)) throw new Refusal(`the member ${JSON.stringify(name)} a second time`, start);
    this.skipSpace();
    if (this.text[this.at] !== ':') throw this.unexpected("':'");
    this.at += 1;
    return name;
  }

  private scalar(): Json {
    const start = this.at;
    const unit = this.text.charCodeAt(start);
    if (unit === QUOTE) return this.string();
    if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) {
      NUMBER.lastIndex = start;
      const match = NUMBER.exec(this.text);
      if (match === null) throw new Refusal('not a number', start);
      const value = Number(match[0]);
      if (!Number.isFinite(value)) throw new Refusal('a number that is not a finite double', start);
      this.at += match[0].length;
      return value;
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, start)) {
        this.at += word.length;
        return value;
      }
    }
    throw this.unexpected('a value');
  }

  private string(): string {
    const start = this.at + 1;
    const end = this.text.indexOf('"', start);
    if (this.plainTo < start) this.plainTo = endOfPlain(this.text, start);
    if (end >= 0 && end < this.plainTo) {
      this.at = end + 1;
      return this.text.slice(start, end);
    }
    if (this.text.charCodeAt(this.plainTo) === BACKSLASH) return this.escapedString(start, this.plainTo);
    throw this.badUnit(this.plainTo);
  }

  private escapedString(start: number, firstEscape: number): string {
    const parts: string[] = [];
    let from = start;
    let i = firstEscape;
    for (;;) {
      const unit = this.text.charCodeAt(i);
      if (unit === QUOTE) break;
      if (!(unit >= 0x20)) throw this.badUnit(i);
      if (unit !== BACKSLASH) {
        i += 1;
        continue;
      }
      parts.push(this.text.slice(from, i));
      const letter = this.text[i + 1] ?? '';
      const plain = ESCAPES[letter];
      if (plain !== undefined) {
        parts.push(plain);
        i += 2;
      } else {
        const hex = this.text.slice(i + 2, i + 6);
        if (letter !== 'u' || !HEX4.test(hex)) throw new Refusal('a bad escape', i);
        parts.push(String.fromCharCode(Number.parseInt(hex, 16)));
        i += 6;
      }
      from = i;
    }
    parts.push(this.text.slice(from, i));
    this.at = i + 1;
    const value = parts.join('');
    if (!value.isWellFormed()) throw new Refusal('a lone surrogate', start - 1);
    return value;
  }

  private badUnit(offset: number): Refusal {
    return offset >= this.text.length
      ? new Refusal('the text ends inside a string', this.text.length)
      : new Refusal('a control character in a string', offset);
  }

  private unexpected(wanted: string): Refusal {
    const found = this.text[this.at];
    return found === undefined
      ? new Refusal(`${wanted} expected, the text ends`, this.at)
      : new Refusal(`${wanted} expected, found ${JSON.stringify(found)}`, this.at);
  }
}

/** Long strings are the most of what is read, so they are searched by the engine and not unit by unit. */
function endOfPlain(text: string, from: number): number {
  PLAIN.lastIndex = from;
  PLAIN.test(text);
  return PLAIN.lastIndex;
}

const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** `__proto__` would set the prototype of an ordinary object; here it is a member like any other. */
function setMember(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[name] = value;
  }
}

/** Where the bytes first differ from their text written again, there the first bad character begins. */
function firstBadByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  let at = bytes.findIndex((byte, i) => byte !== again[i]);
  // U+FFFD begins with a byte that other characters share, and continuation bytes belong to what is before them.
  while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at -= 1;
  return Math.max(0, at);
}

/** A well-formed copy has U+FFFD in place of every lone surrogate, and differs there first. */
function firstLoneSurrogate(text: string): number {
  const wellFormed = text.toWellFormed();
  let at = 0;
  while (text.charCodeAt(at) === wellFormed.charCodeAt(at)) at += 1;
  return at;
}
