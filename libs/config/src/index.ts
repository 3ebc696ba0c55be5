/**
 * # Config: what the environment says, and what operators are told
 *
 * One schema for everything that can be set, parsed once at the start; no other part of the product reads the
 * environment. A `.env` file in the folder of the start counts too; what the process was given wins over it. Beside it
 * stands what the service and the command line tell operators alike: why something failed, and which token to use.
 *
 * What it keeps true:
 * - Every mistake is told at once, each with the value, the rule and an example.
 * - No secret is printed: passwords in URLs are masked in descriptions and in mistakes.
 * - `.env.example` is made from the schema, and a test holds the file to it.
 *
 * ```ts
 * const config = readConfig();                                     // Config | ConfigProblems
 * if (hasProblems(config)) exit(config.problems.join('\n'));
 * describeConfig(config, readEnvironment());                       // [{ name: 'PORT', value: '4800', source: 'default', … }]
 * ```
 */
export { hasProblems, type Config, type ConfigProblems, type LogLevel, type Machine, type Role } from './config.ts';
export { demoFile, keepDemoAccess, readDemoAccess, type DemoAccess } from './demo-access.ts';
export { describeConfig, type DescribedSetting } from './describe-config.ts';
export { envExample } from './env-example.ts';
export { explainFailure, type FailureCause } from './explain-failure.ts';
export { findListener, type Listener } from './find-listener.ts';
export { hashToken, makeToken, type MadeToken } from './make-token.ts';
export { maskSecrets } from './mask-secrets.ts';
export { readConfig } from './read-config.ts';
export { readEnvironment, type Environment } from './read-environment.ts';
