/** Evidence before and after the deadline, where no worker has looked at the clocks and the API's own clock is a day off. */
import { say as sign } from '../service/town.ts';
import type { FiledCase } from './clocks-filing.ts';
import { setDeadlines } from './clocks-deadlines.ts';
import { eventually, inParallel, isSettled, pause, type Place, type Trial } from './harness/index.ts';
import { DAY_MS, SHIFT } from './clocks-zones.ts';

const SETTLE_MS = 60_000;

export async function tryLateFilings(place: Place, cases: readonly FiledCase[], trial: Trial): Promise<string> {
  const half = Math.ceil(cases.length / 2);
  const counts = { 'in time': 0, late: 0 };
  // No sweep runs: only the filing itself can know that the window is over.
  for (const [i, group] of [cases.slice(0, half), cases.slice(half)].entries()) {
    const shiftMs = i === 0 ? DAY_MS : -DAY_MS;
    const api = await place.start({ roles: 'api', env: { SHIFT_MS: String(shiftMs) }, node: ['--import', SHIFT] });
    const stranger = api.client(null);
    const deadlines = await setDeadlines(place, group, { from: 500, to: 4_000, random: trial.random });
    const before = new Set<string>();
    await inParallel(
      [...group].sort((a, b) => deadlines.get(a.id)! - deadlines.get(b.id)!),
      24,
      async ({ id, spend }) => {
        const deadline = deadlines.get(id)!;
        await pause(deadline - Date.now() + (trial.random() - 0.5) * 400);
        const receipt = sign('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, spend.claimants[0]!);
        const sent = Date.now();
        const { status, text } = await stranger.post(`/v1/conflicts/${id}/evidence`, { statements: [receipt] });
        if (status !== 202) trial.fail(`case ${id}: evidence was answered ${status}: ${text.slice(0, 300)}`);
        // What was sent after the deadline is late, what was answered before it is in time; between them it may be either.
        if (Date.now() < deadline) before.add(id);
        else if (sent <= deadline + 1) deadlines.delete(id);
      },
    );
    await api.kill();
    const states = await place.sql<{ id: string; state: string }>(
      'SELECT conflict_id AS id, state FROM assize.conflicts WHERE conflict_id = ANY($1::uuid[])',
      [group.map(({ id }) => id)],
    );
    for (const { id, state } of states) {
      if (!deadlines.has(id)) continue;
      const [what, wanted] = before.has(id) ? (['in time', 'proposed'] as const) : (['late', 'final'] as const);
      counts[what] += 1;
      if (state !== wanted) trial.fail(`case ${id}: evidence that came ${what} found it ${state}`);
    }
  }
  const worker = await place.start({ roles: 'worker' });
  await eventually('what came is examined', async () => ((await isSettled(place.sql)) ? true : null), SETTLE_MS, 100);
  await worker.kill();
  const [sum] = await place.sql<{ rounds: number; final: number }>(
    `SELECT count(*) FILTER (WHERE state = 'proposed' AND round = 1)::integer AS rounds,
       count(*) FILTER (WHERE state = 'final' AND round = 0)::integer AS final
     FROM assize.conflicts WHERE conflict_id = ANY($1::uuid[])`,
    [cases.map(({ id }) => id)],
  );
  if (sum!.rounds + sum!.final !== cases.length)
    trial.fail(`of ${cases.length} cases ${sum!.rounds} have a new round and ${sum!.final} are closed`);
  return `${counts['in time']} in time and ${counts.late} late, by APIs a day fast and slow; ${sum!.rounds} new rounds, ${sum!.final} closed`;
}
