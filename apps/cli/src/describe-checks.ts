/** The checks of a bundle in words. */
import type { Bundle, BundleCheck } from '#arbitration';
import { coloursFor } from './colours.ts';
import { escapeControls } from './escape-controls.ts';
import { nameOf } from './read-file.ts';
import { formatTable } from './table.ts';

const NAME_WIDTH = 13;

/** describeChecks lists what each check came to; of earlier rounds where all held, one line. */
export function describeChecks(path: string, { conflict, verdicts }: Bundle, checks: readonly BundleCheck[]): string {
  const { bold, green, red, dim } = coloursFor(process.stdout);
  const markOf = (held: boolean | null): string => (held === null ? dim('?') : held ? green('✔') : red('✖'));
  const number = verdicts.length === 1 ? '1 verdict' : `${verdicts.length} verdicts`;
  const title = escapeControls(`${nameOf(path)}: the bundle of case ${conflict}, ${number}`);
  const sections = [...new Set(checks.map(({ round }) => round))].map((round) => {
    const own = checks.filter((check) => check.round === round);
    const isEarlier = round !== null && round < verdicts.length - 1;
    if (isEarlier && own.every(({ held }) => held === true)) {
      const inputs = own.find(({ check }) => check === 'inputs')?.why ?? '';
      return `${bold(`The verdict of round ${round}`)}\n  ${green('✔')}  all ${own.length} checks held: ${inputs}`;
    }
    const rows = own.map(({ held, check, why }) => [markOf(held), check.padEnd(NAME_WIDTH), escapeControls(why)]);
    const heading = round === null ? 'What the service tells beside its verdicts' : `The verdict of round ${round}`;
    return `${bold(heading)}\n${formatTable(rows)}`;
  });
  return [bold(title), ...sections].join('\n');
}

/** Whose word the reader need not take. */
export interface Trust {
  readonly isTribunalKnown: boolean;
  readonly isRegisterOwn: boolean;
}

/** sumUp says in one sentence what was proved and what was taken on trust, or what did not hold. */
export function sumUp(
  { verdicts }: Bundle,
  checks: readonly BundleCheck[],
  { isTribunalKnown, isRegisterOwn }: Trust,
): string {
  const wrong = checks.filter(({ held }) => held === false);
  if (wrong.length > 0) {
    return `Not good: ${wrong.length} of ${checks.length} checks did not hold (${listOf(wrong)}), so nothing may be taken from this bundle as proved.`;
  }
  const untold = checks.filter(({ held }) => held === null);
  const open = untold.length === 0 ? '' : `; what could not be told here: ${listOf(untold)}`;
  if (verdicts.length === 0) {
    return `Good: no verdict has been given in it yet, so that there is nothing to prove${open}.`;
  }
  const signers =
    verdicts.length === 1 ? 'the verdict' : `all ${verdicts.length} verdicts, each replacing the one before`;
  const trusted = [
    ...(isTribunalKnown ? [] : ['that this key is the tribunal’s']),
    ...(isRegisterOwn ? [] : ['that the register lists the banks as they were']),
    'what the model had learned from other cases',
    'the banks’ word on when they received their claims',
    'that no later verdict was left out',
  ];
  const proved = `${isTribunalKnown ? 'the tribunal’s key' : 'one key'} signed ${signers}, and findings, answers, named culprits and awards follow from these statements under this policy and model`;
  return `Good, all ${checks.length - untold.length} checks held: proved is that ${proved}; taken on trust is ${listed(trusted)}${open}.`;
}

const listOf = (checks: readonly BundleCheck[]): string =>
  checks.map(({ round, check }) => (round === null ? check : `${check} of round ${round}`)).join(', ');

const listed = (parts: readonly string[]): string => `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)!}`;
