import type { CommandModule } from './command-module.ts';

interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** The heading that `assize --help` lists it under. */
  readonly group: string;
  readonly hidden?: boolean;
  readonly load: () => Promise<CommandModule>;
}

const JUDGE = 'Judge:';
const CHECK = 'Read and check:';
const KEYS = 'Keys and registers:';
const PAY = 'Issue and pay:';
const TELL = 'Evidence and answers:';
const SUBMIT = 'Submit a conflict:';
const CASES = 'Cases of a service:';
const SERVE = 'Serve:';
const ABOUT = 'About assize:';

const row = (group: string, name: string, summary: string, load: CommandRow['load']): CommandRow => ({
  name,
  summary,
  group,
  load,
});

/** Every command. A command's file is loaded only when it is asked for. */
export const COMMANDS: readonly CommandRow[] = [
  row(JUDGE, 'judge', 'judge submissions: custody, findings, posteriors, awards', () => import('./commands/judge.ts')),
  row(JUDGE, 'infer', 'weigh a stream of facts, conflict by conflict', () => import('./commands/infer.ts')),
  row(JUDGE, 'simulate', 'make a market whose truth is known', () => import('./commands/simulate.ts')),
  row(
    JUDGE,
    'evaluate',
    'measure the judge against others where truth is known',
    () => import('./commands/evaluate.ts'),
  ),
  row(JUDGE, 'attack', 'look for the attack that fools the judge most', () => import('./commands/attack.ts')),

  row(
    CHECK,
    'inspect',
    'say in words what a file is, and what is wrong with it',
    () => import('./commands/inspect.ts'),
  ),
  row(CHECK, 'verify', 'check the signature and form of a statement or verdict', () => import('./commands/verify.ts')),

  row(KEYS, 'keygen', 'make a private key, or show the public half of one', () => import('./commands/keygen.ts')),
  row(KEYS, 'banks', 'register banks with the service, or in a register file', () => import('./commands/banks.ts')),
  row(KEYS, 'register', 'a bank vouches for a customer’s key', () => import('./commands/register.ts')),
  row(KEYS, 'attest', 'a maker vouches for a device’s key', () => import('./commands/attest.ts')),
  row(KEYS, 'compromise', 'say that a key leaked', () => import('./commands/compromise.ts')),
  row(KEYS, 'one-show-secret', 'make the secret of a one-show note', () => import('./commands/one-show-secret.ts')),

  row(PAY, 'note', 'issue a note', () => import('./commands/note.ts')),
  row(PAY, 'transfer', 'pass a note on to its next holder', () => import('./commands/transfer.ts')),
  row(PAY, 'spend', 'spend a one-show note to a payee', () => import('./commands/spend.ts')),
  row(PAY, 'redeem', 'ask a bank to pay a note', () => import('./commands/redeem.ts')),

  row(TELL, 'deliver', 'a payer says that it handed a bearer note over', () => import('./commands/deliver.ts')),
  row(TELL, 'receipt', 'a payee says that it took a note', () => import('./commands/receipt.ts')),
  row(TELL, 'check', 'an issuer says that a note was unspent', () => import('./commands/check.ts')),
  row(TELL, 'timestamp', 'a witness says that it saw a statement', () => import('./commands/timestamp.ts')),
  row(TELL, 'testify', 'a party answers in a case', () => import('./commands/testify.ts')),
  row(TELL, 'act', 'waive, object, settle, withdraw, challenge or confirm', () => import('./commands/act.ts')),
  row(TELL, 'appeal', 'appeal a verdict', () => import('./commands/appeal.ts')),

  row(SUBMIT, 'claim', 'put a redeemed transcript and its evidence into a claim', () => import('./commands/claim.ts')),
  row(SUBMIT, 'submission', 'join claims into a submission to be judged', () => import('./commands/submission.ts')),

  row(CASES, 'submit', 'submit conflicts to a service', () => import('./commands/submit.ts')),
  row(CASES, 'case', 'list, show and watch cases, save verdicts and bundles', () => import('./commands/case.ts')),
  row(CASES, 'evidence', 'add statements to a case', () => import('./commands/evidence.ts')),
  row(CASES, 'reputation', 'show what is known of a party', () => import('./commands/reputation.ts')),

  row(SERVE, 'serve', 'start the service, until Ctrl-C', () => import('./commands/serve.ts')),
  row(SERVE, 'demo', 'start it with demo banks and signed conflicts', () => import('./commands/demo.ts')),
  row(SERVE, 'tokens', 'create, list and revoke tokens', () => import('./commands/tokens.ts')),
  row(SERVE, 'config', 'show what is set, and where that comes from', () => import('./commands/config.ts')),
  row(SERVE, 'migrate', 'bring the database’s tables up to date', () => import('./commands/migrate.ts')),
  row(SERVE, 'doctor', 'find what is wrong with the set-up', () => import('./commands/doctor.ts')),
  row(SERVE, 'backup', 'write everything that the service keeps into one file', () => import('./commands/backup.ts')),
  row(SERVE, 'restore', 'put a backup into a database', () => import('./commands/restore.ts')),

  row(ABOUT, 'help', 'explain a command, or the exit codes', () => import('./commands/help.ts')),
  row(ABOUT, 'completion', 'print the completion script of a shell', () => import('./commands/completion.ts')),
  {
    ...row(ABOUT, 'complete', 'answer a shell’s completion script', () => import('./commands/complete.ts')),
    hidden: true,
  },
];
