/** One case in the making: its statements, each with its time and its own number, so that the same seed signs the same bytes. */
import { conflictIdOf } from '#arbitration';
import {
  jwkOf,
  makeOneShow,
  respond,
  scalarFrom,
  signStatement,
  type Claims,
  type Kind,
  type NoteClass,
  type OneShowNote,
  type OneShowSecret,
  type PrivateKey,
  type Statement,
} from '#statements';
import type { Bank, Holder } from './people.ts';
import { bytesOf } from './random.ts';

/** A note with what has been done with it: the note first. */
export type Chain = readonly [Statement, ...Statement[]];

/** A claim as banks hand it in. */
export interface ClaimJson {
  readonly transcript: readonly string[];
  readonly bank: string;
  readonly receivedAt: string;
  readonly evidence: readonly string[];
  readonly paid: boolean;
}

export interface NoteTerms {
  readonly issuer: Bank;
  readonly cls: NoteClass;
  readonly amount: string;
  /** The first holder, of an endorsed or attested note. */
  readonly holder?: Holder;
  /** The payer, of a one-show note. */
  readonly payer?: Holder;
}

/** A case's clock and pen. */
export interface Scene {
  readonly serial: string;
  /** Seconds since 1970, going on with every statement. */
  now(): number;
  /** Lets time pass. */
  pass(seconds: number): void;
  say(by: PrivateKey, kind: Kind, claims: Claims): Statement;
}

const BETWEEN_STATEMENTS_S = 97;

export function openScene(serial: string, startS: number): Scene {
  let clock = startS;
  let said = 0;
  return {
    serial,
    now: () => clock,
    pass(seconds) {
      clock += seconds;
    },
    say(by, kind, claims) {
      said += 1;
      clock += BETWEEN_STATEMENTS_S;
      return signStatement(kind, { iat: clock, jti: `${serial}-${said}`, ...claims }, by);
    },
  };
}

/** The conflict that claims on a note make. */
export const caseOf = ([note]: Chain): string => conflictIdOf(note.issuer, note.payload['jti'] as string);

/** The secret of a payer's one-show note. */
const oneShowSecret = ({ u }: Holder, serial: string): OneShowSecret => {
  const scalar = (name: string): bigint => scalarFrom(bytesOf(`assize demo ${name}: ${serial}, ${u}`));
  return { u, s: scalar('s'), x1: scalar('x1'), x2: scalar('x2') };
};

export function issue(scene: Scene, { issuer, cls, amount, holder, payer }: NoteTerms): Chain {
  const note = scene.say(issuer.key, 'note+jwt', {
    jti: scene.serial,
    cls,
    val: { amt: amount, cur: 'EUR' },
    ...(holder === undefined ? {} : { cnf: { jwk: jwkOf(holder.key) } }),
    ...(payer === undefined ? {} : { osh: makeOneShow(oneShowSecret(payer, scene.serial)) }),
  });
  return [note];
}

const linkTo = (chain: Chain): Claims => ({ sub: chain[0].digest, prv: chain.at(-1)!.digest });

/** pay passes a note on; `ctr` is the payer's device counter. */
export const pay = (scene: Scene, chain: Chain, from: Holder, to: Holder, ctr?: number): Chain => [
  ...chain,
  scene.say(from.key, 'transfer+jwt', { ...linkTo(chain), cnf: { jwk: jwkOf(to.key) }, ctr }),
];

/** spend is a one-show note's way to a payee, who records the payer's answer. */
export function spend(scene: Scene, chain: Chain, payer: Holder, payee: Holder): Chain {
  const [note] = chain;
  const iat = scene.now() + BETWEEN_STATEMENTS_S;
  const nce = `${scene.serial} to ${payee.name}`;
  const osh = note.payload['osh'] as unknown as OneShowNote;
  const answer = respond(oneShowSecret(payer, scene.serial), osh, { payee: payee.key.id, iat: `${iat}`, nce });
  const claims = { iat, sub: note.digest, cnf: { jwk: jwkOf(payee.key) }, osh: { ...answer, nce } };
  return [note, scene.say(payee.key, 'spend+jwt', claims)];
}

export function redeem(scene: Scene, chain: Chain, by: Holder, bank: Bank = by.bank): Chain {
  const isBearer = chain[0].payload['cls'] === 'bearer';
  const { sub, prv } = linkTo(chain);
  const claims = { sub, ...(isBearer ? {} : { prv }), aud: bank.key.id };
  return [...chain, scene.say(by.key, 'redemption+jwt', claims)];
}

/** claim is what a bank has of a redeemed note, received a few seconds after it was signed. */
export function claim(scene: Scene, chain: Chain, evidence: readonly Statement[] = [], paid = false): ClaimJson {
  scene.pass(3);
  return {
    transcript: chain.map(({ text }) => text),
    bank: chain.at(-1)!.payload['aud'] as string,
    receivedAt: new Date(scene.now() * 1000).toISOString(),
    evidence: evidence.map(({ text }) => text),
    paid,
  };
}

export const receipt = (scene: Scene, [note, ...rest]: Chain, by: Holder, from: Holder): Statement =>
  scene.say(by.key, 'receipt+jwt', { sub: note.digest, frm: from.key.id, ref: rest.at(-1)?.digest });

export const delivery = (scene: Scene, [note]: Chain, by: Holder, to: Holder): Statement =>
  scene.say(by.key, 'delivery+jwt', { sub: note.digest, to: to.key.id });

export const check = (scene: Scene, [note]: Chain, by: Bank): Statement =>
  scene.say(by.key, 'check+jwt', { sub: note.digest, sts: 'unspent' });

export const timestamp = (scene: Scene, of: Statement, by: PrivateKey): Statement =>
  scene.say(by, 'timestamp+jwt', { ref: of.digest });

export const testify = (scene: Scene, chain: Chain, by: Holder, say: string, about?: Holder, txt?: string): Statement =>
  scene.say(by.key, 'testimony+jwt', { cas: caseOf(chain), sub: chain[0].digest, say, abt: about?.key.id, txt });

export const vouch = (scene: Scene, by: Bank, party: string, idn?: string): Statement =>
  scene.say(by.key, 'registration+jwt', { sub: party, idn });

export const attest = (scene: Scene, by: PrivateKey, device: Holder): Statement =>
  scene.say(by, 'attestation+jwt', { sub: device.key.id, lvl: 'hardware', mdl: 'Pocket 3' });

/** leak says that a key was no longer its owner's alone since a time. */
export const leak = (scene: Scene, by: Bank | Holder, whose: Holder, sinceS: number): Statement =>
  scene.say(by.key, 'compromise+jwt', { sub: whose.key.id, snc: sinceS });
