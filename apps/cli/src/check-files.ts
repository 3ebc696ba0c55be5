/** Whether the files of a command can be written without harm to one another, before the first of them is begun. */
import { fstatSync, realpathSync, statSync, type BigIntStats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CliError } from './cli-error.ts';
import { nameOf } from './read-file.ts';

/** A file with the option or argument that names it, such as `--truth` or `<facts>`; `-` is standard input or output. */
export interface NamedFile {
  readonly by: string;
  readonly path: string;
}

/** namedFiles pairs the files of an option, which may name none, one or several, with its name. */
export const namedFiles = (by: string, paths: string | readonly string[] = []): NamedFile[] =>
  [paths].flat().map((path) => ({ by, path }));

/** checkFiles throws where a file would be written that is read too, or twice, under whatever names. It opens none. */
export function checkFiles(read: readonly NamedFile[], written: readonly NamedFile[]): void {
  const taken = written.find(({ path }) => path === '-');
  if (taken !== undefined)
    throw new CliError('usage', `standard output is taken, ${taken.by} needs a file`, {
      hint: 'name a file instead of -',
    });
  const uses = [
    ...read.map((file) => ({ ...file, does: 'reads', place: file.path === '-' ? placeOfOpen(0) : placeOf(file.path) })),
    { by: 'standard output', path: '-', does: 'writes', place: placeOfOpen(1) },
    ...written.map((file) => ({ ...file, does: 'writes', place: placeOf(file.path) })),
  ];
  const earlier = new Map<string, (typeof uses)[number]>();
  for (const use of uses) {
    if (use.place === null) continue;
    const before = earlier.get(use.place);
    if (before !== undefined && use.does === 'writes') {
      const path = use.path === '-' ? before.path : use.path;
      throw new CliError('same_file', `${nameOf(path)}: ${use.by} would overwrite what ${before.by} ${before.does}`, {
        file: path,
        hint: 'name another file',
      });
    }
    earlier.set(use.place, use);
  }
}

/** What tells a file from others whatever it is called; null for a pipe or a device, which many may share. */
function placeOf(path: string): string | null {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? join(realpathSync(dirname(path)), basename(path)) : placeOfFile(stat);
  } catch {
    // What is wrong with it is said where it is opened.
    return resolve(path);
  }
}

const placeOfOpen = (descriptor: number): string | null => placeOfFile(fstatSync(descriptor, { bigint: true }));

const placeOfFile = (stat: BigIntStats): string | null => (stat.isFile() ? `${stat.dev}:${stat.ino}` : null);
