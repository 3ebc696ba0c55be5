/** The examples as they are kept, and what the built command line makes of them: one run for each register. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const BIN = 'apps/cli/bin/assize.js';
export const GROUPS = ['findings', 'shapes', 'defects', 'outcomes', 'stories'] as const;

export interface ExpectedFinding {
  readonly code: string;
  readonly parties: readonly string[];
  readonly claims: readonly number[];
  readonly binds: string;
  readonly branches?: readonly { readonly next: string; readonly claims: readonly number[] }[];
  readonly when?: string;
}

/** What an `expected/*.json` holds; a refused file has an error and no more. */
export interface Expected {
  readonly shows: string;
  readonly register?: string;
  readonly exit: number;
  readonly error?: string;
  readonly outcome?: string;
  readonly defects: readonly (string | null)[];
  readonly ats: readonly (number | null)[];
  readonly findings: readonly ExpectedFinding[];
  readonly questions: readonly { readonly shape: string; readonly hypotheses: number }[];
  readonly ignored: number;
}

export interface JudgedLine {
  readonly file: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly outcome: string;
  readonly claims: readonly { readonly defect: string | null; readonly at: number | null; readonly sound: boolean }[];
  readonly findings: readonly (ExpectedFinding & { readonly proof: readonly string[]; readonly identity?: string })[];
  readonly questions: readonly {
    readonly shape: string;
    readonly hypotheses: readonly { readonly id: string; readonly probability: number }[];
  }[];
  readonly ignored: readonly (string | null)[];
}

/** expectedOf reads what must come out of a group's examples, by file. */
export function expectedOf(group: string): Map<string, Expected> {
  const names = readdirSync(`${ROOT}examples/${group}/expected`).sort();
  const read = (name: string): Expected =>
    JSON.parse(readFileSync(`${ROOT}examples/${group}/expected/${name}`, 'utf8')) as Expected;
  return new Map(names.map((name) => [`examples/${group}/${name}`, read(name)]));
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** assize runs the built command line. */
export function assize(...words: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

/** judge judges files with `--json` and gives their lines by file. */
export function judge(
  files: readonly string[],
  ...options: string[]
): { readonly run: Run; readonly lines: Map<string, JudgedLine> } {
  const run = assize('judge', '--json', ...options, ...files);
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  return { run, lines: new Map(lines.map((line) => JSON.parse(line) as JudgedLine).map((line) => [line.file, line])) };
}
