import { script } from '@bomb.sh/tab';
import type { Command } from 'commander';
import { Argument } from 'commander';
import { bashScript } from '../bash-completion.ts';
import { addExamples } from '../options.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];

export function define(command: Command): void {
  command
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .option('--command <command>', 'how your shell calls assize', 'assize')
    .action((shell: string, { command: executable }: { command: string }) => run(shell, executable));
  addExamples(command, [
    ['source <(assize completion bash)', 'bash: in this shell, or in ~/.bashrc for every one'],
    ['assize completion zsh > "${fpath[1]}/_assize"', 'zsh'],
    ['assize completion fish > ~/.config/fish/completions/assize.fish', 'fish'],
    ['assize completion powershell | Out-String | Invoke-Expression', 'PowerShell, in $PROFILE'],
  ]);
}

function run(shell: string, executable: string): void {
  // tab's own script for bash needs the bash-completion package and never offers files, so bash has one of ours.
  if (shell === 'bash') process.stdout.write(bashScript(executable));
  else script(shell, 'assize', executable);
}
