import { availableParallelism } from 'node:os';
import type { Config, ConfigProblems, Machine } from './config.ts';
import { maskSecrets } from './mask-secrets.ts';
import { readEnvironment, type Environment } from './read-environment.ts';
import { SETTINGS, type Setting } from './settings.ts';

const MOST_SHOWN = 80;

const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  isTerminal: process.stderr.isTTY === true,
  folder: process.cwd(),
});

/** textOf gives a setting's text; blank is as good as absent, as env files write it. */
export const textOf = (environment: Environment, { name }: { readonly name: string }): string | null => {
  const text = environment[name]?.trim();
  return text === undefined || text === '' ? null : text;
};

/** readConfig reads all settings, or tells everything that is wrong with them at once. */
export function readConfig(
  environment: Environment | null = null,
  machine: Machine = thisMachine(),
): Config | ConfigProblems {
  let given: Environment;
  try {
    given = environment ?? readEnvironment(machine.folder);
  } catch (error) {
    return { problems: [`.env cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`] };
  }
  const problems: string[] = [];
  const config: Partial<Record<keyof Config, unknown>> = {};
  for (const member of Object.keys(SETTINGS) as (keyof Config)[]) {
    const setting: Setting<unknown> = SETTINGS[member];
    const text = textOf(given, setting) ?? setting.byDefault(machine, config as Partial<Config>);
    if (typeof text !== 'string') {
      config[member] = text.value;
      continue;
    }
    const read = setting.form(machine).safeParse(text);
    if (read.success) config[member] = read.data;
    else problems.push(problemOf(setting, text, read.error.issues));
  }
  return problems.length > 0 ? { problems } : Object.freeze(config as unknown as Config);
}

/** A form's own words say more than the rule, where it has any. */
function problemOf(
  setting: Setting<unknown>,
  text: string,
  issues: readonly { readonly code?: string | undefined; readonly message: string }[],
): string {
  const { name, rule, example, isSecret } = setting;
  const shown = isSecret === true ? maskSecrets(text) : text.slice(0, MOST_SHOWN);
  const own = issues.find(({ code, message }) => code === 'custom' && message.startsWith('must '));
  return `${name} ${own?.message ?? `must be ${rule}`} (it is ${JSON.stringify(shown)}); for example ${name}=${example}`;
}
