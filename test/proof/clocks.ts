/** Proof "clocks": a deadline is over when the database's clock says so, whatever a worker's clock or zone says. */
import { audit, eventually, isSettled, openPlace, type Place, type Proof } from './harness/index.ts';
import { measureDelay, wipeQueue } from './clocks-delay.ts';
import { fileCases, type FiledCase } from './clocks-filing.ts';
import { tryLateFilings } from './clocks-late.ts';
import { refuseClocks } from './clocks-refused.ts';
import { closeUnderClocks } from './clocks-zones.ts';

const SETTLE_MS = 180_000;

export const proof: Proof = {
  promise: 'no case is closed early and nothing late is taken as timely, under clocks a day off and in six zones',
  n: { ci: 2_000, long: 20_000 },
  broken: 'a worker a day fast that closes by its own clock',
  async run(trial) {
    const { n, isBroken, say, fail } = trial;
    const place = await openPlace();
    try {
      // Sessions that say nothing of their zone get this one.
      const [{ name }] = (await place.sql<{ name: string }>('SELECT current_database() AS name')) as [{ name: string }];
      await place.sql(`ALTER DATABASE ${name} SET timezone = 'Australia/Lord_Howe'`);
      const server = await place.start({ env: { TZ: 'America/New_York' } });
      const cases = await propose(place, isBroken ? Math.min(n, 200) : n);
      say(`${cases.length} cases are proposed`);
      await checkWindows(place, fail);
      const figures: Record<string, string | number> = {};
      const shares = {
        zones: Math.ceil(cases.length * 0.5),
        delay: Math.ceil(cases.length * 0.3),
        late: Math.ceil(cases.length * 0.1),
      };
      const take = (size: number): FiledCase[] => cases.splice(0, size);
      await server.stop();
      figures['under clocks a day off, six zones'] = await closeUnderClocks(
        place,
        take(isBroken ? cases.length : shares.zones),
        trial,
      );
      say(`zones: ${figures['under clocks a day off, six zones']}`);
      if (!isBroken) {
        figures['workers that may start'] = await refuseClocks(place, fail);
        say(`clocks: ${figures['workers that may start']}`);
        figures['filings around the deadline'] = await tryLateFilings(place, take(shares.late), trial);
        say(`late filings: ${figures['filings around the deadline']}`);
        figures['closing delay'] = await measureDelay(place, take(shares.delay), trial);
        say(`delay: ${figures['closing delay']}`);
        figures['with the queue wiped'] = await wipeQueue(place, take(cases.length), trial);
        say(`wiped: ${figures['with the queue wiped']}`);
      }
      await eventually('all is examined', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 250);
      const found = await audit(place.sql);
      for (const fault of found.faults) fail(fault);
      figures['audit'] =
        `${found.cases} cases, ${found.verdicts} verdicts, ${found.facts} facts; ${found.faults.length} faults`;
      return { n, figures };
    } finally {
      await place.close();
    }
  },
};

/** Files double spends, and waits until the server's worker has examined them. */
async function propose(place: Place, size: number): Promise<FiledCase[]> {
  const cases = await fileCases(place, 'clock', size);
  await eventually('all are proposed', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 250);
  return cases;
}

/** Written by a process in New York into a database in Lord Howe: the row's deadline is the verdict's `apl`, to the second. */
async function checkWindows(place: Place, fail: (text: string) => void): Promise<void> {
  const rows = await place.sql<{ id: string; deadline: number; statement: string }>(
    `SELECT c.conflict_id AS id, extract(epoch FROM c.deadline)::double precision AS deadline, v.statement
     FROM assize.conflicts c JOIN assize.verdicts v USING (conflict_id)`,
  );
  for (const { id, deadline, statement } of rows) {
    const { apl } = JSON.parse(Buffer.from(statement.split('.')[1]!, 'base64url').toString()) as { apl: number };
    if (apl !== deadline)
      fail(`case ${id}: its verdict can be challenged until ${apl}, and its clock ends at ${deadline}`);
  }
}
