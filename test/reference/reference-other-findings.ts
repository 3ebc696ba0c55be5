// reissue, identity_revealed, ill_made_note, counter_reuse, time_inversion, compromised_key.
import { byCodePoint } from './reference-json.ts';
import { spendHolds } from './reference-claim.ts';
import { reveal } from './reference-one-show.ts';
import { member, numberOf } from './reference-statement.ts';
import {
  answerOf,
  claimsWith,
  classOf,
  digestsOf,
  distinct,
  indexes,
  isRegisteredBank,
  placeOf,
  smallest,
  soundNotes,
} from './reference-finding.ts';
import type { Finding, Placed, World } from './reference-finding.ts';
import type { Statement } from './reference-statement.ts';

/** Statements of evidence after those of sound transcripts, the former by digest. */
const evidenceOf = (world: World, typ: string): Statement[] =>
  world.evidence.filter((statement) => statement.typ === typ).sort((a, b) => byCodePoint(a.digest, b.digest));

/** "the issuer signed two notes with the same `jti` (in sound claims or in evidence)" */
export function reissues(world: World): Placed[] {
  const first = soundNotes(world)[0];
  if (first === undefined) return []; // "a reissue shown by evidence needs a sound claim on one of the notes"
  const same = [...soundNotes(world), ...evidenceOf(world, 'note+jwt')].filter(
    (note) => note.iss === first.iss && member(note, 'jti') === member(first, 'jti'),
  );
  // ambiguous: the order of the notes: those of sound claims by their first claim, then those of evidence by digest.
  const notes = digestsOf(same);
  if (notes.length < 2) return [];
  const finding = { parties: [first.iss], claims: indexes(world.sound), binds: 'key_proven' as const, proof: notes };
  return [{ place: 0, finding: { code: 'reissue', ...finding } }];
}

/** "two valid one-show spends of one note" that differ in d */
export function oneShowFindings(world: World): Placed[] {
  const found: Placed[] = [];
  for (const note of soundNotes(world)) {
    if (note.payload.get('cls') !== 'one-show') continue;
    const claims = claimsWith(world, note.digest);
    // ambiguous: a spend in evidence counts as one in a transcript ("Evidence counts wherever in the submission it
    // stands"; one-show spends are not among what is "looked for in sound transcripts only"). It needs a sound claim.
    const inEvidence = evidenceOf(world, 'spend+jwt').filter(
      (spend) => member(spend, 'sub') === note.digest && spendHolds(note, spend),
    );
    const spends = [...claims.map((claim) => claim.chain[1]!), ...inEvidence];
    const ds = distinct(spends.map((spend) => answerOf(note, spend).d));
    if (ds.length < 2) continue;
    const records = ds.map((d) => spends.filter((spend) => answerOf(note, spend).d === d));
    const answers = records.map((same) => answerOf(note, same[0]!));
    // ambiguous: the spends stand by their first claim, then those of evidence alone by digest.
    const proof = [note.digest, ...records.map(smallest)];
    const shared = { claims: indexes(claims), binds: 'key_proven' as const, proof };
    // Any two with different r2 give the same u: two different u would give the logarithm of g2 to g1.
    const identity = answers.map((answer) => reveal(answers[0]!, answer)).find((name) => name !== null);
    if (identity === undefined) {
      found.push({ place: 0, finding: { code: 'ill_made_note', parties: [note.iss], ...shared } });
      continue;
    }
    const registrations = world.evidence.filter(
      ({ typ, iss, payload }) =>
        typ === 'registration+jwt' && payload.get('idn') === identity && isRegisteredBank(world, iss),
    );
    // ambiguous: the order of several parties under one identity: by code point.
    const parties = distinct(registrations.map((statement) => member(statement, 'sub')!)).sort(byCodePoint);
    found.push({ place: 0, finding: { code: 'identity_revealed', parties, ...shared, identity } });
  }
  return found;
}

/** "a key signed two different statements with one `ctr`, under a note of class attested or being named by …" */
export function counterReuses(world: World): Placed[] {
  const named = evidenceOf(world, 'attestation+jwt').map((statement) => member(statement, 'sub'));
  const counted = world.sound.flatMap((claim) =>
    claim.chain.filter(
      (statement) =>
        ['transfer+jwt', 'redemption+jwt'].includes(statement.typ) &&
        numberOf(statement, 'ctr') !== undefined &&
        (classOf(claim) === 'attested' || named.includes(statement.iss)),
    ),
  );
  const name = (statement: Statement): string => `${statement.iss} ${numberOf(statement, 'ctr')}`;
  const found: Placed[] = [];
  for (const uses of distinct(counted.map(name))) {
    const statements = counted.filter((statement) => name(statement) === uses);
    const proof = digestsOf(statements);
    if (proof.length < 2) continue;
    const claims = world.sound.filter((claim) => proof.some((digest) => placeOf(claim, digest) >= 0));
    const place = Math.min(...proof.map((digest) => placeOf(claims[0]!, digest)).filter((at) => at >= 0));
    const shared = { claims: indexes(claims), binds: 'key_proven' as const, proof };
    found.push({ place, finding: { code: 'counter_reuse', parties: [statements[0]!.iss], ...shared } });
  }
  return found;
}

/** "dated more than 86,400 s before the one it follows; each once" */
export function timeInversions(world: World): Placed[] {
  const found: Placed[] = [];
  for (const claim of world.sound) {
    claim.chain.forEach((later, place) => {
      const earlier = claim.chain[place - 1];
      if (earlier === undefined || !(earlier.iat - later.iat > 86_400)) return;
      if (found.some(({ finding }) => finding.proof[1] === later.digest)) return;
      const claims = indexes(claimsWith(world, later.digest));
      const proof = [earlier.digest, later.digest];
      found.push({
        place,
        finding: { code: 'time_inversion', parties: [later.iss], claims, binds: 'claimed', proof },
      });
    });
  }
  return found;
}

/** "The moment of a notice is its earliest timestamp, where there is one, else its `iat`" */
function momentOf(world: World, notice: Statement): number {
  const stamps = evidenceOf(world, 'timestamp+jwt').filter((stamp) => member(stamp, 'ref') === notice.digest);
  return stamps.length > 0 ? Math.min(...stamps.map((stamp) => stamp.iat)) : notice.iat;
}

export function compromisedKeys(world: World): Placed[] {
  const found: Placed[] = [];
  const firstReceived = Math.min(...world.sound.map((claim) => claim.submitted.receivedAt));
  for (const notice of evidenceOf(world, 'compromise+jwt')) {
    const key = member(notice, 'sub')!;
    const byItself = notice.iss === key;
    const byItsBank = world.evidence.some(
      ({ typ, iss, payload }) =>
        typ === 'registration+jwt' && iss === notice.iss && payload.get('sub') === key && isRegisteredBank(world, iss),
    );
    if (!byItself && !byItsBank) continue;
    // "covers a signer at the time of its statement": from `snc` on, that second included.
    const covered = (statement: Statement): boolean =>
      statement.iss === key && statement.iat >= numberOf(notice, 'snc')!;
    const claims = world.sound.filter((claim) => claim.chain.some(covered));
    if (claims.length === 0) continue;
    const finding: Finding = {
      code: 'compromised_key',
      parties: [key],
      claims: indexes(claims),
      when: momentOf(world, notice) < firstReceived ? 'before' : 'after',
      binds: byItself ? 'claimed' : 'bank_asserted',
      proof: [notice.digest],
    };
    // ambiguous: two notices that make the same finding but for their digest "would prove the same", and the smallest
    // does (evidence comes by digest); where they differ in claims, when or binds each is a finding.
    const prior = found.some(
      (other) => JSON.stringify({ ...other.finding, proof: finding.proof }) === JSON.stringify(finding),
    );
    if (!prior) found.push({ place: claims[0]!.chain.findIndex(covered), finding });
  }
  return found;
}
