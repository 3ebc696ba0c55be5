/** A decided case in words: its parties by letter, findings, hypotheses and evidence as a bank's officer would say them. */
import { STARTING_ODDS, type Award, type Weight } from '#arbitration';
import type { Branch } from '#custody';
import { OTHER_EVIDENCE, OTHER_RECORDS } from '#inference';
import { shortId } from './describe-statement.ts';
import type { ToldCase, ToldFinding, ToldQuestion } from './told-case.ts';

/** Names for the people of one case: `A`, `B`, … and `the issuer`, with the letters' ids. */
export interface Cast {
  readonly nameOf: (party: string) => string;
  /** Every party with a letter, in order: name and id. */
  readonly list: readonly (readonly [name: string, id: string])[];
  /** Claims by the digest of their redemption: `claim 0`. */
  readonly claimOf: (digest: string) => string;
}

/** In longer chains who only passed the note on is called by its id. */
const MOST_ON_THE_WAY = 24;

/** castOf gives the claimants letters in the claims' order, then everybody else whom a finding or question names. */
export function castOf({ examination, questions }: ToldCase): Cast {
  const issuer = examination.terms?.issuer ?? null;
  const ids = new Set<string>();
  for (const { claimant } of examination.claims) if (claimant !== null) ids.add(claimant);
  for (const { parties, branches } of examination.findings) {
    for (const party of [...parties, ...(branches ?? []).map(({ next }) => next)]) ids.add(party);
  }
  for (const { question } of questions) if (question.fork !== null) ids.add(question.fork.holder);
  const onTheWay = examination.graph.steps.flatMap(({ nextKey }) => nextKey?.id ?? []);
  if (onTheWay.length <= MOST_ON_THE_WAY) for (const id of onTheWay) ids.add(id);
  if (issuer !== null) ids.delete(issuer);
  const names = new Map([...ids].map((id, i) => [id, letter(i)]));
  const claims = new Map<string, string>();
  for (const { digest, index } of examination.claims) {
    if (digest !== null && !claims.has(digest)) claims.set(digest, `claim ${index}`);
  }
  return {
    nameOf: (party) => (party === issuer ? 'the issuer' : (names.get(party) ?? shortId(party))),
    list: [
      ...(issuer === null ? [] : [['the issuer', issuer] as const]),
      ...[...names].map(([id, name]) => [name, id] as const),
    ],
    claimOf: (digest) => claims.get(digest) ?? shortId(digest),
  };
}

/** A, B, … Z, A2, B2, … */
const letter = (i: number): string => `${String.fromCharCode(65 + (i % 26))}${i < 26 ? '' : Math.floor(i / 26) + 1}`;

/** listed joins names: `A, B and C`; a long list is cut. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** findingInWords says what a finding shows, in one sentence. */
export function findingInWords(
  { code, parties, branches, identity, when, claims }: ToldFinding,
  { nameOf }: Cast,
): string {
  const who = listed(parties.map(nameOf));
  switch (code) {
    case 'fork':
      return `The key of ${who} signed the same holding over more than once: ${forkWays(parties[0]!, branches ?? [], nameOf)}.`;
    case 'duplicate':
      return `${who} redeemed the same holding more than once.`;
    case 'replay':
      return `The same redemption of ${who} was presented ${claims.length} times; it counts as one claim.`;
    case 'delivery_fork':
      return `${who} says in signed deliveries to have handed the same bearer note to ${listed((branches ?? []).map(({ next }) => nameOf(next)))}.`;
    case 'copy':
      return `${who} each had the same bearer note to redeem or to hand on; it names no holder, and all copies are alike.`;
    case 'reissue':
      return `The issuer signed more than one note with the same serial.`;
    case 'identity_revealed':
      return `The note was spent more than once, and its responses give away the payer’s identity ${shortId(identity!)}: ${
        parties.length === 0 ? 'no registration names it here' : `registered to ${who}`
      }.`;
    case 'ill_made_note':
      return 'The note was spent more than once and was made so that it can name nobody; the issuer made it.';
    case 'counter_reuse':
      return `The device of ${who} used one counter value twice: it was copied, rolled back or is broken.`;
    case 'time_inversion':
      return `${who} dated a statement more than a day before the one it follows.`;
    case 'compromised_key':
      return `A notice says that the key of ${who} had leaked; it came ${when!} the first claim.`;
    default:
      return code satisfies never;
  }
}

/** To whom a holding went: `to B and C`, `twice to B`, `to B, and redeemed by A`. */
function forkWays(holder: string, branches: readonly Branch[], nameOf: Cast['nameOf']): string {
  const others = branches.filter(({ next }) => next !== holder).map(({ next }) => nameOf(next));
  const different = [...new Set(others)];
  const times = different.length === 1 && others.length > 1 ? 'more than once ' : '';
  const redeemed = others.length < branches.length ? `, and ${nameOf(holder)} redeemed it too` : '';
  return `${times}to ${listed(different)}${redeemed}`;
}

/** bindingInWords says how strongly a finding binds. */
export const bindingInWords = ({ binds }: ToldFinding): string =>
  ({
    key_proven: 'proved by signatures',
    bank_asserted: 'on a bank’s word',
    claimed: 'on the parties’ word',
  })[binds];

/** hypothesisInWords says what would have happened. */
export function hypothesisInWords(
  question: ToldQuestion,
  id: string,
  culprits: readonly string[],
  { nameOf }: Cast,
): string {
  const [first = '', second = ''] = culprits.map(nameOf);
  const holder = question.fork === null ? '' : nameOf(question.fork.holder);
  switch (id.slice(0, id.indexOf(':'))) {
    case 'theft':
      return `${first} copied it from the other`;
    case 'collusion':
      return `${first} and ${second} work together`;
    case 'issuer_leak':
      return second === ''
        ? `${first} redeemed a copy of its own note`
        : `the issuer slipped ${first === 'the issuer' ? second : first} a copy`;
    case 'double_spend':
      return question.shape === 'duplicate' ? `${first} tried to be paid twice` : `${first} spent it twice`;
    case 'key_theft':
      return `${first} used the stolen key of ${holder}`;
    case 'accident':
      return 'an accident: a retry, or a wallet restored from backup';
    default:
      return question.shape === 'fork' ? `an outsider used the key of ${holder}` : 'an outsider is behind it';
  }
}

/** culpritsOf gives the parties that a hypothesis names (spec "facts"): those behind the colon of its id. */
export const culpritsOf = (hypothesis: string): string[] =>
  hypothesis
    .slice(hypothesis.indexOf(':') + 1)
    .split('+')
    .filter((party) => party !== '');

/** titleOf asks the question as a person would. */
export function titleOf({ shape, fork, claims }: ToldQuestion, { nameOf }: Cast): string {
  switch (shape) {
    case 'copy':
      return 'Who copied the note?';
    case 'fork':
      return `Who made the key of ${nameOf(fork!.holder)} sign twice?`;
    case 'duplicate':
      return `Why did ${nameOf(claims[0]!.claimant)} redeem twice?`;
    default:
      return shape satisfies never;
  }
}

const EVIDENCE: Readonly<Record<string, string>> = {
  'receipt=none': 'has no receipt',
  'receipt=own': 'has a receipt signed by itself only',
  'receipt=countersigned': 'has its payer’s signature for it',
  'check=none': 'did not ask the issuer before taking it',
  'check=online': 'asked the issuer before taking it',
  'device=none': 'has no attested device',
  'device=software': 'keeps its key in attested software',
  'device=hardware': 'keeps its key in attested hardware',
  'timestamp=none': 'has no witness of the time',
  'timestamp=witnessed': 'has a witness of the time',
  'testimony=none': 'has not testified',
  'testimony=given': 'testified',
  'testimony=contradicted': 'testified, and is contradicted',
  'response=prompt': 'answered promptly',
  'response=late': 'answered late',
  'response=silent': 'did not answer',
  'binding=bare': 'holds a bare bearer note',
  'binding=chained': 'holds a note with a chain of custody',
  'gap=seconds': 'the claims came within a minute',
  'gap=minutes': 'the claims came within an hour',
  'gap=hours': 'the claims came within a day',
  'gap=days': 'the claims came days apart',
  'same_bank=yes': 'all claims at one bank',
  'same_bank=no': 'the claims at different banks',
  [OTHER_RECORDS]: 'records of all others',
  [OTHER_EVIDENCE]: 'what all others can show',
  'notice=none': 'nobody gave notice that the holder’s key had leaked',
  'notice=before': 'notice that the holder’s key had leaked came before the claims',
  'notice=after': 'notice that the holder’s key had leaked came after the claims',
};

/** weightInWords names what a weight of evidence is about. */
export function weightInWords(question: ToldQuestion, { about, item }: Weight, cast: Cast): string {
  if (item === STARTING_ODDS) return 'one answer among several, all alike';
  if (item === 'prior') return 'how often each thing happens';
  if (item === 'reputation') return `record of ${cast.nameOf(about)}`;
  const words = EVIDENCE[item] ?? item.replace('=', ': ');
  const claim = question.claims.find(({ id }) => id === about);
  if (claim === undefined) return words;
  // Whoever claims more than once is told apart by the claim.
  const isAlone = question.claims.filter(({ claimant }) => claimant === claim.claimant).length === 1;
  return `${cast.nameOf(claim.claimant)} ${words}${isAlone ? '' : ` (${cast.claimOf(about)})`}`;
}

/** percent writes ppm as people do; what is not certain is never written as 0 % or 100 %. */
export function percent(ppm: number): string {
  if (ppm > 0 && ppm < 500) return '< 0.1 %';
  if (ppm > 999_500 && ppm < 1_000_000) return '> 99.9 %';
  return `${(ppm / 10_000).toFixed(1)} %`;
}

/** decibans writes a weight of evidence with its sign. */
export const decibans = (milliban: number): string =>
  `${milliban < 0 ? '−' : '+'}${(Math.abs(milliban) / 100).toFixed(2)}`;

/** headlineOf tells a case in one line. */
export function headlineOf({ examination, questions, awards }: ToldCase, cast: Cast): string {
  const { outcome, claims, findings } = examination;
  switch (outcome) {
    case 'split':
      return 'Frozen: the two verifiers differ on a signature, so nothing is decided';
    case 'no_sound_claim':
      return claims.length === 0 ? 'No claim was made' : 'No claim is sound: none is paid';
    case 'no_conflict': {
      const paid = awards.find(({ act }) => act === 'pay');
      return `One sound claim, no conflict: ${paid === undefined ? 'nothing to decide' : `${cast.claimOf(paid.claim)} is paid`}`;
    }
    case 'decided': {
      const deciding = findings.find(({ code }) => ['reissue', 'identity_revealed', 'ill_made_note'].includes(code));
      return deciding === undefined ? 'Decided by what the signatures prove' : findingInWords(deciding, cast);
    }
    case 'question': {
      const parts = questions.map(({ question, answers }) => {
        const [leading] = answers;
        const words = hypothesisInWords(question, leading!.id, leading!.culprits, cast);
        return `${titleOf(question, cast)} Most likely ${words} (${percent(leading!.ppm)})`;
      });
      const asked = parts.length > 2 ? [...parts.slice(0, 2), `And ${parts.length - 2} more questions`] : parts;
      return `${asked.join('. ')}: ${actionInWords(awards, cast)}`;
    }
    default:
      return outcome satisfies never;
  }
}

/** actionInWords says what to do: `pay claim 0`, `hold all claims`. */
function actionInWords(awards: readonly Award[], cast: Cast): string {
  const paid = awards.filter(({ act }) => act === 'pay').map(({ claim }) => cast.claimOf(claim));
  const shared = awards.filter(({ act }) => act === 'share').map(({ claim }) => cast.claimOf(claim));
  if (paid.length > 0) return `pay ${listed(paid)}`;
  if (shared.length > 0) return `share between ${listed(shared)}`;
  return awards.some(({ act }) => act === 'hold') ? 'hold until more is known' : 'pay nobody';
}
