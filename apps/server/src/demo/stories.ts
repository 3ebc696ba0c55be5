/** The three stories of examples/, for the demo to show; and the example that it leaves to be tried. */
import { existsSync, readFileSync } from 'node:fs';
import { conflictIdOf } from '#arbitration';
import { isFault, isJsonObject, parseStatement, readJson, type Json, type JsonObject } from '#statements';

const STORIES = ['1-finney', '2-offline-fork', '3-restored-wallet'].map((name) => `examples/stories/${name}.json`);
const TRIAL = 'examples/shapes/fork.json';

/** A submission of examples/. */
export interface Story {
  /** From the project’s folder. */
  readonly file: string;
  readonly conflict: string;
  readonly submission: JsonObject;
}

/** readStories reads the stories that this installation brings along: all, or none where examples/ was left out. */
export const readStories = (): Story[] => STORIES.flatMap(readStory);

/** readTrial is the example to be tried first; null where examples/ was left out. */
export const readTrial = (): Story | null => readStory(TRIAL)[0] ?? null;

function readStory(file: string): Story[] {
  const url = new URL(file, projectFolder());
  if (!existsSync(url)) return [];
  const document = readJson(readFileSync(url));
  if ('problem' in document || !isJsonObject(document.value)) throw new Error(`${file} is no submission`);
  return [{ file, conflict: conflictOf(file, document.value), submission: document.value }];
}

function conflictOf(file: string, { claims }: JsonObject): string {
  const [claim] = claims as JsonObject[];
  const note = parseStatement((claim!['transcript'] as Json[])[0]!);
  if (isFault(note)) throw new Error(`${file}: ${note.why}`);
  return conflictIdOf(note.issuer, note.payload['jti'] as string);
}

/** The nearest folder above with a package.json: sources and built files lie at different depths. */
function projectFolder(): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (existsSync(new URL('package.json', folder)) || folder.pathname === '/') return folder;
  }
}
