/**
 * Worlds for the laws: what happened to one serial, as a plan that fast-check draws and shrinks, and the submission
 * that the plan makes, signed with our own statements. Who signed twice is known by construction.
 */
import {
  challengeOf,
  jwkOf,
  makeIdentity,
  makeOneShow,
  respond,
  scalarFrom,
  signStatement,
  type Claims,
  type Kind,
  type NoteClass,
  type OneShowChallenge,
  type OneShowNote,
  type OneShowResponse,
  type OneShowSecret,
  type PrivateKey,
  type Statement,
} from '#statements';
import { parseSubmission, isRefusal, type Submission } from '#custody';
import { keyOf, personOf, wide } from './people.ts';
import type { Plan } from './plan.ts';

export const START = 1_790_000_000;
const DAY = 86_400;
const RECEIVED = START + 20 * DAY;

/** A place from which a note can go on: the note itself, a transfer or a spend. */
export interface Holding {
  readonly statement: Statement;
  readonly chain: readonly Statement[];
  /** Null where whoever has the note holds it. */
  readonly holder: PrivateKey | null;
  /** The different statements that follow it. */
  readonly successors: Statement[];
}

export interface MadeClaim {
  readonly chain: readonly Statement[];
  readonly bank: string;
  readonly receivedAt: string;
  readonly evidence: string[];
}

export interface World {
  readonly claims: readonly MadeClaim[];
  readonly evidence: readonly string[];
  readonly holdings: readonly Holding[];
  readonly submission: Submission;
}

const VALUE = { amt: '20', cur: 'EUR' };
const scalar = (name: string): bigint => scalarFrom(wide(name));

/** What a payer can do with a one-show note: its public half, and its answer to a challenge. */
interface OneShow {
  readonly secret: OneShowSecret;
  readonly osh: OneShowNote;
  readonly answer: (challenge: OneShowChallenge) => OneShowResponse;
}

const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const encodeScalar = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');

const oneShows = new Map<string, OneShow>();

/** oneShowOf makes the secret of a payer's note once: points cost milliseconds. */
function oneShowOf(payer: string, note: string, isIllMade: boolean): OneShow {
  const name = `${payer} ${note} ${isIllMade}`;
  const known = oneShows.get(name) ?? makeOneShowOf(payer, note, isIllMade);
  oneShows.set(name, known);
  return known;
}

/** An ill-made note has A = g1·s, nothing of g2, so that r2 = x2 whatever is asked, and no two spends name anybody. */
function makeOneShowOf(payer: string, note: string, isIllMade: boolean): OneShow {
  const secret = {
    u: scalar(`u ${payer}`),
    s: scalar(`s ${note}`),
    x1: scalar(`x1 ${note}`),
    x2: scalar(`x2 ${note}`),
  };
  const good = makeOneShow(secret);
  if (!isIllMade) return { secret, osh: good, answer: (challenge) => respond(secret, good, challenge) };
  const osh = { A: makeIdentity(secret.s), B: good.B };
  const answer = (challenge: OneShowChallenge): OneShowResponse => ({
    r1: encodeScalar((challengeOf(osh, challenge) * secret.s + secret.x1) % L),
    r2: encodeScalar(secret.x2),
  });
  return { secret, osh, answer };
}

/** Makes one plan's statements: each signing is numbered, so that no two are the same by chance. */
class Workshop {
  private made = 0;
  private readonly counters = new Map<string, number>();
  readonly holdings: Holding[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly town: string,
  ) {}

  person = (number: number): PrivateKey => personOf(this.town, number % this.plan.people);

  /** A number that no other statement of this world has. */
  fresh(name: string): string {
    this.made += 1;
    return `${name} ${this.made}`;
  }

  say = (key: PrivateKey, kind: Kind, claims: Claims): Statement => signStatement(kind, claims, key);

  note(cls: NoteClass, serial: string): Holding {
    const isChained = cls === 'endorsed' || cls === 'attested';
    const holder = isChained ? this.person(0) : null;
    const statement = this.say(keyOf('issuer', 'ES256'), 'note+jwt', {
      iat: START + this.made++,
      jti: serial,
      cls,
      val: VALUE,
      ...(holder === null ? {} : { cnf: { jwk: jwkOf(holder) } }),
      ...(cls === 'one-show' ? { osh: this.oneShow(serial).osh } : {}),
    });
    return this.hold({ statement, chain: [statement], holder, successors: [] });
  }

  oneShow = (serial: string): OneShow => oneShowOf(`${this.town} payer`, serial, this.plan.isIllMade);

  hold(holding: Holding): Holding {
    this.holdings.push(holding);
    return holding;
  }

  private counter(key: PrivateKey, rollsBack: boolean): { ctr?: number } {
    if (this.plan.cls !== 'attested') return {};
    const last = this.counters.get(key.id) ?? 0;
    const ctr = rollsBack ? last : last + 1;
    this.counters.set(key.id, ctr);
    return { ctr };
  }

  transfer(from: Holding, next: PrivateKey, note: Statement, odd: { rollsBack: boolean; backdated: boolean }): Holding {
    const statement = this.say(from.holder!, 'transfer+jwt', {
      iat: from.statement.issuedAt + (odd.backdated ? -2 * DAY : 5),
      jti: this.fresh('t'),
      sub: note.digest,
      prv: from.statement.digest,
      cnf: { jwk: jwkOf(next) },
      ...this.counter(from.holder!, odd.rollsBack),
    });
    from.successors.push(statement);
    return this.hold({ statement, chain: [...from.chain, statement], holder: next, successors: [] });
  }

  spend(note: Holding, payee: PrivateKey, serial: string): Holding {
    const [iat, nce] = [START + 5, this.fresh('nonce')];
    const answer = this.oneShow(serial).answer({ payee: payee.id, iat: `${iat}`, nce });
    const claims = { iat, sub: note.statement.digest, cnf: { jwk: jwkOf(payee) }, osh: { ...answer, nce } };
    const statement = this.say(payee, 'spend+jwt', claims);
    note.successors.push(statement);
    return this.hold({ statement, chain: [note.statement, statement], holder: payee, successors: [] });
  }

  redeem(from: Holding, claimant: PrivateKey, bank: PrivateKey, rollsBack: boolean): Statement {
    const [note] = from.chain;
    const statement = this.say(claimant, 'redemption+jwt', {
      iat: from.statement.issuedAt + 5,
      jti: this.fresh('r'),
      sub: note!.digest,
      ...(from.statement.kind === 'note+jwt' && from.holder === null ? {} : { prv: from.statement.digest }),
      aud: bank.id,
      ...this.counter(claimant, rollsBack),
    });
    from.successors.push(statement);
    return statement;
  }
}

/** buildWorld signs what a plan says; `town` chooses whose keys. */
export function buildWorld(plan: Plan, town = 'town'): World {
  const shop = new Workshop(plan, town);
  const serial = `${town} ${plan.serial}`;
  const notes = [shop.note(plan.cls, serial), ...(plan.reissued === 'claimed' ? [shop.note(plan.cls, serial)] : [])];
  const claims: MadeClaim[] = [];
  for (const move of plan.moves) {
    const root = notes[move.note % notes.length]!;
    const ours = shop.holdings.filter(({ chain }) => chain[0] === root.statement);
    let from = ours[move.from % ours.length]!;
    const bank = keyOf(`bank ${move.bank}`);
    let claimant = from.holder ?? shop.person(move.claimant);
    if (plan.cls === 'one-show' && from === root) {
      from = shop.spend(root, claimant, serial);
    } else if (plan.cls === 'endorsed' || plan.cls === 'attested') {
      for (const hop of move.hops) from = shop.transfer(from, shop.person(hop), root.statement, move);
      claimant = from.holder!;
    } else if (plan.cls === 'bearer') from = root;
    const redemption = shop.redeem(from, claimant, bank, move.rollsBack);
    const claim = {
      chain: [...from.chain, redemption],
      bank: bank.id,
      receivedAt: new Date((RECEIVED + move.received) * 1000).toISOString(),
      evidence: [],
    };
    claims.push(claim);
    if (move.replayed)
      claims.push({ ...claim, receivedAt: new Date((RECEIVED + DAY) * 1000).toISOString(), evidence: [] });
  }
  const evidence = makeEvidence(plan, shop, notes, serial, town);
  for (const [i, text] of evidence.entries()) {
    if (plan.handedIn > 0 && i % plan.handedIn === 0) claims[i % claims.length]!.evidence.push(text);
  }
  const loose = evidence.filter((_, i) => plan.handedIn === 0 || i % plan.handedIn !== 0);
  return { claims, evidence: loose, holdings: shop.holdings, submission: submissionOf(claims, loose) };
}

function makeEvidence(plan: Plan, shop: Workshop, notes: readonly Holding[], serial: string, town: string): string[] {
  const [note] = notes;
  const sub = note!.statement.digest;
  const registrar = keyOf('bank 0');
  const made: Statement[] = [];
  for (const [payer, payee] of plan.deliveries) {
    made.push(
      shop.say(shop.person(payer), 'delivery+jwt', {
        iat: START + 3,
        sub,
        to: shop.person(payee).id,
        jti: shop.fresh('d'),
      }),
    );
  }
  if (plan.reissued === 'in evidence') made.push(shop.note('bearer', serial).statement);
  if (plan.registered) {
    const idn = makeIdentity(shop.oneShow(serial).secret.u);
    made.push(shop.say(registrar, 'registration+jwt', { iat: START, sub: keyOf(`${town} payer`).id, idn }));
  }
  for (const { of, byBank, late } of plan.leaks) {
    const key = shop.person(of);
    const iat = late ? RECEIVED + 2 * DAY : START;
    if (byBank) made.push(shop.say(registrar, 'registration+jwt', { iat: START, sub: key.id, jti: shop.fresh('g') }));
    made.push(
      shop.say(byBank ? registrar : key, 'compromise+jwt', {
        iat,
        sub: key.id,
        snc: START - 9 * DAY,
        jti: shop.fresh('c'),
      }),
    );
  }
  if (plan.isSpentInEvidence && plan.cls === 'one-show') made.push(shop.spend(note!, shop.person(3), serial).statement);
  if (plan.talks) {
    made.push(shop.say(shop.person(1), 'receipt+jwt', { iat: START + 9, sub, frm: shop.person(0).id }));
    made.push(shop.say(keyOf('issuer', 'ES256'), 'check+jwt', { iat: START + 9, sub, sts: 'unspent' }));
    made.push(shop.say(keyOf('maker'), 'attestation+jwt', { iat: START, sub: shop.person(0).id, lvl: 'hardware' }));
    made.push(shop.say(keyOf('witness', 'ES256'), 'timestamp+jwt', { iat: START + 99, ref: made[0]!.digest }));
    const cas = '0b54a2d6-6f0f-4c3e-9d4c-2f1f6d1d7a11';
    made.push(shop.say(shop.person(2), 'testimony+jwt', { iat: RECEIVED, cas, sub, say: 'paid_for_it' }));
  }
  return made.map(({ text }) => text);
}

/** submissionOf reads what a bank would send, as the product reads it. */
export function submissionOf(claims: readonly MadeClaim[], evidence: readonly string[] = []): Submission {
  const submission = parseSubmission(toJson(claims, evidence));
  if (isRefusal(submission)) throw new Error(`${submission.pointer}: ${submission.why}`);
  return submission;
}

type SubmissionJson = Parameters<typeof parseSubmission>[0];

/** toJson is the submission as a bank would send it. */
export const toJson = (claims: readonly MadeClaim[], evidence: readonly string[] = []): SubmissionJson => ({
  claims: claims.map(({ chain, bank, receivedAt, evidence: own }) => ({
    transcript: chain.map(({ text }) => text),
    bank,
    receivedAt,
    evidence: [...own],
  })),
  evidence: [...evidence],
});
