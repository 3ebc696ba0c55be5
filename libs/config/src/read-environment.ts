import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Names and what they are set to. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** readEnvironment gives what the process was given, over what a `.env` file in `folder` says. */
export function readEnvironment(folder: string = process.cwd()): Environment {
  try {
    return { ...parseEnv(readFileSync(join(folder, '.env'), 'utf8')), ...process.env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return process.env;
    throw error;
  }
}
