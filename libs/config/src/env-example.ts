import type { Config } from './config.ts';
import { SETTINGS, type Setting } from './settings.ts';

const HEADER = `# Settings of assize. Copy to .env and take the # from what you change; what is left out has its default.
# \`assize config show\` tells what counts; docs/operating.md tells more. Made from libs/config/src/settings.ts.
`;

/** envExample is the file \`.env.example\`: every setting with what it does, its rule and its default. */
export function envExample(): string {
  const settings = (Object.keys(SETTINGS) as (keyof Config)[]).map((member): string => {
    const { name, does, rule, example, defaultWords }: Setting<unknown> = SETTINGS[member];
    const byDefault = defaultWords === undefined ? '' : `. Default: ${defaultWords}`;
    return `# ${does[0]!.toUpperCase()}${does.slice(1)}.\n# Is ${rule}${byDefault}.\n#${name}=${example}\n`;
  });
  return [HEADER, ...settings].join('\n');
}
