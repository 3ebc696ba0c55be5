import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../src/command-table.ts';
import { BIN, openWorkplace, type Workplace } from './run-assize.ts';

let place: Workplace;
beforeAll(() => {
  place = openWorkplace();
});
afterAll(() => place.leave());

const SHOWN = COMMANDS.filter(({ hidden }) => hidden !== true).map(({ name }) => name);

describe('help', () => {
  it('lists every command', () => {
    const help = place.good('--help');
    for (const name of SHOWN) expect(help).toMatch(new RegExp(`^  ${name}  `, 'm'));
    expect(place.good()).toBe(help);
    expect(place.good('help')).toBe(help);
  });
  it.each(SHOWN)('%s has examples', (name) => {
    expect(place.good(name, '--help')).toMatch(/Examples:\n {2}# .+\n.* ?assize /);
  });
  it('explains the exit codes', () => {
    expect(place.good('help', 'exit-codes')).toMatch(/0 {2}done.*\n.*1 {2}what was checked.*\n.*2 {2}a file/);
  });
  it('has no colours where it is no terminal', () => {
    expect(place.good('help') + place.run('nothing').err).not.toContain('\u001b');
  });
  it('tells the version', () => expect(place.good('--version')).toMatch(/^\d+\.\d+\.\d+\n$/));
});

describe('a wrong command line exits 2 with one line and a hint', () => {
  it.each([
    [['notes'], "unknown command 'notes'. Did you mean note?", 'assize --help'],
    [['help', 'notes'], "unknown command 'notes'. Did you mean note?", 'assize --help'],
    [['verify', '--registr', 'x', 'y'], "unknown option '--registr'. Did you mean --register?", 'assize verify --help'],
    [['verify'], "missing required argument 'file'", 'assize verify --help'],
    [['banks', '--out'], "option '--out <file>' argument missing", 'assize banks --help'],
    [['keygen'], 'where shall the private key go?', 'assize keygen --out key.json'],
    [
      ['note', '--amount', '1e9'],
      "option '--amount <decimal>' argument '1e9' is invalid. A decimal amount such as 20 or 19.99 is needed.",
      'assize note --help',
    ],
    [
      ['check', '--at', '2026-11-22'],
      "option '--at <time>' argument '2026-11-22' is invalid. A time is RFC 3339 with a zone (2026-11-22T09:30:00Z) or seconds since 1970.",
      'assize check --help',
    ],
    [
      ['keygen', '--suite', 'RSA'],
      "option '--suite <name>' argument 'RSA' is invalid. Allowed choices are Ed25519, ES256, ES256K.",
      'assize keygen --help',
    ],
  ])('%j', (args, message, hint) => {
    expect(place.run(...args)).toEqual({ status: 2, out: '', err: `✖ ${message}\n  → ${hint}\n` });
    expect(JSON.parse(place.run(...args, '--json').err)).toEqual({ error: { code: 'usage', message, hint } });
  });
});

describe('a reader or a user that stops', () => {
  it('early is no error', () => {
    const line = `"${process.execPath}" "${BIN}" --help | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });
  it('by Ctrl-C ends it as shells expect (130)', async () => {
    const child = spawn(process.execPath, [BIN, 'inspect', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill('SIGINT');
    const ended = await new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    // A shell shows a program that a signal ended as 128 and the signal's number, 2.
    expect([130, 'SIGINT']).toContain(ended);
  });
});

describe('completion', () => {
  const complete = (...words: string[]): string[] => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = `source <("${process.execPath}" "${BIN}" completion bash --command '"${process.execPath}" "${BIN}"')
      COMP_WORDS=(assize ${quoted}); COMP_CWORD=${words.length}; _assize; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', script], { cwd: place.folder, encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line !== '');
  };
  it('completes commands, options, their choices and files in bash', () => {
    place.good('keygen', '--out', 'alice.json');
    expect(complete('ver')).toEqual(['verify']);
    expect(complete('note', '--cl')).toEqual(['--class']);
    expect(complete('note', '--class', 'at')).toEqual(['attested']);
    expect(complete('note', '--key', 'al')).toEqual(['alice.json']);
    expect(complete('inspect', 'al')).toEqual(['alice.json']);
    expect(complete('note', '--amount', 'al')).toEqual([]);
    expect(complete('help', 'exit')).toEqual(['exit-codes']);
  });
  it.each(['bash', 'zsh', 'fish', 'powershell'])('has a script for %s that asks assize', (shell) => {
    expect(place.good('completion', shell)).toMatch(/assize complete --|assize.* complete/);
  });
});
