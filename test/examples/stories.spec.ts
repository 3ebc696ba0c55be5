import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { assize, expectedOf, judge, ROOT } from './judged.ts';

const stories = [...expectedOf('stories').keys()];
const HISTORY = 'examples/stories/history.jsonl';
const folder = mkdtempSync(join(tmpdir(), 'assize-stories-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** faultOf walks the tags of an XML text without entities of its own; null where each is closed in its place. */
function faultOf(xml: string): string | null {
  const open: string[] = [];
  const rest = xml
    .replace(/<\?xml[^]*?\?>|<!--[^]*?-->/g, '')
    .replace(
      /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
      (_, closes: string, name: string, _attributes: string, isEmpty: string) => {
        if (closes === '') {
          if (isEmpty === '') open.push(name);
          return '';
        }
        return open.pop() === name ? '' : '<';
      },
    );
  if (open.length > 0) return `not closed: ${open.join(', ')}`;
  if (rest.includes('<')) return `a tag that is none: ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 60)}`;
  return /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.exec(rest) === null ? null : 'an ampersand alone';
}

describe('the three stories', () => {
  it.each(stories)('%s is drawn as a well-formed picture', (file) => {
    const picture = join(folder, 'story.svg');
    const { status } = assize('judge', file, '--facts', HISTORY, '--svg', picture);
    expect(status).toBe(0);
    const svg = readFileSync(picture, 'utf8');
    expect(svg).toMatch(/^(<\?xml[^>]*>\s*)?<svg[ >]/);
    expect(faultOf(svg)).toBeNull();
  });

  it('the picture of the README is the one that the tool draws of the second', () => {
    const picture = join(folder, 'custody-graph.svg');
    assize('judge', stories[1]!, '--facts', HISTORY, '--svg', picture);
    const isAlike = readFileSync(picture, 'utf8') === readFileSync(join(ROOT, 'docs/custody-graph.svg'), 'utf8');
    expect([isAlike, 'node examples/make.mjs draws it again']).toEqual([true, expect.anything()]);
  });

  it('the history makes the first one clearer', () => {
    const leading = (...options: string[]): number =>
      judge([stories[0]!], ...options).lines.get(stories[0]!)!.questions[0]!.hypotheses[0]!.probability;
    expect(leading('--facts', HISTORY)).toBeGreaterThan(leading() + 0.1);
  });

  it('the history is a stream of facts that `assize infer` reads to its end', () => {
    const { status, stdout } = assize('infer', HISTORY);
    const conflicts = readFileSync(join(ROOT, HISTORY), 'utf8').match(/"kind":"conflict"/g)!.length;
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, conflicts]);
  });
});

describe('npm run stories', () => {
  it('tells the three stories and prints commands that work', () => {
    const { status, stdout } = spawnSync(process.execPath, ['tools/stories.mjs'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    expect(status).toBe(0);
    for (const file of stories) {
      const { reference } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as { reference: string };
      expect(stdout).toContain(reference);
    }
    const commands = [...stdout.matchAll(/^ {2}npx assize (.+)$/gm)].map(([, words]) => words!.split(' '));
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const words of commands) {
      const inTemporary = words.map((word) => (word === 'fork.svg' ? join(folder, word) : word));
      expect([words, assize(...inTemporary).status]).toEqual([words, 0]);
    }
  });
});
