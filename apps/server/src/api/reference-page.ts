/** The reference page: Swagger UI from its package, and nothing from anywhere else. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PROBLEMS, type ProblemCode } from './problems.ts';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly tag: string;
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>assize: reference</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** The validator would be asked over the network, so there is none. */
const START = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
`;

const FROM_PACKAGE: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const read = new Map<string, Promise<PageFile>>();

/** readPageFile gives a file of the page, null where it has none of this name; each is read once. */
export async function readPageFile(name: string): Promise<PageFile | null> {
  if (name === 'start.js') return fileOf('text/javascript; charset=utf-8', Buffer.from(START));
  if (!Object.hasOwn(FROM_PACKAGE, name)) return null;
  let file = read.get(name);
  if (file === undefined) {
    const there = new URL(name, import.meta.resolve('swagger-ui-dist/package.json'));
    file = readFile(there).then((bytes) => fileOf(FROM_PACKAGE[name]!, bytes));
    read.set(name, file);
  }
  return file;
}

const fileOf = (type: string, bytes: Buffer): PageFile => ({
  type,
  bytes,
  tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
});

export const referencePage = (): string => PAGE;

/** problemsPage explains every code; `type` of a problem document points into it. */
export const problemsPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>assize: problems</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
dt { font-weight: 600; margin-top: 1rem; } dd { margin: 0; } :target { background: #fff3c4; }
</style>
</head>
<body>
<h1>Problems</h1>
<p>Errors are <code>application/problem+json</code> (RFC 9457). Programs go by <code>code</code>, which does not change.</p>
<dl>
${(Object.keys(PROBLEMS) as ProblemCode[]).map(describe).join('\n')}
</dl>
</body>
</html>
`;

const describe = (code: ProblemCode): string => {
  const { status, title, mend } = PROBLEMS[code];
  return `<dt id="${code}"><code>${code}</code> (${status}): ${title}</dt><dd>${mend.replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</dd>`;
};
