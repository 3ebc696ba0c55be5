/**
 * The whole service over HTTP, as banks and operators meet it, in each of the four places that it promises to work in.
 * What a machine lacks is left out and said; with REQUIRE_ALL=1 that fails.
 */
import { afterAll, beforeAll, describe } from '@jest/globals';
import { PLACES } from './harness/place.ts';
import { openWorld, type World } from './harness/world.ts';
import { access } from './parts/access.ts';
import { filing } from './parts/filing.ts';
import { describesItself } from './parts/interface.ts';
import { idempotency } from './parts/idempotency.ts';
import { outage } from './parts/outage.ts';
import { problems, slowness } from './parts/problems.ts';
import { pythonClient } from './parts/python-client.ts';
import { reading } from './parts/reading.ts';
import { processes } from './parts/processes.ts';
import { rounds } from './parts/rounds.ts';
import { signatures } from './parts/signatures.ts';
import { stopping } from './parts/stopping.ts';

const lacking = PLACES.filter(({ missing }) => missing !== null);
for (const { title, missing } of lacking) {
  const why = `Not tested end to end: ${title} (needs ${missing}).`;
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(why);
  process.stderr.write(`${why}\n`);
}

describe.each(PLACES.filter(({ missing }) => missing === null))('the service on $title', (place) => {
  let world: World;
  const get = (): World => world;
  beforeAll(async () => {
    world = await openWorld(await place.open());
  });
  afterAll(() => world.close());

  for (const part of [
    filing,
    pythonClient,
    rounds,
    access,
    signatures,
    idempotency,
    reading,
    problems,
    processes,
    outage,
    slowness,
    stopping,
    describesItself,
  ])
    part(get);
});
