import { hasProblems, readConfig, type Config } from '#config';
import { CliError } from '../cli-error.ts';

/** readConfigOrThrow reads the settings, or says everything that is wrong with them. */
export function readConfigOrThrow(): Config {
  const config = readConfig();
  if (!hasProblems(config)) return config;
  const errors = config.problems.map((problem) => {
    const [name] = problem.split(' ', 1);
    return { pointer: name!, detail: problem.slice(name!.length + 1) };
  });
  throw new CliError('bad_config', 'the configuration is wrong', {
    errors,
    hint: 'docs/operating.md, or .env.example',
  });
}
