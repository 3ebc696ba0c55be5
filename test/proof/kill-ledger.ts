/** What clients were told, held against what the service has. */
import { inParallel, type Answer, type Client, type Place, type Server, type Trial } from './harness/index.ts';
import type { Filing } from './kill-stream.ts';

export interface Kept {
  readonly acknowledged: number;
  readonly lost: number;
  readonly unknown: number;
  readonly unknownDone: number;
  readonly halfDone: number;
}

const AT_ONCE = 6;

const isAcknowledged = ({ answer }: Filing): boolean => answer.status >= 200 && answer.status < 300;

/**
 * checkLedger reads every acknowledged filing back through the interface, with every text in it; what was never
 * answered must be there as a whole or not at all.
 */
export async function checkLedger(
  place: Place,
  server: Server,
  filings: readonly Filing[],
  fail: Trial['fail'],
): Promise<Kept> {
  const byConflict = new Map<string, Filing[]>();
  const acknowledged = filings.filter(isAcknowledged);
  for (const filing of acknowledged) {
    const id = filing.conflict ?? filing.path.split('/')[3]!;
    byConflict.set(id, [...(byConflict.get(id) ?? []), filing]);
  }
  let lost = 0;
  const reader = server.client(place.staff.operator);
  await inParallel([...byConflict], AT_ONCE, async ([id, filed]) => {
    const { status, text } = await reader.get(`/v1/conflicts/${id}/bundle`);
    for (const { what, texts } of filed) {
      const missing = texts.filter((one) => status !== 200 || !text.includes(one)).length;
      if (missing === 0) continue;
      lost += 1;
      fail(`acknowledged and lost: a ${what} of case ${id}, ${missing} of ${texts.length} statements (${status})`);
    }
  });
  const unanswered = filings.filter((filing) => !isAcknowledged(filing) && filing.redemptions.length > 0);
  let [unknownDone, halfDone] = [0, 0];
  for (const { redemptions, what } of unanswered) {
    const there = await place.sql('SELECT DISTINCT redemption FROM assize.claims WHERE redemption = ANY($1)', [
      redemptions,
    ]);
    if (there.length === redemptions.length) unknownDone += 1;
    else if (there.length > 0) {
      halfDone += 1;
      fail(`half done: ${there.length} of the ${redemptions.length} claims of a ${what} that was not answered`);
    }
  }
  return { acknowledged: acknowledged.length, lost, unknown: unanswered.length, unknownDone, halfDone };
}

/** After so long a key whose first request died is free again, with some to spare. */
const LAPSED_MS = 62_000;

/** finishLapsed sends filings that had a key and no answer once more, where their minute is over: now they must be taken. */
export async function finishLapsed(
  server: Server,
  filings: readonly Filing[],
  fail: Trial['fail'],
): Promise<{ readonly lapsed: number; readonly tooYoung: number }> {
  const open = filings.filter((filing) => filing.key !== null && !isAcknowledged(filing) && filing.bank !== null);
  const old = open.filter(({ at }) => performance.now() - at > LAPSED_MS);
  await inParallel(old, AT_ONCE, async ({ bank, path, body, key, what }) => {
    const { status, text } = await server.client(bank).post(path, body, { 'idempotency-key': key! });
    if (status < 200 || status > 299)
      fail(`a ${what} whose key had lapsed was answered ${status}: ${text.slice(0, 200)}`);
  });
  return { lapsed: old.length, tooYoung: open.length - old.length };
}

/**
 * fileAgain sends every acknowledged filing once more, by its key where it had one and without it, and has every case
 * hinted at again. A key is answered as it was at first; where the database died between a filing and the keeping of its
 * answer, it is answered anew after its minute, of the same conflict.
 */
export async function fileAgain(
  place: Place,
  server: Server,
  filings: readonly Filing[],
  fail: Trial['fail'],
): Promise<{ readonly alike: number; readonly anew: number; readonly filed: number }> {
  const clients = new Map<string, Client>();
  const clientOf = ({ bank }: Filing): Client => {
    const known = clients.get(bank?.name ?? '') ?? server.client(bank);
    clients.set(bank?.name ?? '', known);
    return known;
  };
  const counts = { alike: 0, anew: 0, filed: 0 };
  await inParallel(filings.filter(isAcknowledged), AT_ONCE, async (filing) => {
    const { path, body, key, answer, what } = filing;
    if (key !== null) {
      const again = await clientOf(filing).post(path, body, { 'idempotency-key': key });
      const waits = again.status === 409 && again.text.includes('idempotency_in_flight');
      const isTaken = again.status >= 200 && again.status < 300 && subjectOf(again) === subjectOf(answer);
      if (again.status === answer.status && again.text === answer.text) counts.alike += 1;
      else if (waits || isTaken) counts.anew += 1;
      else
        fail(`the key of a ${what} was answered ${answer.status}, then ${again.status}: ${again.text.slice(0, 300)}`);
    }
    const again = await clientOf(filing).post(path, body);
    if (again.status < 200 || again.status > 299)
      fail(`a ${what} sent again was answered ${again.status}: ${again.text.slice(0, 200)}`);
    counts.filed += 1;
  });
  if (counts.anew > MOST_ANEW * (counts.alike + counts.anew))
    fail(`${counts.anew} of ${counts.alike} keys were answered anew`);
  await place.sql(
    `INSERT INTO assize.outbox (job, conflict_id, at) SELECT 'examine', conflict_id, clock_timestamp() FROM assize.conflicts`,
  );
  return counts;
}

/** How many answers may have been on their way when the database died. */
const MOST_ANEW = 0.1;

/** A claim that was alone is answered without a conflict, and with it once another has come. */
const subjectOf = ({ body }: Answer): unknown => body['claim'] ?? body['id'] ?? body['conflict'];
