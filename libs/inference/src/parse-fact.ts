import type { ClaimFact, ConflictFact, Fact, Features, ForkFact, Problem, Shape } from './fact.ts';

type Members = Readonly<Record<string, unknown>>;

/** Thrown and caught inside this file only: a reader that stops at the first bad member needs no plumbing. */
class Refusal extends Error {}

const SHAPES: ReadonlySet<string> = new Set<Shape>(['copy', 'fork', 'duplicate']);

/**
 * parseFact reads one already-parsed JSON value as a fact, or says which member is missing or mistyped. Unknown
 * members are ignored; `features` may be missing (nothing is known), every other member of facts.md is required.
 */
export function parseFact(value: unknown): Fact | Problem {
  try {
    return readFact(value);
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
}

function readFact(value: unknown): Fact {
  const record = readObject(value, 'a record');
  const kind = own(record, 'kind');
  switch (kind) {
    case 'bank':
      return { kind, at: readTime(record, ''), bank: readName(record, 'bank', '') };
    case 'registration':
      return {
        kind,
        at: readTime(record, ''),
        party: readName(record, 'party', ''),
        bank: readName(record, 'bank', ''),
      };
    case 'activity':
      return {
        kind,
        at: readTime(record, ''),
        party: readName(record, 'party', ''),
        bank: readName(record, 'bank', ''),
        settled: readSettled(record),
      };
    case 'conflict':
      return readConflict(record);
    case 'resolution':
      return {
        kind,
        at: readTime(record, ''),
        conflict: readName(record, 'conflict', ''),
        hypothesis: readName(record, 'hypothesis', ''),
      };
    case undefined:
      throw new Refusal('kind is missing');
    default:
      throw new Refusal(
        `kind ${JSON.stringify(kind)} is not one of bank, registration, activity, conflict, resolution`,
      );
  }
}

function readConflict(record: Members): ConflictFact {
  const at = readTime(record, '');
  const id = readName(record, 'id', '');
  const shape = readShape(record);
  const issuer = readName(record, 'issuer', '');
  const listed = own(record, 'claims');
  if (!Array.isArray(listed)) throw new Refusal('claims must be an array');
  const claims = listed.map((claim: unknown, index) => readClaim(claim, `claims[${index}]`));
  const features = readFeatures(record, '');
  const claimants = new Set(claims.map((claim) => claim.claimant));
  if (claims.length === 0) throw new Refusal('claims must not be empty');
  if (shape === 'copy' && claimants.size < 2) throw new Refusal('claims of a copy must name two claimants or more');
  if (shape === 'duplicate' && claimants.size > 1) throw new Refusal('claims of a duplicate must name one claimant');
  const conflict = { kind: 'conflict', at, id, shape, issuer, claims, features } as const;
  return shape === 'fork' ? { ...conflict, fork: readFork(record) } : conflict;
}

function readClaim(value: unknown, path: string): ClaimFact {
  const claim = readObject(value, path);
  return {
    id: readName(claim, 'id', `${path}.`),
    claimant: readName(claim, 'claimant', `${path}.`),
    bank: readName(claim, 'bank', `${path}.`),
    at: readTime(claim, `${path}.`),
    features: readFeatures(claim, `${path}.`),
  };
}

function readFork(record: Members): ForkFact {
  const value = own(record, 'fork');
  if (value === undefined) throw new Refusal('fork is missing from a conflict of shape fork');
  const fork = readObject(value, 'fork');
  const holder = readName(fork, 'holder', 'fork.');
  const next = own(fork, 'next');
  if (!Array.isArray(next) || next.length === 0) throw new Refusal('fork.next must be an array that is not empty');
  return { holder, next: next.map((party: unknown, index) => nameOf(party, `fork.next[${index}]`)) };
}

function readShape(record: Members): Shape {
  const shape = readName(record, 'shape', '');
  if (!SHAPES.has(shape)) throw new Refusal(`shape ${JSON.stringify(shape)} is not one of copy, fork, duplicate`);
  return shape as Shape;
}

function readFeatures(record: Members, path: string): Features {
  const value = own(record, 'features');
  if (value === undefined) return new Map();
  const features = new Map<string, string>();
  for (const [name, told] of Object.entries(readObject(value, `${path}features`))) {
    // Many writers say null where they have nothing to say: a feature that is missing.
    if (told === null) continue;
    if (typeof told !== 'string') throw new Refusal(`${path}features[${JSON.stringify(name)}] must be a string`);
    features.set(name, told);
  }
  return features;
}

/** Beyond, sums of times are no longer finite. */
const LAST = 1e100;

function readTime(record: Members, path: string): number {
  const at = readNumber(record, 'at', path);
  if (Math.abs(at) > LAST) throw new Refusal(`${path}at must lie between -1e100 and 1e100`);
  return at;
}

function readSettled(record: Members): number {
  const settled = readNumber(record, 'settled', '');
  if (settled < 0) throw new Refusal('settled must not be negative');
  if (settled > Number.MAX_SAFE_INTEGER) throw new Refusal('settled must not exceed 2^53 - 1');
  return settled;
}

function readNumber(record: Members, member: string, path: string): number {
  const value = own(record, member);
  if (value === undefined) throw new Refusal(`${path}${member} is missing`);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Refusal(`${path}${member} must be a finite number`);
  }
  return value;
}

function readName(record: Members, member: string, path: string): string {
  const value = own(record, member);
  if (value === undefined) throw new Refusal(`${path}${member} is missing`);
  return nameOf(value, `${path}${member}`);
}

function nameOf(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new Refusal(`${path} must be a string that is not empty`);
  return value;
}

function readObject(value: unknown, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(`${what} must be an object`);
  }
  return value as Members;
}

// Only a record's own members count: `constructor` and the like, inherited from Object, are nobody's statement.
function own(record: Members, member: string): unknown {
  return Object.hasOwn(record, member) ? record[member] : undefined;
}
