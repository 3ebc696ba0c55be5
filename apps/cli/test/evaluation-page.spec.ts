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
    // Two tables no run of the command makes: who the judges are, and what another generator's markets gave (its own test
    // holds the judge to that).
    const others = ['Beside what', 'On another generator'];
    const shown = page.split('\n## ').filter((section) => !others.some((title) => section.startsWith(title)));
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
