import { decodeBase64url, makePrivateKey, sha256, type PrivateKey, type Suite } from '#statements';

/** The keys of a simulated market's parties. They follow from a public text: whoever reads this can sign as any of them. */
export interface KeyRing {
  readonly keyOf: (name: string) => PrivateKey;
  /** A hypothesis id with parties' ids in the place of their names. */
  readonly inPartyIds: (hypothesis: string) => string;
}

const SUITES: readonly Suite[] = ['Ed25519', 'Ed25519', 'Ed25519', 'ES256', 'ES256K'];

/** openKeyRing makes the keys of a market as they are asked for, the same for the same market and seed. */
export function openKeyRing(market: string, seed: number): KeyRing {
  const keys = new Map<string, PrivateKey>();
  const bytes = (text: string): Uint8Array =>
    decodeBase64url(sha256(`assize simulation: ${market}, ${seed}, ${text}`))!;
  const keyOf = (name: string): PrivateKey => {
    const known = keys.get(name);
    if (known !== undefined) return known;
    const suite = SUITES[bytes(`${name}'s suite`)[0]! % SUITES.length]!;
    const key = makePrivateKey(
      suite,
      Uint8Array.from([...bytes(`${name} 1`), ...bytes(`${name} 2`)].slice(0, suite === 'Ed25519' ? 32 : 48)),
    );
    keys.set(name, key);
    return key;
  };
  return {
    keyOf,
    inPartyIds(hypothesis) {
      const colon = hypothesis.indexOf(':') + 1;
      const culprits = hypothesis
        .slice(colon)
        .split('+')
        .filter((name) => name !== '');
      // Ids are ASCII, in which the order of UTF-16 is that of code points.
      return (
        hypothesis.slice(0, colon) +
        culprits
          .map((name) => keyOf(name).id as string)
          .toSorted((a, b) => (a < b ? -1 : 1))
          .join('+')
      );
    },
  };
}
