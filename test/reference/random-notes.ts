// The claims of a random world: notes, the transfers and spends behind them, redemptions, and damage done to them.
import { oneShow } from './one-show-maker.ts';
import { digestOf, sign } from './sign.ts';
import type { OneShowSecret } from './one-show-maker.ts';
import type { Source } from './random-source.ts';
import type { PublicJwk, SignOptions, TestKey } from './sign.ts';

export const START = 1_790_000_000;
export const DAY = 86_400;
export const RECEIVED = START + 20 * DAY;

export interface Making {
  readonly rng: Source;
  readonly story: string[];
  readonly banks: readonly TestKey[];
  readonly people: readonly TestKey[];
  readonly register: readonly PublicJwk[] | undefined;
  readonly counters: Map<string, number>;
  readonly serial: string;
}

/** A place that can be passed on from: the note, a transfer or a spend. */
export interface Node {
  readonly texts: readonly string[];
  readonly digest: string;
  readonly holder: TestKey | undefined;
  readonly iat: number;
  readonly known: readonly TestKey[];
  /** What a second record of the same spend must repeat. */
  readonly spent?: { readonly payload: Readonly<Record<string, unknown>>; readonly iatText: string };
}

export interface MadeNote {
  readonly cls: string;
  readonly issuer: TestKey;
  readonly text: string;
  readonly id: string;
  readonly secret: OneShowSecret | undefined;
  readonly nodes: Node[];
}

export interface MadeClaim {
  transcript: unknown[];
  bank: string;
  received: number;
  evidence: string[];
}

export function nextTime({ rng }: Making, before: number): number {
  if (rng.chance(0.06)) return before - (1 + rng.int(3)) * DAY + rng.pick([0, 0, 1, -1]);
  return before + rng.int(9000) + rng.pick([0, 0, 0, 0.5, 0.125]);
}

/** Leaves the key out of the header at times: mostly where the reader can know it, rarely where it cannot. */
export function stated(making: Making, key: TestKey, known: readonly TestKey[] = []): SignOptions {
  const isKnown = known.includes(key) || making.register?.includes(key.jwk);
  const alias = key.suite === 'Ed25519' && making.rng.chance(0.1) ? { header: { alg: 'EdDSA' } } : {};
  return { ...alias, jwk: !making.rng.chance(isKnown ? 0.5 : 0.015) };
}

export function makeNote(making: Making, cls: string, issuer: TestKey, jti: string): MadeNote {
  const { rng } = making;
  const holder = cls === 'endorsed' || cls === 'attested' ? rng.pick(making.people) : undefined;
  const seed = `${making.serial} ${jti} ${rng.int(1e9)}`;
  const secret = cls === 'one-show' ? oneShow(rng.pick(making.people).name, seed, rng.chance(0.2)) : undefined;
  const exp = rng.chance(0.15) ? { exp: rng.pick([RECEIVED, RECEIVED + 60 * DAY, RECEIVED + 600, START]) } : {};
  const iat = START + rng.int(1000);
  const payload = {
    jti,
    iat,
    cls,
    val: { amt: `${1 + rng.int(500)}`, cur: 'EUR' },
    ...exp,
    ...(holder ? { cnf: { jwk: holder.jwk } } : {}),
    ...(secret ? { osh: secret.osh } : {}),
  };
  const text = sign(issuer, 'note+jwt', payload, stated(making, issuer));
  const id = digestOf(text);
  const root: Node = { texts: [text], digest: id, holder, iat, known: holder ? [holder] : [] };
  return { cls, issuer, text, id, secret, nodes: [root] };
}

function counter({ rng, counters }: Making, cls: string, key: TestKey): { ctr?: number } {
  if (!rng.chance(cls === 'attested' ? 0.85 : 0.15)) return {};
  const last = counters.get(key.id) ?? 0;
  const ctr = rng.chance(0.15) ? last : last + 1;
  counters.set(key.id, ctr);
  return { ctr };
}

function transfer(making: Making, note: MadeNote, from: Node): Node {
  const { rng } = making;
  const next = rng.pick(making.people);
  const iat = nextTime(making, from.iat);
  const signer = from.holder && !rng.chance(0.01) ? from.holder : rng.pick(making.people);
  const payload = { sub: note.id, prv: from.digest, iat, cnf: { jwk: next.jwk }, ...counter(making, note.cls, signer) };
  const text = sign(signer, 'transfer+jwt', payload, stated(making, signer, from.known));
  const node: Node = {
    texts: [...from.texts, text],
    digest: digestOf(text),
    holder: next,
    iat,
    known: [...from.known, next],
  };
  note.nodes.push(node);
  return node;
}

/** A spend to a payee, or a second record of an earlier one: the same d under another digest. */
export function spend(making: Making, note: MadeNote, again?: Node): Node {
  const { rng } = making;
  const root = note.nodes[0]!;
  const payee = again?.holder ?? rng.pick(making.people);
  const iat = again?.iat ?? nextTime(making, root.iat);
  // The challenge takes `iat` as written: another spelling of the same number is another spend.
  const iatText = again?.spent?.iatText ?? rng.pick([`${iat}`, `${iat}`, `${iat}e0`, `${iat / 10}e1`]);
  const nce = `nonce ${rng.int(1e6)}`;
  const fresh = { cnf: { jwk: payee.jwk }, osh: note.secret!.answer(payee.id, iatText, nce) };
  const payload = again?.spent?.payload ?? fresh;
  const other = again || rng.chance(0.03) ? { jti: `record ${rng.int(1e6)}` } : {};
  const wrong = !again && rng.chance(0.04) ? { osh: { ...fresh.osh, nce: 'another' } } : {};
  const text = sign(
    payee,
    'spend+jwt',
    { sub: note.id, iat: 0, ...payload, ...other, ...wrong },
    { ...stated(making, payee), payloadText: (json) => json.replace('"iat":0', `"iat":${iatText}`) },
  );
  const node: Node = {
    texts: [note.text, text],
    digest: digestOf(text),
    holder: payee,
    iat: Number(iatText),
    known: [payee],
    spent: { payload, iatText },
  };
  note.nodes.push(node);
  return node;
}

function redeem(making: Making, note: MadeNote, from: Node): MadeClaim {
  const { rng } = making;
  const claimant = from.holder ?? rng.pick(making.people);
  const bank = rng.pick(making.banks);
  const prv = note.cls === 'bearer' ? {} : { prv: from.digest };
  const iat = nextTime(making, from.iat);
  const jti = `r${rng.int(1e9)}`;
  const payload = { sub: note.id, ...prv, iat, aud: bank.id, jti, ...counter(making, note.cls, claimant) };
  const text = sign(claimant, 'redemption+jwt', payload, stated(making, claimant, from.known));
  const received = RECEIVED + rng.pick([0, 1, 30, 900, 5000, 100_000]) + rng.int(1000) / 1000;
  return { transcript: [...from.texts, text], bank: bank.id, received, evidence: [] };
}

/** One more claim on the note, from a random place of what has been done with it so far. */
export function makeClaim(making: Making, note: MadeNote): MadeClaim {
  const { rng } = making;
  let from = rng.pick(note.nodes);
  if (note.cls === 'bearer') from = note.nodes[0]!;
  else if (note.cls === 'one-show') {
    const spends = note.nodes.slice(1);
    if (spends.length === 0 || rng.chance(0.5)) from = spend(making, note);
    else if (rng.chance(0.3)) from = spend(making, note, rng.pick(spends));
    else from = rng.pick(spends);
  } else {
    for (let steps = rng.pick([0, 0, 1, 1, 2, 3]); steps > 0; steps -= 1) from = transfer(making, note, from);
  }
  return redeem(making, note, from);
}

/** Breaks a claim in one of a few coarse ways; mutations.ts has the fine ones. */
export function damage({ rng, story, banks }: Making, claim: MadeClaim): void {
  const at = rng.int(claim.transcript.length);
  const text = claim.transcript[at] as string;
  const what = rng.pick(['flip', 'drop', 'repeat', 'swap', 'bank', 'nonsense', 'number', 'empty', 'cut']);
  story.push(`damage: ${what} at ${at}`);
  const dot = text.lastIndexOf('.');
  if (what === 'flip') {
    const other = text[dot + 5] === 'A' ? 'B' : 'A';
    claim.transcript[at] = `${text.slice(0, dot + 5)}${other}${text.slice(dot + 6)}`;
  } else if (what === 'drop') claim.transcript.splice(at, 1);
  else if (what === 'repeat') claim.transcript.splice(at, 0, text);
  else if (what === 'swap') claim.transcript.reverse();
  else if (what === 'bank') claim.bank = rng.pick(banks).id;
  else if (what === 'nonsense') claim.transcript[at] = 'no statement';
  else if (what === 'number') claim.transcript[at] = rng.pick([7, null, true]);
  else if (what === 'empty') claim.transcript = [];
  else claim.transcript[at] = text.slice(0, dot + 1);
}
