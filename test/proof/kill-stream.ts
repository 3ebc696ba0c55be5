/** A stream of filings by several clients at once, and a ledger of what each was told. */
import { createHash } from 'node:crypto';
import { doubleSpend, say, type ClaimJson, type DoubleSpend } from '../service/town.ts';
import {
  draw,
  makeRandom,
  pause,
  type Answer,
  type Bank,
  type Client,
  type Place,
  type Random,
} from './harness/index.ts';

/** What was sent, with what came of it. */
export interface Filing {
  readonly what: 'submission' | 'claim' | 'evidence';
  readonly path: string;
  readonly body: object;
  /** Whose token; null for a stranger. */
  readonly bank: Bank | null;
  readonly key: string | null;
  /** Every text in it. */
  readonly texts: readonly string[];
  /** The redemptions that name its claims. */
  readonly redemptions: readonly string[];
  /** The last answer; `status` 0 where none came. */
  readonly answer: Answer;
  /** When the answer came (`performance.now()`). */
  readonly at: number;
  /** Of the conflict, where the answer says. */
  readonly conflict: string | null;
}

type Unsent = Omit<Filing, 'answer' | 'at' | 'conflict'>;

export interface Ledger {
  readonly filings: Filing[];
  /** How many answers of each status came. */
  readonly statuses: Map<number, number>;
  /** Answers that no fault excuses. */
  readonly wrong: string[];
}

export interface Stream {
  readonly ledger: Ledger;
  /** Resolves at the next acknowledgement, with the time it came (`performance.now()`). */
  nextAcknowledgement(): Promise<number>;
  stop(): Promise<void>;
}

export interface StreamOptions {
  readonly place: Place;
  readonly seed: number;
  readonly clients: number;
  readonly clientFor: (bank: Bank | null) => Client;
}

const PATIENCE_MS = 25_000;
/** A key whose first request died is free again after a minute: nobody here waits so long. */
const IN_FLIGHT_PATIENCE_MS = 500;
const REST_MS = 150;

/** startStream lets clients file without end: at once, claim by claim, with and without idempotency keys, evidence too. */
export function startStream({ place, seed, clients, clientFor }: StreamOptions): Stream {
  const ledger: Ledger = { filings: [], statuses: new Map(), wrong: [] };
  const senders = new Map<string, Client>();
  let isOver = false;
  let waiting: ((at: number) => void)[] = [];
  const clientOf = (bank: Bank | null): Client => {
    const name = bank?.name ?? '';
    const known = senders.get(name) ?? clientFor(bank);
    senders.set(name, known);
    return known;
  };
  /** Sends once, or with a key until an answer comes that is not about the outage. */
  const file = async (filing: Unsent): Promise<Filing> => {
    let until = performance.now() + PATIENCE_MS;
    for (;;) {
      const headers = filing.key === null ? {} : { 'idempotency-key': filing.key };
      const answer = await clientOf(filing.bank).post(filing.path, filing.body, headers);
      note(ledger, answer, filing.bank === null);
      const isAcknowledged = answer.status >= 200 && answer.status < 300;
      if (isAcknowledged) for (const tell of waiting.splice(0)) tell(performance.now());
      const mayRepeat = filing.key !== null && (answer.status === 0 || answer.status >= 500 || answer.status === 409);
      if (answer.status === 409) until = Math.min(until, performance.now() + IN_FLIGHT_PATIENCE_MS);
      if (!isAcknowledged && mayRepeat && performance.now() < until && !isOver) {
        await pause(60);
        continue;
      }
      const location = String(answer.headers['location'] ?? '');
      const filed = { ...filing, answer, at: performance.now(), conflict: location.split('/').at(-1) || null };
      ledger.filings.push(filed);
      return filed;
    }
  };
  const run = async (client: number): Promise<void> => {
    const random = makeRandom(seed + client);
    for (let story = 0; !isOver; story += 1) {
      await tellStory(place, random, `${seed}-${client}-${story}`, file);
      await pause(random() * REST_MS);
    }
  };
  const running = Array.from({ length: clients }, (_, client) => run(client));
  return {
    ledger,
    nextAcknowledgement: () => new Promise((resolve) => void waiting.push(resolve)),
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      waiting = [];
    },
  };
}

type File = (filing: Unsent) => Promise<Filing>;

/** One double spend, filed in one of the ways in which banks file. */
async function tellStory({ banks }: Place, random: Random, serial: string, file: File): Promise<void> {
  const { north, south } = banks;
  const ways = random() < 0.3 ? 3 : 2;
  const spend = doubleSpend(serial, { issuer: north.key, bank: south.key, ways });
  const key = (part: string): string | null => (random() < 0.6 ? `${serial} ${part}` : null);
  const submit = (bank: Bank, claims: readonly ClaimJson[], part: string): Promise<Filing> =>
    file(submission(bank, claims, key(part)));
  let conflict: string | null;
  switch (draw(random, ['whole', 'claims', 'two banks'])) {
    case 'whole':
      ({ conflict } = await submit(
        south,
        spend.claims.map((claim) => withReceipt(claim, spend, random)),
        'all',
      ));
      break;
    case 'claims': {
      const filed: Filing[] = [];
      for (const [i, claim] of spend.claims.entries()) {
        filed.push(await file(registration(i === 1 ? north : south, claim, key(`claim ${i}`))));
      }
      conflict = filed.every(({ conflict: id }) => id !== null) ? filed[0]!.conflict : null;
      break;
    }
    default: {
      const [one, two] = await Promise.all([
        submit(south, spend.claims.slice(0, 1), 'south'),
        submit(north, spend.claims.slice(1), 'north'),
      ]);
      conflict = two.conflict === null ? null : one.conflict;
    }
  }
  if (conflict === null || random() < 0.6) return;
  await pause(random() * 200);
  const claimant = draw(random, spend.claimants);
  const statement = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id, jti: `late ${serial}` }, claimant);
  const body = { statements: [statement] };
  const path = `/v1/conflicts/${conflict}/evidence`;
  const bank = random() < 0.5 ? south : null;
  await file({ what: 'evidence', path, body, bank, key: key('evidence'), texts: [statement], redemptions: [] });
}

const withReceipt = (claim: ClaimJson, { note, holder, claimants }: DoubleSpend, random: Random): ClaimJson =>
  random() < 0.5 ? claim : { ...claim, evidence: [say('receipt+jwt', { sub: note, frm: holder.id }, claimants[0]!)] };

const submission = (bank: Bank, claims: readonly ClaimJson[], key: string | null): Unsent => ({
  what: 'submission',
  path: '/v1/conflicts',
  body: { claims },
  bank,
  key,
  texts: claims.flatMap(({ transcript, evidence }) => [...transcript, ...evidence]),
  redemptions: claims.map(redemptionOf),
});

const registration = (bank: Bank, claim: ClaimJson, key: string | null): Unsent => ({
  ...submission(bank, [claim], key),
  what: 'claim',
  path: '/v1/claims',
  body: claim,
});

/** A statement's digest covers its header and payload (spec "statements", Digest). */
function redemptionOf({ transcript }: ClaimJson): string {
  const signed = transcript.at(-1)!.split('.').slice(0, 2).join('.');
  return createHash('sha256').update(signed).digest('base64url');
}

/** An outage is told as 503 with a problem document; nothing else of ours may go wrong. */
function note({ statuses, wrong }: Ledger, { status, headers, text }: Answer, isStranger: boolean): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status === 0 || status < 400) return;
  const isProblem = String(headers['content-type']).startsWith('application/problem+json');
  if (status === 503 && isProblem) return;
  if (status === 409 && text.includes('idempotency_in_flight')) return;
  // Before the first examination nobody knows the claimants, and whoever is no party is told of no case.
  if (status === 404 && isProblem && isStranger) return;
  wrong.push(`an answer of ${status}: ${text.slice(0, 300)}`);
}
