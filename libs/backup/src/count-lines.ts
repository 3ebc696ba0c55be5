const NEWLINE = 0x0a;

/** countLines counts the rows of COPY's text format: each ends with a newline, and one within a value is written `\n`. */
export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
