import colours from 'picocolors';

type Colours = ReturnType<typeof colours.createColors>;
type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;

/** isColourful tells whether a stream gets colours: only a terminal does, without NO_COLOR (no-color.org), `--no-color` or TERM=dumb. */
const isColourful = (stream: Stream): boolean =>
  stream.isTTY &&
  (process.env['NO_COLOR'] ?? '') === '' &&
  process.env['TERM'] !== 'dumb' &&
  !process.argv.includes('--no-color');

/** coloursFor gives picocolors' functions for a stream; where it gets no colours they return their text as it is. */
export const coloursFor = (stream: Stream): Colours => colours.createColors(isColourful(stream));
