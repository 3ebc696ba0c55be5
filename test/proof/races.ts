/** Proof "races": what happens at the same instant happens in one order or the other, never in both or in neither. */
import { audit, eventually, isSettled, openPlace, type Place, type Proof, type Trial } from './harness/index.ts';
import { raceEvidence } from './races-closing.ts';
import { raceKeys } from './races-keys.ts';
import { openNaive } from './races-naive.ts';
import { raceSubmissions } from './races-serial.ts';

/** Two processes that serve, and what is tried on them. */
export interface Track {
  readonly trial: Trial;
  readonly place: Place;
  /** The schema whose rows are judged: the service's, or that of the naive code. */
  readonly schema: 'assize' | 'naive';
}

const SETTLE_MS = 60_000;

export const proof: Proof = {
  promise:
    'of two acts at the same instant one comes first: one conflict a serial, no filing lost in a closing, no key used twice',
  n: { ci: 500, long: 10_000 },
  broken: 'check-then-insert at READ COMMITTED, in plain SQL on tables without keys',
  async run(trial) {
    const { n, isBroken, say, fail } = trial;
    const place = await openPlace();
    try {
      const shares = { serials: Math.ceil(0.4 * n), closings: Math.ceil(0.3 * n), keys: Math.floor(0.3 * n) };
      const track: Track = { trial, place, schema: isBroken ? 'naive' : 'assize' };
      const naive = isBroken ? await openNaive(place) : null;
      const first = await place.start();
      const second = await place.start({ roles: 'api' });
      const servers = [first, second] as const;
      const serials = await raceSubmissions(track, servers, naive, shares.serials);
      say(`two banks, one serial: ${JSON.stringify(serials)}`);
      const closings = await raceEvidence(track, servers, naive, shares.closings);
      say(`evidence and the end of the window: ${JSON.stringify(closings)}`);
      const keys = await raceKeys(track, servers, naive, shares.keys);
      say(`one key twice: ${JSON.stringify(keys)}`);
      await naive?.close();
      await eventually('all is examined', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 100);
      const found = await audit(place.sql);
      for (const fault of found.faults) fail(fault);
      const tell = (counts: Readonly<Record<string, number>>): string =>
        Object.entries(counts)
          .map(([name, size]) => `${name} ${size}`)
          .join(', ');
      return {
        n: shares.serials + shares.closings + shares.keys,
        figures: {
          'two banks, one serial': tell(serials),
          'evidence and the end of the window': tell(closings),
          'one idempotency key twice': tell(keys),
          audit: `${found.cases} cases, ${found.verdicts} verdicts, ${found.facts} facts; ${found.faults.length} faults`,
          'not raced yet': "appeals and arbiters' votes, which a later issue builds",
        },
      };
    } finally {
      await place.close();
    }
  },
};
