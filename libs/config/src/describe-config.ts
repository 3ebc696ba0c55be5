import type { Config } from './config.ts';
import { maskSecrets } from './mask-secrets.ts';
import { textOf } from './read-config.ts';
import type { Environment } from './read-environment.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** A setting as it is shown; secrets are masked. */
export interface DescribedSetting {
  readonly name: string;
  /** '' where there is none. */
  readonly value: string;
  readonly source: 'environment' | 'default';
  /** What it does, in one line. */
  readonly does: string;
}

/** describeConfig tells of every setting its value and whether somebody chose it. */
export function describeConfig(config: Config, environment: Environment): DescribedSetting[] {
  return (Object.keys(SETTINGS) as (keyof Config)[]).map((member) => {
    const { name, does, isSecret }: Setting<unknown> = SETTINGS[member];
    const value = config[member];
    const shown = Array.isArray(value) ? value.join(',') : String(value ?? '');
    return {
      name,
      value: isSecret === true && shown !== '' ? maskSecrets(shown) : shown,
      source: textOf(environment, { name }) === null ? 'default' : 'environment',
      does,
    };
  });
}
