// The strict reader of statements.md, "Parsing is strict, so that two readers can never differ". Slow and plain:
// one character at a time, objects as Maps (so `__proto__` is an ordinary name), numbers with the text they had.

export interface JsonNumber {
  readonly number: number;
  /** As written: a one-show challenge hashes `iat` "as the payload writes it". */
  readonly text: string;
}
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

export const isObject = (json: Json | undefined): json is JsonObject => json instanceof Map;
export const isString = (json: Json | undefined): json is string => typeof json === 'string';
export const isNumber = (json: Json | undefined): json is JsonNumber =>
  typeof json === 'object' && json !== null && 'number' in json;

const MAX_DEPTH = 16; // "the object itself is the first"

class Refused extends Error {}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): Json {
    const json = this.value(0);
    this.space();
    if (this.at !== this.text.length) throw new Refused('text after the value');
    return json;
  }

  private space(): void {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  private take(expected: string): void {
    if (!this.text.startsWith(expected, this.at)) throw new Refused(`no ${expected} at ${this.at}`);
    this.at += expected.length;
  }

  private value(depth: number): Json {
    this.space();
    const c = this.text[this.at];
    if (c === '{') return this.object(depth + 1);
    if (c === '[') return this.array(depth + 1);
    if (c === '"') return this.string();
    if (c === 't') return (this.take('true'), true);
    if (c === 'f') return (this.take('false'), false);
    if (c === 'n') return (this.take('null'), null);
    return this.number();
  }

  private object(depth: number): JsonObject {
    if (depth > MAX_DEPTH) throw new Refused('nested too deep');
    const members: JsonObject = new Map();
    this.take('{');
    this.space();
    if (this.text[this.at] === '}') return (this.take('}'), members);
    for (;;) {
      this.space();
      const name = this.string();
      if (members.has(name)) throw new Refused(`duplicate member ${name}`);
      this.space();
      this.take(':');
      members.set(name, this.value(depth));
      this.space();
      if (this.text[this.at] === '}') return (this.take('}'), members);
      this.take(',');
    }
  }

  private array(depth: number): Json[] {
    if (depth > MAX_DEPTH) throw new Refused('nested too deep');
    const items: Json[] = [];
    this.take('[');
    this.space();
    if (this.text[this.at] === ']') return (this.take(']'), items);
    for (;;) {
      items.push(this.value(depth));
      this.space();
      if (this.text[this.at] === ']') return (this.take(']'), items);
      this.take(',');
    }
  }

  private string(): string {
    const start = this.at;
    this.take('"');
    while (this.text[this.at] !== '"') {
      if (this.at >= this.text.length) throw new Refused('string without end');
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    }
    this.take('"');
    // JSON.parse knows the escapes and refuses bare control characters; only the surrogates are left to us.
    const value = JSON.parse(this.text.slice(start, this.at)) as string;
    if (!value.isWellFormed()) throw new Refused('lone surrogate');
    return value;
  }

  private number(): JsonNumber {
    const text = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/.exec(this.text.slice(this.at, this.at + 9000))?.[0];
    if (text === undefined) throw new Refused(`no value at ${this.at}`);
    this.at += text.length;
    const number = Number(text);
    if (!Number.isFinite(number)) throw new Refused('not a finite double');
    return { number, text };
  }
}

/** The value, or undefined where the text is refused (a value is never undefined). A BOM is no JSON whitespace. */
export function readJson(text: string): Json | undefined {
  try {
    return new Reader(text).document();
  } catch (error) {
    if (error instanceof Refused || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** UTF-8 without BOM, fatal on invalid bytes. */
export function readJsonBytes(bytes: Uint8Array): Json | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
  return readJson(text);
}

/** base64url without padding, no other characters, unused trailing bits zero. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return toBase64url(bytes) === text ? new Uint8Array(bytes) : undefined;
}

export const toBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** "base64url of exactly 32 bytes" */
export const isId = (json: Json | undefined): json is string => isString(json) && fromBase64url(json)?.length === 32;

export const codePoints = (text: string): number => Array.from(text).length;

/** Ascending by code point (ids and digests are ASCII). */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
