// The history that the stories are judged with: a small market of three banks over a year (spec "facts"). Drawn by a
// generator with a fixed seed from a truth that the file does not tell, but for the resolutions; time is in days.
import { createHash } from 'node:crypto';

const DAYS = 326;
const MONTH = 30;
const BANKS = ['north', 'south', 'east'];
const CONFLICTS = 120;
/** What is true of the conflicts of this market, in so many of a hundred. */
const TRUTHS = {
  copy: { theft: 91, issuer_leak: 3, unknown: 6 },
  fork: { double_spend: 75, key_theft: 10, unknown: 15 },
  duplicate: { accident: 70, double_spend: 25, unknown: 5 },
};
/** How far apart the claims of a conflict are, in days. */
const GAPS = { seconds: 0.0004, minutes: 0.02, hours: 0.4, days: 2 };

const CAREFUL = {
  receipt: 'own',
  check: 'online',
  timestamp: 'none',
  testimony: 'given',
  response: 'prompt',
  binding: 'bare',
};
const CARELESS = {
  receipt: 'none',
  check: 'none',
  device: 'none',
  timestamp: 'none',
  testimony: 'none',
  binding: 'bare',
};

/** A small generator (mulberry32): the history is the same on every machine. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const inOrder = (a, b) => (a < b ? [a, b] : [b, a]);
const pseudonym = (name) => createHash('sha256').update(`assize examples: ${name}`).digest('base64url');
const day = (at) => Math.round(at * 1000) / 1000;

/** writeHistory gives the JSON Lines; `idOf` gives the party id of somebody who appears in the stories. */
export async function writeHistory(idOf) {
  const random = numbers(1976);
  const between = (low, high) => low + (high - low) * random();
  const pick = (list) => list[Math.floor(random() * list.length)];
  const chance = (p) => random() < p;
  const draw = (weights) => {
    let left = random() * 100;
    return Object.keys(weights).find((name) => (left -= weights[name]) < 0);
  };
  const pickTwo = (list) => {
    const first = pick(list);
    return [first, pick(list.filter((other) => other !== first))];
  };

  const banks = await Promise.all(BANKS.map(idOf));
  const [north, south, east] = banks;
  // Who appears in the stories: since when, at which bank, and how much they settle in a month.
  const known = [
    ['vera', 61, south, 40],
    ['finn', 305, east, 2],
    ['ada', 20, north, 12],
    ['ben', 31, south, 9],
    ['cleo', 44, south, 14],
    ['dora', 190, east, 3],
    ['emil', 28, north, 11],
    ['fay', 52, east, 8],
    ['greta', 15, south, 22],
    ['hugo', 77, east, 10],
    ['alice', 12, north, 25],
    ['iris', 35, south, 18],
  ];
  const parties = await Promise.all(
    known.map(async ([name, since, bank, pace]) => ({
      id: await idOf(name),
      since,
      bank,
      pace,
      cheats: false,
      quiet: true,
    })),
  );
  for (let i = 0; i < 84; i += 1) {
    const cheats = i % 12 === 5;
    parties.push({
      id: pseudonym(`passer-by ${i}`),
      since: between(1, 120),
      bank: banks[i % 3],
      pace: cheats ? between(2, 6) : between(4, 20),
      cheats,
      quiet: false,
    });
  }

  const facts = banks.map((bank) => ({ kind: 'bank', bank, at: 0 }));
  for (const { id, bank, since, pace } of parties) {
    facts.push({ kind: 'registration', party: id, bank, at: day(since) });
    for (let at = since + MONTH; at < DAYS; at += MONTH) {
      const settled = Math.round(pace * between(0.7, 1.3));
      facts.push({ kind: 'activity', party: id, bank, at: day(at), settled });
    }
  }

  const others = parties.filter(({ quiet }) => !quiet);
  const cheats = others.filter((party) => party.cheats);
  const honest = others.filter((party) => !party.cheats);
  /** What a claimant can show, as it is in this market: the honest have more to show. */
  const show = (isCulprit, isBearer) => ({
    receipt: chance(isCulprit ? 0.7 : 0.25) ? 'none' : chance(isCulprit ? 0.25 : 0.6) ? 'countersigned' : 'own',
    check: chance(isCulprit ? 0.25 : 0.6) ? 'online' : 'none',
    device: chance(isCulprit ? 0.15 : 0.5) ? 'hardware' : 'none',
    timestamp: chance(isCulprit ? 0.1 : 0.4) ? 'witnessed' : 'none',
    ...(chance(isCulprit ? 0.45 : 0.8)
      ? { testimony: 'given', response: chance(0.8) ? 'prompt' : 'late' }
      : { testimony: 'none' }),
    binding: isBearer ? 'bare' : 'chained',
  });
  for (let i = 0; i < CONFLICTS; i += 1) {
    const at = between(135, DAYS - 12);
    const shape = ['copy', 'fork', 'copy', 'duplicate'][i % 4];
    const id = `c${i + 1}`;
    const gap = pick(Object.keys(GAPS));
    const truth = draw(TRUTHS[shape]);
    // Most frauds are by the few who live on it, the others by ordinary people.
    const culprit = chance(0.6) ? pick(cheats) : pick(honest);
    const [first, second] = pickTwo(honest.filter((party) => party !== culprit));
    const issuer = pick(banks);
    const claim = (n, claimant, isCulprit) => ({
      id: `${id}.${n}`,
      claimant: claimant.id,
      bank: claimant.bank,
      at: day(at - (n === 1 ? GAPS[gap] : 0)),
      features: show(isCulprit, shape === 'copy'),
    });
    /** The two sides of the conflict and what was true of it. */
    const stage = () => {
      switch (`${shape} ${truth}`) {
        case 'copy theft':
        case 'copy issuer_leak': {
          const sides = chance(0.5) ? [culprit, first] : [first, culprit];
          const claims = sides.map((side, n) => claim(n + 1, side, side === culprit));
          const culprits = truth === 'theft' ? [culprit.id] : inOrder(culprit.id, issuer);
          return { claims, hypothesis: `${truth}:${culprits.join('+')}` };
        }
        case 'fork double_spend': {
          const fork = { holder: culprit.id, next: [first.id, second.id] };
          const claims = [claim(1, first, false), claim(2, second, false)];
          return { fork, claims, hypothesis: `double_spend:${culprit.id}` };
        }
        case 'fork key_theft': {
          const fork = { holder: first.id, next: [second.id, culprit.id] };
          const claims = [claim(1, second, false), claim(2, culprit, true)];
          return { fork, claims, hypothesis: `key_theft:${culprit.id}` };
        }
        case 'fork unknown': {
          const [third] = pickTwo(honest.filter((party) => party !== first && party !== second));
          const fork = { holder: first.id, next: [second.id, third.id] };
          return { fork, claims: [claim(1, second, false), claim(2, third, false)], hypothesis: 'unknown:' };
        }
        case 'duplicate double_spend':
          return { claims: [1, 2].map((n) => claim(n, culprit, true)), hypothesis: `double_spend:${culprit.id}` };
        case 'copy unknown':
          return { claims: [claim(1, first, false), claim(2, second, false)], hypothesis: 'unknown:' };
        default:
          return { claims: [1, 2].map((n) => claim(n, first, false)), hypothesis: `${truth}:` };
      }
    };
    const { claims, fork, hypothesis } = stage();
    const features = { gap, same_bank: claims.every(({ bank }) => bank === claims[0].bank) ? 'yes' : 'no' };
    facts.push({
      kind: 'conflict',
      id,
      at: day(at),
      shape,
      issuer,
      ...(fork === undefined ? {} : { fork }),
      features,
      claims,
    });
    if (chance(0.8)) facts.push({ kind: 'resolution', conflict: id, hypothesis, at: day(at + between(3, 11)) });
  }

  // Finn, too, has been here before: an unresolved copy of another bank's note, a fortnight ago.
  const finn = parties[1];
  facts.push({
    kind: 'conflict',
    id: 'stall-4',
    at: 312.4,
    shape: 'copy',
    issuer: south,
    features: { gap: 'seconds', same_bank: 'no' },
    claims: [
      { id: 'stall-4.1', claimant: honest[7].id, bank: south, at: 312.3998, features: { ...CAREFUL, device: 'none' } },
      { id: 'stall-4.2', claimant: finn.id, bank: east, at: 312.4, features: CARELESS },
    ],
  });

  const order = (fact) => [fact.at, ['bank', 'registration', 'activity', 'conflict', 'resolution'].indexOf(fact.kind)];
  facts.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
  return `${facts.map((fact) => JSON.stringify(fact)).join('\n')}\n`;
}
