/** The process that sends hostile requests: what it costs to make and write them belongs to another machine. */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { openWire } from './fuzz-wire.ts';
import { hostileKinds, type HostileMatter } from './hostile-kinds.ts';
import { doubleSpend, keyOf } from '../service/town.ts';

/** What the process is told: once in its argument, and then at each order. */
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

/** A session is weighed as a whole against others (sched(7), "autogroup"), so that a thread's own priority would not do. */
function giveWay(): void {
  setPriority(19);
  try {
    writeFileSync('/proc/self/autogroup', '19');
  } catch {
    // Where there are no such groups, the priority counts.
  }
}

if (process.send !== undefined) {
  giveWay();
  const { port, serial, ...matter } = JSON.parse(process.argv[2]!) as SenderStart;
  const [issuer, bank] = [keyOf('north'), keyOf('south')];
  const kinds = hostileKinds({ ...matter, banks: [issuer, bank], spend: doubleSpend(serial, { issuer, bank }) });
  process.on('message', ({ order, kind }: Order) => {
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
      process.send!({ order, answer: said, ms: performance.now() - started } satisfies Report);
    });
  });
  process.on('disconnect', () => process.exit());
  process.send(kinds.map(({ parts: _parts, ...kind }) => kind));
}

function codeIn(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString()) as { code?: unknown }).code);
  } catch {
    return '?';
  }
}
