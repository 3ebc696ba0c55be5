/** Who lives in the demo. Every key follows from a public text: whoever reads this can sign as any of them. */
import { makeIdentity, makePrivateKey, scalarFrom, type PrivateKey, type Suite } from '#statements';
import { bytesOf, type Source } from './random.ts';

export interface Bank {
  readonly name: string;
  readonly key: PrivateKey;
}

export interface Holder {
  readonly name: string;
  readonly key: PrivateKey;
  readonly bank: Bank;
  /** Settlements a month. */
  readonly pace: number;
  readonly isCrook: boolean;
  /** The secret of its one-show identity. */
  readonly u: bigint;
  /** The device that its key is in was vouched for by its maker. */
  readonly hasDevice: boolean;
}

export interface Town {
  readonly banks: readonly [north: Bank, south: Bank, east: Bank, west: Bank];
  /** Those of whom the drawn cases tell. */
  readonly holders: readonly Holder[];
  /** Those of whom the stories tell. */
  readonly cast: readonly Holder[];
  /** Stamps what it sees. */
  readonly witness: PrivateKey;
  /** Vouches for devices. */
  readonly maker: PrivateKey;
}

const NAMES =
  'Agnes Bruno Clara Dario Edith Felix Gilda Henri Ilse Jonas Kira Leon Mara Nils Olga Paul Ruth Sven Tilda Udo Viola Wim'.split(
    ' ',
  );
const SUITES: readonly Suite[] = ['Ed25519', 'Ed25519', 'Ed25519', 'ES256', 'ES256K'];
/** Every so many-th of the drawn holders lives on fraud. */
const CROOKED = 7;

/** The people of the stories in examples/: their suite, their bank, and what they settle in a month. */
const CAST: readonly (readonly [name: string, suite: Suite, bank: 0 | 1 | 2, pace: number])[] = [
  ['vera', 'ES256', 1, 40],
  ['finn', 'Ed25519', 2, 2],
  ['ada', 'Ed25519', 0, 12],
  ['ben', 'ES256', 1, 9],
  ['cleo', 'Ed25519', 1, 14],
  ['dora', 'Ed25519', 2, 3],
  ['emil', 'Ed25519', 0, 11],
  ['fay', 'Ed25519', 2, 8],
  ['greta', 'Ed25519', 1, 22],
  ['hugo', 'Ed25519', 2, 10],
  ['alice', 'Ed25519', 0, 25],
  ['iris', 'Ed25519', 1, 18],
  ['bob', 'ES256', 1, 15],
  ['carol', 'ES256K', 2, 7],
];

const keyFrom = (suite: Suite, text: string): PrivateKey =>
  makePrivateKey(suite, bytesOf(text).subarray(0, suite === 'Ed25519' ? 32 : 48));

/** The key that `assize keygen --seed` made for somebody of examples/, so that every example fits the demo. */
const exampleKey = (suite: Suite, name: string): PrivateKey =>
  keyFrom(suite, `assize/keygen/${suite}/assize examples: ${name}`);

/** buildTown makes the demo’s people: of the drawn ones, who they are follows from the source. */
export function buildTown(source: Source, seed: number): Town {
  const banks: Town['banks'] = [
    { name: 'north', key: exampleKey('Ed25519', 'north') },
    { name: 'south', key: exampleKey('ES256', 'south') },
    { name: 'east', key: exampleKey('Ed25519', 'east') },
    { name: 'west', key: keyFrom('ES256K', `assize demo: west, ${seed}`) },
  ];
  const secretOf = (name: string): bigint => scalarFrom(bytesOf(`assize demo identity: ${name}, ${seed}`));
  const holders = NAMES.map((name, i): Holder => {
    const isCrook = i % CROOKED === CROOKED - 2;
    return {
      name,
      key: keyFrom(source.pick(SUITES), `assize demo: ${name}, ${seed}`),
      bank: banks[i % banks.length]!,
      pace: isCrook ? source.whole(2, 6) : source.whole(6, 30),
      isCrook,
      u: secretOf(name),
      hasDevice: source.chance(isCrook ? 0.2 : 0.6),
    };
  });
  const cast = CAST.map(([name, suite, bank, pace]): Holder => ({
    name,
    key: exampleKey(suite, name),
    bank: banks[bank],
    pace,
    isCrook: false,
    u: secretOf(name),
    hasDevice: false,
  }));
  return { banks, holders, cast, witness: exampleKey('Ed25519', 'witness'), maker: exampleKey('Ed25519', 'maker') };
}

/** identityOf is the public half of a holder's one-show identity, which its bank vouches for. */
export const identityOf = ({ u }: Holder): string => makeIdentity(u);
