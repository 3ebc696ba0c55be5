/**
 * Headers of tar's entries (POSIX.1-2001, pax, "ustar Interchange Format"), in the one form that we write: each byte of
 * a header follows from name, size and time, so that a header which is not what we would write is damaged.
 */

export const BLOCK = 512;

export interface TarEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly at: number;
}

const MAGIC = 'ustar\u000000';
const MOST_SIZE = 8 ** 11 - 1;

/** paddingOf counts the zero bytes that fill an entry's last block. */
export const paddingOf = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK;

/** tarHeader writes an entry's header. */
export function tarHeader({ name, size, at }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > 100 || size > MOST_SIZE || size < 0) throw new RangeError(`no tar entry: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, offset: number): number => header.write(text, offset, 'utf8');
  put(name, 0);
  put(octal(0o600, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(at, 11), 136);
  put(' '.repeat(8), 148);
  put('0', 156);
  put(MAGIC, 257);
  put(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    ) + '\u0000 ',
    148,
  );
  return header;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** readTarHeader reads what tarHeader wrote; null for anything else. */
export function readTarHeader(header: Buffer): TarEntry | null {
  const name = header.toString('utf8', 0, Math.max(header.indexOf(0), 0));
  const [size, at] = [readOctal(header, 124), readOctal(header, 136)];
  if (name === '' || Buffer.byteLength(name) > 100 || size === null || at === null) return null;
  const entry = { name, size, at };
  return tarHeader(entry).equals(header) ? entry : null;
}

function readOctal(header: Buffer, offset: number): number | null {
  const digits = header.toString('latin1', offset, offset + 11);
  return /^[0-7]{11}$/.test(digits) ? Number.parseInt(digits, 8) : null;
}
