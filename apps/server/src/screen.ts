/** What a start shows: its steps with their times on standard error, then the card, or the one cause that stopped it. */
import { demoFile, explainFailure, type Config, type ConfigProblems, type FailureCause } from '#config';
import { cardText, reachable, type StartCard } from './start-card.ts';

/** Where a start tells how it goes. */
export interface Screen {
  /** Does a step of the start; `tell` adds what it came to, or how far it is. A step that throws is not shown as done. */
  step<T>(label: string, work: (tell: (detail: string) => void) => Promise<T>): Promise<T>;
  /** The last thing a start shows. */
  card(card: StartCard): void;
  /** Tells why the service cannot start or go on, and answers the exit status. */
  refuse(error: unknown): number;
}

/** A stream of lines, such as standard error. */
interface Lines {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const LABEL_WIDTH = 28;
const REDRAW_MS = 100;
const EXIT = { failed: 1, badConfig: 2, bug: 70 };

/** openScreen shows a start to people on a terminal, and elsewhere writes one JSON line a step, without any secret. */
export function openScreen(config: Config, stream: Lines = process.stderr): Screen {
  const isTerminal = stream.isTTY === true;
  const refuse = (error: unknown): number => {
    const problem = explainFailure(error, config);
    showProblem(problem, stream);
    return problem.isBug ? EXIT.bug : EXIT.failed;
  };
  return isTerminal
    ? { step: stepsInWords(stream), card: (card) => void stream.write(cardText(card, config)), refuse }
    : {
        step: stepsAsJson(stream),
        card: ({ url: bound, demo }) => {
          const url = reachable(bound);
          // The token is a secret, and lines end up in logs.
          const file = demo === null ? undefined : demoFile(config.dataDir);
          stream.write(jsonLine({ step: 'ready', url, docs: `${url}/docs`, health: `${url}/readyz`, demo: file }));
        },
        refuse,
      };
}

/** refuseConfig tells everything that is wrong with the environment, and answers the exit status. */
export function refuseConfig({ problems }: ConfigProblems, stream: Lines = process.stderr): number {
  const isTerminal = stream.isTTY === true;
  stream.write(
    isTerminal
      ? `✖ Configuration:\n${problems.map((problem) => `    ${problem}\n`).join('')}  → assize config show, or docs/operating.md\n`
      : jsonLine({ step: 'configuration', problems }),
  );
  return EXIT.badConfig;
}

function stepsInWords(stream: Lines): Screen['step'] {
  const indented = (label: string): string => `  ${label.padEnd(LABEL_WIDTH)}`;
  return async (label, work) => {
    const started = performance.now();
    let detail = '';
    let drawn = started;
    stream.write(indented(label).trimEnd());
    const result = await clearOnFailure(stream, () =>
      work((text) => {
        detail = text;
        if (performance.now() - drawn < REDRAW_MS) return;
        drawn = performance.now();
        stream.write(`\r\u001b[2K${indented(label)}         ${text}`);
      }),
    );
    const seconds = `${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s`;
    stream.write(`\r\u001b[2K${`${indented(label)}${seconds}   ${detail}`.trimEnd()}\n`);
    return result;
  };
}

async function clearOnFailure<T>(stream: Lines, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    stream.write('\r\u001b[2K');
    throw error;
  }
}

const stepsAsJson =
  (stream: Lines): Screen['step'] =>
  async (label, work) => {
    const started = performance.now();
    let detail: string | undefined;
    const result = await work((text) => {
      detail = text;
    });
    stream.write(jsonLine({ step: label, ms: Math.round(performance.now() - started), detail }));
    return result;
  };

function showProblem({ what, fix, stack }: FailureCause, stream: Lines): void {
  if (stream.isTTY !== true) {
    stream.write(jsonLine({ step: 'failed', why: what, fix, stack }));
    return;
  }
  stream.write(`✖ ${what}\n${fix === undefined ? '' : `  → ${fix}\n`}${stack === undefined ? '' : `${stack}\n`}`);
}

const jsonLine = (line: object): string => `${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`;
