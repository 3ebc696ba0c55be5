import { hasProblems, readConfig } from '#config';
import { checkDatabase } from './check-database.ts';
import { checkFolder, checkMachine, checkPort, checkTribunalKey } from './check-machine.ts';
import { checkService } from './check-service.ts';
import { good, wrong, type Check } from './check.ts';

/** examineSetUp looks at everything that a service needs, and changes none of it. */
export async function examineSetUp(): Promise<Check[]> {
  const config = readConfig();
  if (hasProblems(config)) {
    return [
      ...checkMachine(),
      ...config.problems.map((problem) => wrong('configuration', problem, 'docs/operating.md')),
    ];
  }
  const { isRunning, url, check } = await checkService(config);
  return [
    ...checkMachine(),
    good('configuration', 'every setting is well-formed'),
    check,
    await checkPort(config, isRunning ? url : null),
    ...checkFolder(config),
    checkTribunalKey(config),
    ...(await checkDatabase(config)),
  ];
}
