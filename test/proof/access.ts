/** Proof "access": everybody gets where the table of routes says, and nowhere else. */
import { ROUTES, type Route, type RouteName } from '../../apps/server/src/api/route-table.ts';
import { expectedOf, requestTo, type Expected } from './access-expected.ts';
import { buildAccessTown, type AccessTown, type Caller } from './access-town.ts';
import { fingerprint, openPlace, shuffle, type Answer, type Place, type Proof, type Trial } from './harness/index.ts';

const NAMES = Object.keys(ROUTES) as RouteName[];
const OTHER_METHODS = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

export const proof: Proof = {
  promise: 'roles × routes: every answer is as the table of routes declares, and what is not declared does not start',
  n: { ci: 1, long: 20 },
  broken: 'a table without one scope, with one role and one open door too many',
  async run(trial) {
    const place = await openPlace();
    try {
      const spoilt = trial.isBroken ? { node: ['--import', new URL('access-broken.js', import.meta.url).href] } : {};
      const server = await place.start(spoilt);
      const town = await buildAccessTown(place, server);
      trial.say(`${town.callers.length} callers, ${NAMES.length} routes`);
      let cells = 0;
      for (let round = 0; round < trial.n; round += 1) cells += await walk(trial, place, town);
      const methods = await tryOtherMethods(trial, town);
      const starts = trial.isBroken ? 0 : await tryStarts(trial, place);
      return {
        n: cells + methods + starts,
        figures: {
          callers: town.callers.length,
          routes: NAMES.length,
          cells,
          'other methods': methods,
          'starts that must fail': starts,
        },
      };
    } finally {
      await place.close();
    }
  },
};

interface Cell {
  readonly name: RouteName;
  readonly method: string;
  readonly caller: Caller;
  readonly expected: Expected;
}

/** Every caller at every route, refusals first: they must change nothing. */
async function walk({ random, fail }: Trial, { sql }: Place, town: AccessTown): Promise<number> {
  const cells = town.callers.flatMap((caller) =>
    NAMES.flatMap((name): Cell[] => {
      const expected = expectedOf(name, caller);
      const { method }: Route = ROUTES[name];
      return (method === 'GET' ? ['GET', 'HEAD'] : [method]).map((one) => ({ name, method: one, caller, expected }));
    }),
  );
  const refused = cells.filter(({ expected }) => expected.status !== 'good');
  const before = await fingerprint(sql);
  for (const cell of shuffle(random, refused)) await tryCell(cell, town, fail);
  const after = await fingerprint(sql);
  for (const [table, print] of Object.entries(after)) {
    if (before[table] !== print) fail(`requests that were refused changed ${table}`);
  }
  for (const cell of shuffle(
    random,
    cells.filter(({ expected }) => expected.status === 'good'),
  ))
    await tryCell(cell, town, fail);
  return cells.length;
}

async function tryCell({ name, method, caller, expected }: Cell, town: AccessTown, fail: Trial['fail']): Promise<void> {
  const { path, body } = bodyFor(name, town, caller);
  const answer = await caller.client.send(method, path, body);
  const fault = faultOf(answer, method, expected) ?? leakIn(answer, name, town, caller);
  if (fault !== null) fail(`${caller.name} at ${method} ${name}: ${fault}`);
}

/** Who takes no part files a case of its own: with the claims of this one in hand, a bank would rightly be part of it. */
function bodyFor(name: RouteName, town: AccessTown, caller: Caller): ReturnType<typeof requestTo> {
  const files = (name === 'submit' || name === 'registerClaim') && !caller.takesPart;
  return requestTo(name, files ? { ...town, spend: town.elsewhere } : town, caller);
}

function faultOf({ status, body }: Answer, method: string, expected: Expected): string | null {
  if (expected.status === 'good')
    return status >= 200 && status < 300 ? null : `${status} ${String(body['code'])}, and it may`;
  if (status !== expected.status) return `${status} ${String(body['code'])}, not ${expected.status}`;
  if (method === 'HEAD' || expected.codes.includes(String(body['code']))) return null;
  return `${status} ${String(body['code'])}, not ${expected.codes.join(' or ')}`;
}

/** Nothing of the case may stand in an answer to somebody who takes no part in it, or gave no good credentials. */
function leakIn(
  { text }: Answer,
  name: RouteName,
  { conflict, spend }: AccessTown,
  { role, takesPart }: Caller,
): string | null {
  const mayKnow = role !== null && role !== 'stranger' && takesPart;
  const hasToldIt = text.includes(spend.serial) || text.includes(spend.note) || text.includes(spend.holder.id);
  if (!mayKnow && hasToldIt) return `tells of the case: ${text.slice(0, 200)}`;
  if (name !== 'listConflicts' || role === null || role === 'stranger') return null;
  const isListed = text.includes(conflict);
  return text === '' || text.includes('"code"') || isListed === takesPart
    ? null
    : `the case is ${isListed ? '' : 'not '}in the list`;
}

/** A path takes the methods of its rows and no other, whoever asks. */
async function tryOtherMethods({ fail }: Trial, town: AccessTown): Promise<number> {
  const paths = new Set(NAMES.map((name) => ROUTES[name].path as string));
  const askers = town.callers.filter(({ name }) => ['nobody', 'operator', 'issuing bank, token'].includes(name));
  let tried = 0;
  for (const path of paths) {
    const declared = NAMES.filter((name) => ROUTES[name].path === path).map((name) => ROUTES[name].method as string);
    for (const method of [...OTHER_METHODS, ...['GET', 'POST'].filter((one) => !declared.includes(one))]) {
      for (const { name, client } of askers) {
        tried += 1;
        const { status, body } = await client.send(
          method,
          path.replace(':id', town.conflict).replace(':file', 'start.js'),
          method === 'POST' ? {} : undefined,
        );
        if (status !== 405 || body['code'] !== 'method_not_allowed')
          fail(`${name} at ${method} ${path}: ${status}, not 405`);
      }
    }
  }
  return tried;
}

/** A server whose handlers and table differ says so and does not start. */
async function tryStarts({ fail }: Trial, place: Place): Promise<number> {
  const spoilt = {
    'access-undeclared.js': 'GET /v1/everything has a handler and no row',
    'access-unhandled.js': 'GET /v1/conflicts/:id/bundle has a row and no handler',
  };
  for (const [file, wanted] of Object.entries(spoilt)) {
    const outcome = await place.start({ node: ['--import', new URL(file, import.meta.url).href] }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    if (!outcome.includes(wanted)) fail(`with ${file}: ${outcome.slice(0, 500)}`);
  }
  return Object.keys(spoilt).length;
}
