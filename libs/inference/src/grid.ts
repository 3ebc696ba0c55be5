/*
 * The grid on which a party's latent type is thought of. Traits are relative: 1 is the market's mean rate, so that the
 * model has no unit to get wrong.
 */

/** Values of the cheating trait L, a factor of two apart: 2^−9 … 2^7. */
export const CHEATS = 17;
/** Values of the collusion trait C, a factor of four apart: 1/64 … 64. */
export const COLLUSIONS = 7;
/** Types (L, C), those of one L side by side. */
export const TYPES = CHEATS * COLLUSIONS;
/** Values of a side trait, a factor of three apart: 1/27 … 81. */
export const SIDES = 8;
/** Values of the rate f of a bank and an accomplice: none, or one of ten a factor of 2.5 apart up to the most. */
export const ACCOMPLICES = 11;

/**
 * Kinds of candour beside the ordinary: how far evidence shown in good faith is drawn as culprits' is, and evidence shown
 * as a culprit as honest parties' is (candour.ts).
 */
export const CANDOURS = 4;
export const SLOPPY = Float64Array.of(0.4, 0.85, 0, 0);
export const FEIGNED = Float64Array.of(0, 0, 0.2, 0.4);

/** A party's side traits, one for each shape: how often it is robbed, loses a key, has an accident. */
export const SIDE_TRAITS = 3;

const powersOf = (base: number, first: number, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => {
    let power = 1;
    for (let k = 0; k < Math.abs(first + i); k += 1) power *= base;
    return first + i < 0 ? 1 / power : power;
  });

export const CHEAT = powersOf(2, -9, CHEATS);
export const COLLUSION = powersOf(4, -3, COLLUSIONS);
export const SIDE = powersOf(3, -3, SIDES);

/** The greatest f: the share of all copies that one bank makes for one accomplice. */
const MOST_LEAKED = 0.3;
export const ACCOMPLICE = powersOf(2.5, 1 - ACCOMPLICES, ACCOMPLICES).map((f, i) => (i === 0 ? 0 : f * MOST_LEAKED));
