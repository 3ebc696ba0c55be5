/** The thread that sends hostile requests, so that making and writing them does not slow the honest ones down. */
import { parentPort, workerData } from 'node:worker_threads';
import { openWire } from './fuzz-wire.ts';
import { hostileKinds, type HostileMatter } from './hostile-kinds.ts';
import { doubleSpend, keyOf } from '../service/town.ts';

/** What the thread is told, once at its start and then at each order. */
export interface SenderStart extends Omit<HostileMatter, 'spend' | 'banks'> {
  readonly port: number;
  readonly serial: string;
}
export interface Order {
  readonly order: number;
  readonly kind: number;
}
export interface Report {
  readonly order: number;
  /** As `HostileKind.answers` writes it; `none` where no answer came. */
  readonly answer: string;
  readonly ms: number;
}

const WAIT_MS = 45_000;

if (parentPort !== null) {
  const to = parentPort;
  const { port, serial, ...matter } = workerData as SenderStart;
  const [issuer, bank] = [keyOf('north'), keyOf('south')];
  const kinds = hostileKinds({ ...matter, banks: [issuer, bank], spend: doubleSpend(serial, { issuer, bank }) });
  to.on('message', ({ order, kind }: Order) => {
    const started = performance.now();
    const wire = openWire(port);
    void wire.ask(kinds[kind]!.parts(), { waitMs: WAIT_MS }).then((answer) => {
      wire.close();
      const said =
        answer === null
          ? 'none'
          : answer.status < 400
            ? String(answer.status)
            : `${answer.status} ${codeIn(answer.body)}`;
      to.postMessage({ order, answer: said, ms: performance.now() - started } satisfies Report);
    });
  });
  to.postMessage(kinds.map(({ name, answers, isTaken }) => ({ name, answers, isTaken })));
}

function codeIn(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString()) as { code?: unknown }).code);
  } catch {
    return '?';
  }
}
