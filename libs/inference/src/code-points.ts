/** compareCodePoints orders strings by Unicode code point (UTF-16 order differs beyond U+FFFF, a locale's order anywhere). */
export function compareCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i += 1) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

// A surrogate stands for a code point above U+FFFF, so it ranks above the units U+E000…U+FFFF that follow it numerically.
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
