/** The page of results says what the command found, and not what it once found. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ATTACKS, FAMILIES, FOUND } from '#simulation';
import { JUDGES } from '../src/evaluate/contestants.ts';

const DOCS = new URL('../../../docs/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, DOCS), 'utf8');
const rowsOf = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('| '));

describe('docs/evaluation.md', () => {
  const page = read('evaluation.md');
  const report = read('evaluation/report.md');

  it('shows tables of docs/evaluation/report.md, cell by cell', () => {
    const known = new Set(rowsOf(report));
    // The one table that no run makes says who the judges are.
    const shown = page.split('\n## ').filter((section) => !section.startsWith('Beside what'));
    const strangers = shown.flatMap(rowsOf).filter((row) => !known.has(row));
    expect(strangers).toEqual([]);
    expect(shown.flatMap(rowsOf).length).toBeGreaterThan(60);
  });

  it('names the one command that makes it, every judge and every family', () => {
    const [, command] = /\n {4}npx (assize evaluate .*) --out docs\/evaluation\n/.exec(page) ?? [];
    expect(report).toContain(`Made by \`${command}\``);
    for (const judge of JUDGES) expect(page).toContain(`| ${judge} |`);
    for (const { name } of [...FAMILIES, ...ATTACKS, ...FOUND])
      expect(page).toContain(`| ${name.replaceAll(' ', '-')} |`);
  });

  it('shows every picture that there is', () => {
    for (const file of readdirSync(new URL('evaluation/', DOCS)).filter((name) => name.endsWith('.svg')))
      expect(page).toContain(`(evaluation/${file})`);
  });
});
