/** The house rules as a test (docs/architecture.md): each failure names the place and what to do instead. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { DEFECTS, FINDING_CODES } from '#custody';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Files that git tracks, or would: what is not ignored. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(new URL(path, ROOT)));
const sources = files.filter((path) => /^(apps|libs|test|bench|examples|tools)\/.*\.(ts|mjs|js)$/.test(path));
const product = sources.filter((path) => /^(apps|libs)\/.*\.ts$/.test(path) && !path.endsWith('.spec.ts'));
const pure = product.filter((path) =>
  /^libs\/(statements|custody|inference|arbitration|viz|http-signatures|tribunal|simulation|baselines)\/src\//.test(
    path,
  ),
);

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}
const manifest = JSON.parse(read('package.json')) as Manifest;

/** offences lists `path:line` of every line that matches. */
const offences = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );

describe('files', () => {
  it('are of a size that one can read: at most 300 lines, or listed with a reason; the list only shrinks', () => {
    // A file may leave this list, and none may join it.
    const listed: Record<string, string> = {};
    const long = [...product, ...sources.filter((path) => path.startsWith('test/'))]
      .map((path) => ({ path, lines: read(path).split('\n').length }))
      .filter(({ path, lines }) => lines > 300 && listed[path] === undefined);
    expect(long).toEqual([]);
  });

  it('are named in kebab-case after what they export', () => {
    const odd = product.filter(
      (path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.worker)?\.ts$/.test(path),
    );
    expect(odd).toEqual([]);
  });

  it('say nothing of the machine they were written on, and leave nothing undone', () => {
    const shown = files.filter(
      (path) => /\.(ts|mjs|js|md|json|yml|svg)$/.test(path) && !path.startsWith('test/vectors/'),
    );
    const paths = new RegExp(`/${'work'}/|/${'root'}/\\.|registry\\.${'npmjs'}`);
    expect(
      offences(
        shown.filter((path) => path !== 'package-lock.json'),
        paths,
      ),
    ).toEqual([]);
    expect(offences(sources, new RegExp(`\\b(${'TO'}DO|${'FIX'}ME|${'XX'}X)\\b`))).toEqual([]);
  });

  it('hold no test that is skipped or alone', () => {
    const specs = sources.filter((path) => path.endsWith('.spec.ts') && !path.startsWith('test/tidy/'));
    expect(offences(specs, /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/)).toEqual([]);
  });
});

describe('names', () => {
  it('use field words: say what it does instead of Manager, Helper, Util and the like', () => {
    // "Signature base" is RFC 9421's word.
    const vague = /(Manager|Helper|Util|Utils|Common|Shared|(?<!signature)Base|Impl|Data|Info|Engine)\b/;
    const exported = offences(
      product,
      new RegExp(`^export .*\\b(const|function|class|interface|type) \\w*${vague.source}`),
    );
    expect(exported).toEqual([]);
    expect(product.filter((path) => /(manager|helper|util|common|shared|impl)/.test(path.split('/').at(-1)!))).toEqual(
      [],
    );
    expect(offences(product, /^export interface I[A-Z][a-z]/)).toEqual([]);
  });
});

describe('pure libraries', () => {
  it('read no clock, randomness, environment or console: these are arguments', () => {
    const impure =
      /\b(Date\.now|new Date\(\)|Math\.random|randomBytes|randomUUID|process\.(env|argv|stdout|stderr|hrtime)|console\.|performance\.now|setTimeout)\b/;
    const code = (path: string): string[] =>
      offences([path], impure).filter((line) => !/:\d+ (\*|\/\/|\/\*)/.test(line));
    expect(pure.flatMap(code)).toEqual([]);
  });

  it('open with a page that says what they are', () => {
    for (const lib of readdirSync(new URL('libs/', ROOT))) {
      const index = read(`libs/${lib}/src/index.ts`);
      expect(index.startsWith('/**\n * # ')).toBe(true);
      expect(index).toContain('```ts');
    }
  });

  it('export names only, each by name', () => {
    expect(offences(product, /^export (default|\*)/).filter((line) => !line.includes('-worker.ts'))).toEqual([]);
  });
});

describe('dependencies', () => {
  const reasons = read('docs/dependencies.md');
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  const names = Object.keys(all);

  it.each(names)('%s has a reason', (name) => {
    expect(reasons).toContain(`| \`${name}\` |`);
  });

  it('are pinned, and the page lists none that is gone', () => {
    const versions = Object.entries(all);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    const listed = [...reasons.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('have their optional parts in the lockfile, or `npm ci` fails on another platform', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }>;
    };
    const installed = new Set(
      Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)),
    );
    const missing = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => !installed.has(name)),
    );
    expect(missing).toEqual([]);
    const scripted = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== '' && entry.hasInstallScript === true,
    );
    const undecided = scripted
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13))
      .filter((name) => manifest.allowScripts[name] === undefined);
    expect(undecided).toEqual([]);
  });
});

describe('documents', () => {
  it('tell every defect and every finding', () => {
    const page = read('docs/findings.md');
    for (const code of [...DEFECTS, ...FINDING_CODES]) expect(page).toContain(`\`${code}\``);
  });
});
