/** A town for service tests: banks with keys, and double redemptions that are signed for real. Names make the keys. */
import { createHash } from 'node:crypto';
import { jwkOf, makePrivateKey, signStatement, type Claims, type PrivateKey } from '#statements';

/** keyOf makes the same key for the same name. */
export const keyOf = (name: string): PrivateKey =>
  makePrivateKey('Ed25519', createHash('sha256').update(`town ${name}`).digest());

/** A note that its first holder passed on twice; each claim is one way that it went. */
export interface DoubleSpend {
  readonly serial: string;
  readonly note: string;
  readonly issuer: PrivateKey;
  readonly holder: PrivateKey;
  readonly claimants: readonly PrivateKey[];
  readonly claims: readonly ClaimJson[];
}

export interface ClaimJson {
  readonly transcript: readonly string[];
  readonly bank: string;
  readonly receivedAt: string;
  readonly evidence: readonly string[];
  readonly paid: boolean;
}

const START = 1_790_000_000;

/** doubleSpend makes a note of `issuer` whose holder signed it over to several people; `hops` transfers each. */
export function doubleSpend(
  serial: string,
  { issuer, bank, ways = 2, hops = 1 }: { issuer: PrivateKey; bank: PrivateKey; ways?: number; hops?: number },
): DoubleSpend {
  const holder = keyOf(`${serial} holder`);
  const note = signStatement(
    'note+jwt',
    { iat: START, jti: serial, cls: 'endorsed', val: { amt: '20.00', cur: 'EUR' }, cnf: { jwk: jwkOf(holder) } },
    issuer,
  );
  const claimants: PrivateKey[] = [];
  const claims = Array.from({ length: ways }, (_, way): ClaimJson => {
    const transcript = [note.text];
    let [from, previous] = [holder, note.digest as string];
    for (let hop = 0; hop < hops; hop += 1) {
      const to = keyOf(`${serial} ${way} ${hop}`);
      const step = signStatement(
        'transfer+jwt',
        { iat: START + 60 * (hop + 1), sub: note.digest, prv: previous, cnf: { jwk: jwkOf(to) } },
        from,
        { withKey: false },
      );
      transcript.push(step.text);
      [from, previous] = [to, step.digest];
    }
    const redemption = signStatement(
      'redemption+jwt',
      { iat: START + 60 * (hops + 1), sub: note.digest, prv: previous, aud: bank.id, jti: `r-${way}` },
      from,
      { withKey: false },
    );
    claimants.push(from);
    return {
      transcript: [...transcript, redemption.text],
      bank: bank.id,
      receivedAt: new Date((START + 86_400 + way) * 1_000).toISOString(),
      evidence: [],
      paid: false,
    };
  });
  return { serial, note: note.digest, issuer, holder, claimants, claims };
}

/** say signs a statement of any kind. */
export const say = (kind: Parameters<typeof signStatement>[0], claims: Claims, key: PrivateKey): string =>
  signStatement(kind, { iat: START + 90_000, ...claims }, key).text;
