import { accessSync, appendFileSync, constants, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { CliError } from './cli-error.ts';

/** writeText writes to a file, or to standard output where no path or `-` is given. */
export function writeText(path: string | undefined, text: string): void {
  if (path === undefined || path === '-') process.stdout.write(text);
  else write(path, () => writeFileSync(path, text));
}

/** assertWritable says before a long work what would be in the way of writing a file after it; what is there stays. */
export function assertWritable(path: string): void {
  write(path, () => {
    const stat = statSync(path, { throwIfNoEntry: false });
    // A pipe's reader would take a writer who comes and goes for all that there is.
    if (stat === undefined || stat.isFile() || stat.isDirectory()) appendFileSync(path, '');
    else accessSync(path, constants.W_OK);
  });
}

/** makeFolder makes a folder that files can be written into, if it is not there. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new CliError('unwritable', `${path}: is a file, a folder is needed`, { file: path });
    throw explainUnwritable(error as NodeJS.ErrnoException, path);
  }
}

/** writeSecret writes a file that only its owner may read (mode 0600), and keeps one that is there unless forced. */
export function writeSecret(path: string, text: string, force: boolean): void {
  if (path === '-') {
    process.stdout.write(text);
    return;
  }
  write(path, () => {
    // Taking the old file away first gives the new one the mode that it needs, whatever the old one had.
    if (force) rmSync(path, { force: true });
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  });
}

function write(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw explainUnwritable(error as NodeJS.ErrnoException, path);
  }
}

/** explainUnwritable says why a file could not be written. */
export function explainUnwritable(error: NodeJS.ErrnoException, path: string): CliError {
  switch (error.code ?? '') {
    case 'EEXIST':
      return new CliError('exists', `${path}: is there already, and a secret is not overwritten`, {
        file: path,
        hint: 'choose another file, or say --force',
      });
    case 'ENOENT':
      return new CliError('unwritable', `${path}: its folder does not exist`, { file: path });
    case 'EISDIR':
    case 'ERR_FS_EISDIR':
      return new CliError('unwritable', `${path}: is a directory`, { file: path });
    default:
      return new CliError('unwritable', `${path}: cannot be written (${error.code ?? error.message})`, { file: path });
  }
}
