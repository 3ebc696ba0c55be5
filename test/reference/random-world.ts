// Random submissions as text, with what was done to make them: the input on which two implementations are compared.
import { damage, makeClaim, makeNote } from './random-notes.ts';
import { makeEvidence } from './random-evidence.ts';
import { source } from './random-source.ts';
import { testKey } from './sign.ts';
import type { MadeClaim, Making } from './random-notes.ts';
import type { PublicJwk, TestKey, TestSuite } from './sign.ts';
import type { Source } from './random-source.ts';

export interface RandomWorld {
  readonly seed: number;
  /** The submission. */
  readonly text: string;
  /** The banks' JWKs; absent where the world is judged without a register. */
  readonly register?: readonly PublicJwk[];
  /** What was done, for the reader of a failure. */
  readonly story: readonly string[];
}

const SUITES: readonly TestSuite[] = ['Ed25519', 'P-256', 'secp256k1'];
const roster = (role: string, count: number): TestKey[] =>
  Array.from({ length: count }, (_, index) => testKey(`${role}${index}`, SUITES[index % 3]!));

/** RFC 3339 in several spellings of one instant. */
function spell(rng: Source, seconds: number): string {
  const iso = new Date(Math.round(seconds * 1000)).toISOString();
  const ahead = new Date(Math.round((seconds + 5400) * 1000)).toISOString();
  return rng.pick([iso, iso, iso.replace('Z', '+00:00'), ahead.replace('Z', '+01:30'), iso.replace('Z', '000Z')]);
}

function makeClaims(making: Making, issuer: TestKey): { notes: ReturnType<typeof makeNote>[]; claims: MadeClaim[] } {
  const { rng, story, serial } = making;
  const cls = rng.pick(['bearer', 'bearer', 'endorsed', 'endorsed', 'attested', 'one-show']);
  const notes = [makeNote(making, cls, issuer, serial)];
  story.push(`a ${cls} note by ${issuer.name}`);
  if (rng.chance(0.15)) {
    const jti = rng.chance(0.1) ? 'another serial' : serial;
    const other = rng.chance(0.7) ? cls : rng.pick(['bearer', 'endorsed', 'attested']);
    story.push(`and a ${other} note of ${jti}`);
    notes.push(makeNote(making, other, issuer, jti));
  }
  const claims: MadeClaim[] = [];
  const count = rng.pick([1, 2, 2, 3, 3, 4, 5, 6]);
  while (claims.length < count) {
    const earlier = claims.length > 0 && rng.chance(0.15) ? rng.pick(claims) : undefined;
    if (earlier) {
      story.push(`a replay of claim ${claims.indexOf(earlier)}`);
      claims.push({ ...earlier, transcript: [...earlier.transcript], received: earlier.received + 40, evidence: [] });
    } else claims.push(makeClaim(making, rng.pick(notes)));
  }
  for (const claim of rng.some(claims, 0.05)) damage(making, claim);
  return { notes, claims };
}

/** The world of this seed: always the same text. */
export function randomWorld(seed: number): RandomWorld {
  const rng = source(seed);
  const banks = roster('bank', 4);
  // A few people only, so that notes come back, payers claim and deliveries overlap; at times a bank is one of them.
  const everyone = roster('person', 9);
  const some = everyone.slice(rng.int(5)).slice(0, 3 + rng.int(3));
  const issuer = rng.pick(banks);
  const people = rng.chance(0.25) ? [...some, issuer] : some;
  const listed = banks.filter((bank) => rng.chance(bank === issuer ? 0.95 : 0.8));
  const register = rng.chance(0.5) ? listed.map(({ jwk }) => jwk) : undefined;
  const story: string[] = [];
  const making: Making = { rng, story, banks, people, register, counters: new Map(), serial: `serial ${seed}` };

  const { notes, claims } = makeClaims(making, issuer);
  const loose: string[] = [];
  for (const text of makeEvidence(making, notes, claims)) {
    (rng.chance(0.5) ? loose : rng.pick(claims).evidence).push(text);
  }
  const submission = {
    ...(rng.chance(0.5) ? { reference: `case ${seed}` } : {}),
    claims: claims.map(({ transcript, bank, received, evidence }) => ({
      transcript,
      bank,
      receivedAt: spell(rng, received),
      ...(evidence.length > 0 || rng.chance(0.5) ? { evidence } : {}),
      ...(rng.chance(0.3) ? { paid: rng.chance(0.5) } : {}),
    })),
    ...(loose.length > 0 || rng.chance(0.5) ? { evidence: loose } : {}),
  };
  return { seed, text: JSON.stringify(submission), ...(register ? { register } : {}), story };
}
