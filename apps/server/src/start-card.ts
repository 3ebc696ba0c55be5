import { relative, resolve } from 'node:path';
import { demoFile, maskSecrets, type Config, type DemoAccess } from '#config';

/** What somebody who has just started the service needs to go on. */
export interface StartCard {
  /** http://127.0.0.1:4800, without a slash at its end. */
  readonly url: string;
  /** Null where the data folder has no demo. */
  readonly demo: DemoAccess | null;
}

/** cardText is the card as a terminal shows it. */
export function cardText({ url: bound, demo }: StartCard, { dataDir, databaseUrl }: Config): string {
  const url = reachable(bound);
  // Elsewhere than by default, the commands have to be told where the service is.
  const assize = `${dataDir === resolve('var') ? '' : `DATA_DIR=${shortPath(dataDir)} `}npx assize`;
  const token =
    demo === null
      ? [`  Token     none yet: ${assize} banks add NAME KEYFILE, then ${assize} tokens create --bank NAME`]
      : [
          `  Token     ${demo.token}`,
          `            of a demo bank, kept in ${shortPath(demoFile(dataDir))}; everybody has the demo’s keys: keep it to yourself`,
        ];
  const attempt =
    demo === null || demo.example === null
      ? []
      : [
          `  Try:  curl -sS ${url}/v1/conflicts -H 'Content-Type: application/json' \\`,
          `          -H 'Idempotency-Key: first-try' -H 'Authorization: Bearer ${demo.token}' \\`,
          `          --data-binary @${demo.example.file}`,
          `        ${assize} case show ${demo.example.conflict}`,
          `        ${assize} case list`,
          '',
        ];
  const data = databaseUrl === null ? shortPath(dataDir) : maskSecrets(databaseUrl);
  return [
    '',
    `  Service   ${url}`,
    '  Look at   /docs for every call, /openapi.json, /healthz, /readyz, /metrics',
    ...token,
    '',
    ...attempt,
    `  Data stays in ${data}. Ctrl-C stops everything. For real use: docs/operating.md`,
    '',
    '',
  ].join('\n');
}

/** Nobody can call the address that stands for every network. */
export const reachable = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');

/** A path as somebody in this folder would write it. */
function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || short === '' ? path : `./${short}`;
}
