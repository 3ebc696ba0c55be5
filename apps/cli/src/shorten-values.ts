/** So many characters of a value are shown. */
const MOST = 80;

/** Texts as JSON writes them, and what else a record can hold that is long: lists, objects, numbers. */
const TEXT = /"(?:[^"\\]|\\.)*"/gsu;
const OTHER = /(?<= )[[{].*[\]}]/su;

/** shortenValues cuts the long values of records that a message quotes, so that nobody's record makes it unreadable. */
export const shortenValues = (message: string): string =>
  message.replace(TEXT, (text) => shorten(text, '…"')).replace(OTHER, (value) => shorten(value, '…'));

function shorten(value: string, end: string): string {
  // An escape or a character of two units may be cut through at the end: it goes whole.
  return value.length <= MOST
    ? value
    : `${value.slice(0, MOST).replace(/(\\u?[\da-f]{0,3}|[\ud800-\udbff])$/, '')}${end}`;
}
