// Sound submissions and the way to change one thing in them: a mutation edits the plan, then everything is signed
// again, `sub`, `prv` and one-show responses being what they should be unless the plan itself says otherwise.
import { oneShow } from './one-show-maker.ts';
import { digestOf, sign, testKey } from './sign.ts';
import type { PublicJwk, SignOptions, TestKey } from './sign.ts';

export type Expected = { readonly defect: string | null; readonly at: number | null } | { readonly refused: string };

export interface Mutation {
  readonly name: string;
  /** A submission of one claim (where it is one). */
  readonly text: string;
  readonly register?: readonly PublicJwk[];
  readonly expected: Expected;
}

export interface Draft {
  key: TestKey;
  typ: string;
  payload: Record<string, unknown>;
  options: SignOptions;
}

export interface Plan {
  drafts: Draft[];
  /** Members of the claim beside its transcript, and of the submission beside its claims. */
  claim: Record<string, unknown>;
  submission: Record<string, unknown>;
  register?: PublicJwk[];
  transcript: (texts: string[]) => unknown[];
  text: (text: string) => string;
}

export const bank = testKey('issuer', 'P-256');
export const alice = testKey('alice', 'Ed25519');
export const bob = testKey('bob', 'secp256k1');
export const carol = testKey('carol', 'P-256');
export const stranger = testKey('stranger', 'Ed25519');
export const payee = testKey('payee', 'Ed25519');
export const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export const T0 = 1_790_000_000;
/** T0 + 86,400 s, in RFC 3339. */
export const RECEIVED = new Date((T0 + 86_400) * 1000).toISOString();

export const secret = oneShow('alice', 'mutations');
export const NONCE = 'n-1';
const val = { amt: '20', cur: 'EUR' };

const plan = (drafts: Draft[]): Plan => ({
  drafts,
  claim: { bank: bank.id, receivedAt: RECEIVED },
  submission: {},
  transcript: (texts) => texts,
  text: (text) => text,
});

const draft = (key: TestKey, typ: string, payload: Record<string, unknown>, jwk = true): Draft => ({
  key,
  typ,
  payload,
  options: { jwk },
});

/** [note, transfer, transfer, redemption]; only the note states its key in the header. */
export const endorsed = (): Plan =>
  plan([
    draft(bank, 'note+jwt', { jti: 's1', iat: T0, cls: 'endorsed', val, exp: T0 + 90_000, cnf: { jwk: alice.jwk } }),
    draft(alice, 'transfer+jwt', { iat: T0 + 10, ctr: 1, cnf: { jwk: bob.jwk } }, false),
    draft(bob, 'transfer+jwt', { iat: T0 + 20, cnf: { jwk: carol.jwk } }, false),
    draft(carol, 'redemption+jwt', { iat: T0 + 30, aud: bank.id, jti: 'r1', ctr: 1 }, false),
  ]);

export const bearer = (): Plan =>
  plan([
    draft(bank, 'note+jwt', { jti: 's2', iat: T0, cls: 'bearer', val }),
    draft(bob, 'redemption+jwt', { iat: T0 + 30, aud: bank.id, jti: 'r2' }),
  ]);

export const oneShowPlan = (): Plan =>
  plan([
    draft(bank, 'note+jwt', { jti: 's3', iat: T0, cls: 'one-show', val, osh: secret.osh }),
    draft(payee, 'spend+jwt', { iat: T0 + 10, cnf: { jwk: payee.jwk } }),
    draft(payee, 'redemption+jwt', { iat: T0 + 30, aud: bank.id, jti: 'r3' }, false),
  ]);

/** The members that follow from what stands before. A member of the draft's payload replaces them. */
function following(item: Draft, cls: unknown, texts: readonly string[]): Record<string, unknown> {
  const first = texts[0];
  const last = texts.at(-1);
  if (first === undefined || last === undefined) return {};
  const sub = digestOf(first);
  if (item.typ === 'spend+jwt') {
    return { sub, osh: secret.answer(item.key.id, String(item.payload['iat']), NONCE) };
  }
  const chained = cls !== 'bearer' || item.typ === 'transfer+jwt';
  return chained ? { sub, prv: digestOf(last) } : { sub };
}

export function build({ drafts, claim, submission, transcript, text }: Plan): string {
  const texts: string[] = [];
  const cls = drafts[0]?.payload['cls'];
  for (const item of drafts) {
    texts.push(sign(item.key, item.typ, { ...following(item, cls, texts), ...item.payload }, item.options));
  }
  return text(JSON.stringify({ claims: [{ transcript: transcript(texts), ...claim }], ...submission }));
}

export type Base = () => Plan;
export const BASES: Readonly<Record<string, Base>> = { endorsed, bearer, 'one-show': oneShowPlan };

/** One mutation: the base's plan with one change. */
export function mutation(name: string, base: Base, expected: Expected, change: (plan: Plan) => void): Mutation {
  const changed = base();
  change(changed);
  const { register } = changed;
  return { name, text: build(changed), ...(register ? { register } : {}), expected };
}

export const sound: Expected = { defect: null, at: null };
export const defect = (code: string, at: number | null): Expected => ({ defect: code, at });

/** Adds options to the statement at `at`. */
export function option(changed: Plan, at: number, options: SignOptions): void {
  const item = changed.drafts[at]!;
  item.options = { ...item.options, ...options, header: { ...item.options.header, ...options.header } };
}

export function put(changed: Plan, at: number, payload: Record<string, unknown>): void {
  Object.assign(changed.drafts[at]!.payload, payload);
}
