import { naturalLog } from './elementary.ts';
import { roundLog } from './dyadic.ts';
import type { Shape } from './fact.ts';
import { MECHANISMS, type Slate } from './hypotheses.ts';
import type { Market } from './market.ts';

/*
 * What the parties' records say for a hypothesis is a product of what each of them is believed to be (see
 * `weighConflict`), so its logarithm is a sum over parties: the cheat's, each colluder's, the victim's.
 */

/** ln of each party's part, by slot: as a cheat, as a colluder, as an accomplice, and as who is done harm to. */
export interface Records {
  readonly shape: Shape;
  /** Slots of the holder of a fork and of the issuer of a copy (−1: neither). */
  readonly holder: number;
  readonly issuer: number;
  readonly claims: Float64Array;
  readonly claimants: number;
  readonly cheat: Float64Array;
  readonly collusion: Float64Array;
  readonly leak: Float64Array;
  readonly side: Float64Array;
  /** What candour takes off the evidence of a culprit. */
  readonly discount: Float64Array;
  /** ln of what the records say for a collusion of two slots. */
  readonly pair: (a: number, b: number) => number;
  /** By slot of a copy: ln of the mean robbed trait of the others. */
  readonly victims: Float64Array;
}

/** What stood on the scales of one draft, as it stood: logarithms are taken only where somebody asks why. */
export interface StoodFigures {
  readonly shape: Shape;
  readonly issuer: number;
  readonly cheatCollusion: number;
  /** By slot, one after another: whether it takes part, L, C times y, leaks, side trait, discount of evidence. */
  readonly bySlot: readonly number[];
}

const FIGURES = 6;

/** figuresOn copies what stands on the scales of the draft. */
export function figuresOn({ scales, history }: Market, shape: Shape, slate: Slate): StoodFigures {
  const c = history.count;
  const s0 = history.slots[c]!;
  const bySlot: number[] = [];
  for (let s = 0; s < slate.parties.length; s += 1) {
    bySlot.push(
      history.takesPart[s0 + s]!,
      scales.cheat[s]!,
      scales.collusion[s]!,
      scales.leak[s]!,
      scales.side[s]!,
      scales.discount[s]!,
    );
  }
  return { shape, issuer: history.issuerSlot[c]!, cheatCollusion: scales.cheatCollusion, bySlot };
}

/** openRecords takes the logarithms of what stood on the scales. */
export function openRecords({ shape, issuer, cheatCollusion, bySlot }: StoodFigures, slate: Slate): Records {
  const column = (figure: number): Float64Array =>
    Float64Array.from({ length: slate.parties.length }, (_, s) => bySlot[s * FIGURES + figure]!);
  const logs = (values: Float64Array): Float64Array => values.map((x) => roundLog(naturalLog(x)));
  const [claims, cheat, own, leak, side, discount] = [0, 1, 2, 3, 4, 5].map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const claimants = claims.reduce((sum, claim) => sum + claim, 0);
  const robbed = claims.reduce((sum, claim, s) => sum + claim * side[s]!, 0);
  const others = Math.max(1, claimants - 1);
  return {
    shape,
    holder: shape === 'fork' ? slate.first[0]! : -1,
    issuer,
    claims,
    claimants,
    cheat: logs(cheat),
    collusion: logs(own),
    leak: logs(leak),
    side: logs(side),
    discount,
    pair: (a, b) => naturalLog((1 - cheatCollusion) * own[a]! * own[b]! + cheatCollusion * cheat[a]! * cheat[b]!),
    victims: side.map((trait) => roundLog(naturalLog(Math.max(1e-300, robbed - trait) / others))),
  };
}

/**
 * recordOf is the part of slot s in what records say for hypothesis h. A theft's victims speak together; of two claimants
 * that is the other one, else the thief's slot speaks for them.
 */
export function recordOf(records: Records, slate: Slate, s: number, h: number): number {
  const isNamed = slate.first[h] === s || slate.second[h] === s;
  return traitsOf(records, slate, s, h) + (isNamed ? records.discount[s]! : 0);
}

function traitsOf(records: Records, slate: Slate, s: number, h: number): number {
  const a = slate.first[h]!;
  const b = slate.second[h]!;
  const isNamed = a === s || b === s;
  switch (MECHANISMS[records.shape][slate.mechanism[h]!]!) {
    case 'theft':
      return theft(records, s, a);
    case 'double_spend':
      return isNamed ? records.cheat[s]! : 0;
    case 'key_theft':
      return isNamed ? records.cheat[s]! : s === records.holder ? records.side[s]! : 0;
    case 'collusion':
      return isNamed ? collusion(records, s, a === s ? b : a) : 0;
    case 'issuer_leak':
      return (b >= 0 && a === records.issuer ? b : a) === s ? records.leak[s]! : 0;
    case 'accident':
      return records.side[s]!;
    case 'unknown':
    default:
      return s === records.holder ? records.side[s]! : 0;
  }
}

// Two who cheat anyhow may collude too: what that adds to the product of their traits is halved between them.
function collusion({ collusion: own, pair }: Records, s: number, other: number): number {
  return own[s]! + (pair(Math.min(s, other), Math.max(s, other)) - own[s]! - own[other]!) / 2;
}

function theft(records: Records, s: number, thief: number): number {
  if (records.claimants === 2) {
    if (s === thief) return records.cheat[s]!;
    return records.claims[s] === 1 ? records.victims[thief]! : 0;
  }
  return s === thief ? records.cheat[s]! + records.victims[s]! : 0;
}
