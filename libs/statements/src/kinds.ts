/** Every kind of statement: what it says, its members and their forms (spec "statements", the table of kinds). */
import {
  amount,
  arrayOf,
  conflictId,
  count,
  division,
  element,
  id,
  integer,
  listOf,
  oneOf,
  oneShowNote,
  oneShowSpend,
  ppm,
  printable,
  record,
  text,
  time,
  type Check,
} from './members.ts';
import { malformed, type Fault } from './fault.ts';
import type { JsonObject } from './json.ts';

interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly check: Check;
}

interface KindRow {
  /** In words, after the signer's name. */
  readonly says: string;
  readonly members: readonly Member[];
  /** The kind states a key in `cnf`: always, where its class asks for one, or never. */
  readonly statesKey: 'always' | 'by class' | 'never';
  /** At most so many characters of compact text. */
  readonly maxLength: number;
}

/** The words that members of a few fixed values can have, by member. */
export const WORDS = {
  cls: ['bearer', 'endorsed', 'attested', 'one-show'],
  lvl: ['hardware', 'software'],
  say: ['received_in_good_faith', 'never_transferred', 'device_lost', 'paid_for_it', 'sent_twice_by_mistake', 'other'],
  do: ['waive', 'object', 'settle', 'withdraw', 'challenge', 'confirm'],
  gnd: ['new_evidence', 'procedure', 'judgment'],
} as const;

export type NoteClass = (typeof WORDS.cls)[number];
export type Kind = (typeof KIND_NAMES)[number];

/** The kinds, by their `typ`, in the specification's order. */
export const KIND_NAMES = [
  'note+jwt',
  'transfer+jwt',
  'delivery+jwt',
  'receipt+jwt',
  'spend+jwt',
  'redemption+jwt',
  'check+jwt',
  'timestamp+jwt',
  'attestation+jwt',
  'compromise+jwt',
  'registration+jwt',
  'testimony+jwt',
  'act+jwt',
  'appeal+jwt',
  'verdict+jwt',
] as const;

const MAX_LENGTH = 8_192;
/** The most characters that any kind may have; only a verdict may have so many. */
export const MAX_COMPACT_LENGTH = 1_048_576;

const must = (name: string, check: Check): Member => ({ name, required: true, check });
const may = (name: string, check: Check): Member => ({ name, required: false, check });
const row = (says: string, members: readonly Member[], statesKey: KindRow['statesKey'] = 'never'): KindRow => ({
  says,
  members: [must('iss', id), must('iat', time), ...members],
  statesKey,
  maxLength: MAX_LENGTH,
});

const nonce = text(1, 128);
const story = text(0, 4_000);
const jti = may('jti', nonce);

export const KINDS: Readonly<Record<Kind, KindRow>> = {
  'note+jwt': row(
    'issues a note',
    [
      must('jti', nonce),
      must('cls', oneOf(...WORDS.cls)),
      must('val', amount),
      may('exp', time),
      may('osh', oneShowNote),
    ],
    'by class',
  ),
  'transfer+jwt': row('passes the note on', [must('sub', id), must('prv', id), may('ctr', count), jti], 'always'),
  'delivery+jwt': row('handed a bearer note over', [must('sub', id), must('to', id), jti]),
  'receipt+jwt': row('took the note', [must('sub', id), must('frm', id), may('ref', id), jti]),
  'spend+jwt': row("records a payer's one-show response", [must('sub', id), must('osh', oneShowSpend), jti], 'always'),
  'redemption+jwt': row('asks a bank to pay', [
    must('sub', id),
    may('prv', id),
    must('aud', id),
    must('jti', nonce),
    may('ctr', count),
  ]),
  'check+jwt': row('says that the note was unspent', [
    must('sub', id),
    must('sts', oneOf('unspent')),
    may('nce', printable),
    jti,
  ]),
  'timestamp+jwt': row('saw a digest', [must('ref', id), jti]),
  'attestation+jwt': row('vouches for a device key', [
    must('sub', id),
    must('lvl', oneOf(...WORDS.lvl)),
    may('mdl', text(0, MAX_LENGTH)),
    may('exp', time),
    jti,
  ]),
  'compromise+jwt': row('says that a key leaked', [must('sub', id), must('snc', time), jti]),
  'registration+jwt': row("vouches for a customer's key", [must('sub', id), may('idn', element), jti]),
  'testimony+jwt': row('answers', [
    must('cas', conflictId),
    must('sub', id),
    must('say', oneOf(...WORDS.say)),
    may('abt', id),
    may('at', time),
    may('txt', story),
    jti,
  ]),
  'act+jwt': row('acts in a case', [
    must('cas', conflictId),
    must('do', oneOf(...WORDS.do)),
    may('ref', id),
    may('abt', id),
    may('div', division),
    may('txt', story),
    jti,
  ]),
  'appeal+jwt': row('appeals a verdict', [
    must('cas', conflictId),
    must('ref', id),
    must('gnd', oneOf(...WORDS.gnd)),
    must('txt', story),
    jti,
  ]),
  'verdict+jwt': {
    ...row('decides', [
      must('jti', nonce),
      must('cas', conflictId),
      must('sub', id),
      must('rnd', count),
      may('prv', id),
      must('inp', id),
      must('mdl', record({ id: text(1, 128), dig: id })),
      must('fnd', listOf({ code: text(1, 64), parties: arrayOf(id), proof: arrayOf(id) })),
      must(
        'qst',
        listOf({
          shape: oneOf('copy', 'fork', 'duplicate'),
          hyp: listOf({ id: text(1, 128), ppm, bare: ppm }),
          std: oneOf('preponderance', 'clear', 'compelling', 'none'),
          out: text(1, 128),
        }),
      ),
      must('clp', listOf({ party: id, ppm })),
      must('awd', listOf({ claim: id, act: oneOf('pay', 'reject', 'share', 'hold'), ppm })),
      must('why', listOf({ about: text(1, 256), item: text(1, 256), milliban: integer })),
      must('apl', time),
    ]),
    maxLength: MAX_COMPACT_LENGTH,
  },
};

/** isKind tells whether a `typ` is one of the kinds. */
export const isKind = (typ: string): typ is Kind => Object.hasOwn(KINDS, typ);

/** checkMembers finds the first member of a payload that is missing or ill-formed. */
export function checkMembers(kind: Kind, payload: JsonObject): Fault | null {
  for (const { name, required, check } of KINDS[kind].members) {
    // None of these names is one that every object inherits, so what is not undefined is the payload's own.
    const value = payload[name];
    if (value === undefined) {
      if (required) return malformed(`payload: "${name}" is missing`);
      continue;
    }
    const problem = check(value);
    if (problem !== null) return malformed(`payload: "${name}" ${problem}`);
  }
  return kind === 'note+jwt' ? checkNoteClass(payload) : null;
}

/** A class says which of `cnf` and `osh` a note has; the other is no member of it. */
function checkNoteClass(note: JsonObject): Fault | null {
  const cls = note['cls'] as NoteClass;
  const wantsKey = cls === 'endorsed' || cls === 'attested';
  if (wantsKey !== Object.hasOwn(note, 'cnf')) {
    return malformed(`payload: a note of class ${cls} ${wantsKey ? 'needs' : 'has no'} "cnf"`);
  }
  const wantsOneShow = cls === 'one-show';
  if (wantsOneShow !== Object.hasOwn(note, 'osh')) {
    return malformed(`payload: a note of class ${cls} ${wantsOneShow ? 'needs' : 'has no'} "osh"`);
  }
  return null;
}
