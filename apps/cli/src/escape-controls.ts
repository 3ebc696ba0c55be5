const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * escapeControls makes a text of others fit for a terminal: control characters, line separators and invisible
 * formatting (which can turn the direction of writing) become `\u{…}`, so that no statement can forge our output.
 */
export const escapeControls = (text: string): string =>
  text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
