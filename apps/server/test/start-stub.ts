/** Starts the stub server as a process of its own, from the built program; only the stub's own files are compiled here. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';
import type { StubOptions } from './stub-server.ts';

const FILES = ['people', 'stub-body-thread', 'stub-stores', 'stub-tribunal', 'stub-server'] as const;
const BUILT = new URL('../../../dist/apps/server/test/', import.meta.url);

/** A line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface Stub {
  readonly url: string;
  readonly port: number;
  readonly log: readonly LogLine[];
  readonly process: ChildProcess;
  /** The log line of a request, once it is there. */
  lineOf(requestId: string): Promise<LogLine>;
  /** How often each use case was called. */
  calls(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<number | null>;
}

function compile(): void {
  mkdirSync(BUILT, { recursive: true });
  for (const name of FILES) {
    const { code } = transformFileSync(fileURLToPath(new URL(`${name}.ts`, import.meta.url)), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    writeFileSync(new URL(`${name}.js`, BUILT), code.replaceAll(/(from ['"]\..*?)\.ts(?=['"])/g, '$1.js'));
  }
}

/** startStub starts one on a free port of this machine; `stop` ends it. */
export async function startStub(options: StubOptions = {}): Promise<Stub> {
  compile();
  const child = fork(fileURLToPath(new URL('stub-server.js', BUILT)), [JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const log: LogLine[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (text) => {
      const line = JSON.parse(text) as LogLine;
      if (typeof line['listening'] === 'string') resolve(line['listening']);
      else log.push(line);
    });
    void exited.then(() => reject(new Error(`the stub server ended: ${errors}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    log,
    process: child,
    lineOf: async (requestId) => {
      for (let i = 0; i < 100; i += 1) {
        const line = log.find((one) => one['requestId'] === requestId && one['msg'] === 'request');
        if (line !== undefined) return line;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`no log line of the request ${requestId}`);
    },
    calls: () =>
      new Promise((resolve) => {
        child.once('message', (answer) => resolve(answer as Record<string, number>));
        child.send('calls');
      }),
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const status = await exited;
      clearTimeout(late);
      return status;
    },
  };
}
