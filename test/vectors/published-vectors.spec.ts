/** Published test vectors against both verifiers; where each set came from is in SOURCES.md. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isValidSchnorr, makeNativeVerifier, native, portable, rememberKeys, rememberSignatures, secondOpinion, type Suite, type Verifier } from '#statements';

interface Case {
  readonly id: number | string;
  readonly suite: Suite;
  readonly point: Buffer;
  readonly message: Buffer;
  readonly signature: Buffer;
}
interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk?: string; readonly uncompressed?: string };
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string }[];
  }[];
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const expected = JSON.parse(read('expected.json')) as Record<
  string,
  Record<string, { cases: number; accept: (number | string)[] }>
>;

const wycheproof = (file: string, suite: Suite): Case[] =>
  (JSON.parse(read(file)) as WycheproofFile).testGroups.flatMap(({ publicKey, tests }) =>
    tests.map(({ tcId, msg, sig }) => ({
      id: tcId,
      suite,
      point: publicKey.pk === undefined ? hex(publicKey.uncompressed!).subarray(1) : hex(publicKey.pk),
      message: hex(msg),
      signature: hex(sig),
    })),
  );

const speccheck = (file: string): Case[] =>
  (JSON.parse(read(file)) as { message: string; pub_key: string; signature: string }[]).map((row, id) => ({
    id,
    suite: 'Ed25519',
    point: hex(row.pub_key),
    message: hex(row.message),
    signature: hex(row.signature),
  }));

const rfc8032 = (file: string): Case[] =>
  (JSON.parse(read(file)) as { name: string; pk: string; msg: string; sig: string }[]).map((row) => ({
    id: row.name,
    suite: 'Ed25519',
    point: hex(row.pk),
    message: hex(row.msg),
    signature: hex(row.sig),
  }));

/** A line is secret‖public : public : message : signature‖message. */
const signInput = (file: string): Case[] =>
  read(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line, id) => {
      const [, point = '', message = '', signed = ''] = line.split(':');
      return {
        id,
        suite: 'Ed25519',
        point: hex(point),
        message: hex(message),
        signature: hex(signed.slice(0, 128)),
      };
    });

const SETS: readonly (readonly [string, string, Case[]])[] = [
  ['ed25519', 'wycheproof/ed25519_test.json (tcId)', wycheproof('wycheproof/ed25519_test.json', 'Ed25519')],
  ['ed25519', 'ed25519-speccheck/cases.json (index)', speccheck('ed25519-speccheck/cases.json')],
  ['ed25519', 'ed25519-speccheck/scripts-cases.json (index)', speccheck('ed25519-speccheck/scripts-cases.json')],
  ['ed25519', 'rfc8032/rfc8032-section-7.1.json (name)', rfc8032('rfc8032/rfc8032-section-7.1.json')],
  ['ed25519', 'ed25519-sign-input/TESTVECTORS.txt (line index)', signInput('ed25519-sign-input/TESTVECTORS.txt')],
  [
    'ecdsa_p1363',
    'wycheproof/ecdsa_secp256r1_sha256_p1363_test.json (tcId)',
    wycheproof('wycheproof/ecdsa_secp256r1_sha256_p1363_test.json', 'ES256'),
  ],
  [
    'ecdsa_p1363',
    'wycheproof/ecdsa_secp256k1_sha256_p1363_test.json (tcId)',
    wycheproof('wycheproof/ecdsa_secp256k1_sha256_p1363_test.json', 'ES256K'),
  ],
];

const isAccepted = (verifier: Verifier, { suite, point, message, signature }: Case): boolean =>
  verifier.isValidKey(suite, point) && verifier.isValidSignature(suite, point, message, signature);

/** What platforms verify with for which libsodium and libsecp256k1 are not prebuilt. */
const openSsl = makeNativeVerifier({ sodium: null, secp256k1: () => null });

describe.each([native, portable, { ...openSsl, name: 'OpenSSL' }, rememberKeys(rememberSignatures(secondOpinion), 10)])('the $name verifier', (verifier) => {
  it.each(SETS)('accepts exactly the expected cases of %s: %s', (group, name, cases) => {
    const { cases: count, accept } = expected[group]![name]!;
    expect(cases).toHaveLength(count);
    expect(cases.filter((one) => isAccepted(verifier, one)).map(({ id }) => id)).toEqual(accept);
  });

  it('accepts no DER signature, however valid', () => {
    const [good] = SETS[5]![2];
    const { r, s } = { r: good!.signature.subarray(0, 32), s: good!.signature.subarray(32) };
    const der = Buffer.concat([hex('3045'), hex('0220'), r, hex('022100'), s]);
    expect(isAccepted(verifier, good!)).toBe(true);
    expect(isAccepted(verifier, { ...good!, signature: der })).toBe(false);
  });
});

it('accepts exactly the expected cases of BIP-340', () => {
  const rows = read('bip340/test-vectors.csv').trim().split(/\r?\n/).slice(1);
  const { cases, accept } = expected['bip340']!['bip340/test-vectors.csv (index)']!;
  expect(rows).toHaveLength(cases);
  const accepted = rows.flatMap((line) => {
    const [index = '', , point = '', , message = '', signature = ''] = line.split(',');
    return isValidSchnorr(hex(point), hex(message), hex(signature)) ? [Number(index)] : [];
  });
  expect(accepted).toEqual(accept);
});
