// The forms of members (statements.md, "Parsing is strict", the table) and the members of each kind ("Kinds").
import { codePoints, isId, isNumber, isObject, isString } from './reference-json.ts';
import { readKey } from './reference-keys.ts';
import { isIdentity, readElement, readScalar } from './reference-one-show.ts';
import type { Json, JsonObject } from './reference-json.ts';

type Form = (json: Json) => boolean;

const time: Form = (json) => isNumber(json) && json.number >= 0 && json.number <= 253402300799;
const integer = (json: Json, least: number, most: number): boolean =>
  isNumber(json) && Number.isInteger(json.number) && json.number >= least && json.number <= most;
const text =
  (least: number, most: number): Form =>
  (json) =>
    isString(json) && codePoints(json) >= least && codePoints(json) <= most;
const oneOf =
  (...values: string[]): Form =>
  (json) =>
    isString(json) && values.includes(json);
// ambiguous: "printable ASCII" of `nce`; the space is taken as printable (U+0020 to U+007E).
const nonce: Form = (json) => isString(json) && /^[\x20-\x7e]{1,128}$/.test(json);
// ambiguous: "`cas` where it is one [an id or digest]" beside "`cas` is the conflict's id, a UUID string": both forms
// are accepted (a UUID of any version, in either case), anything else is ill-formed.
const conflict: Form = (json) =>
  isId(json) || (isString(json) && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(json));
const value: Form = (json) => {
  if (!isObject(json)) return false;
  const amt = json.get('amt');
  const cur = json.get('cur');
  const amount = isString(amt) && /^(0|[1-9][0-9]{0,17})(\.[0-9]{1,8})?$/.test(amt);
  return amount && isString(cur) && /^[A-Z0-9-]{2,12}$/.test(cur);
};
/** `cnf` {`jwk`}: a key of no suite or a weak one is read here, its defect comes later in the table. */
const confirmation: Form = (json) => isObject(json) && readKey(json.get('jwk')) !== undefined;
const spendResponse: Form = (json) => {
  if (!isObject(json)) return false;
  const scalars = readScalar(json.get('r1')) !== undefined && readScalar(json.get('r2')) !== undefined;
  return scalars && nonce(json.get('nce') ?? null);
};
const noteElements: Form = (json) => {
  if (!isObject(json)) return false;
  const a = readElement(json.get('A'));
  return a !== undefined && !isIdentity(a) && readElement(json.get('B')) !== undefined;
};
const division: Form = (json) =>
  isObject(json) && [...json].every(([claim, ppm]) => isId(claim) && integer(ppm, 0, 1_000_000));
const model: Form = (json) => isObject(json) && isString(json.get('id')) && isId(json.get('dig'));
const list: Form = (json) => Array.isArray(json);

const counter: Form = (json) => integer(json, 0, Number.MAX_SAFE_INTEGER);
const jti = text(1, 128);
const say = oneOf(
  'received_in_good_faith',
  'never_transferred',
  'device_lost',
  'paid_for_it',
  'sent_twice_by_mistake',
  'other',
);
const act = oneOf('waive', 'object', 'settle', 'withdraw', 'challenge', 'confirm');

interface Members {
  readonly required: Record<string, Form>;
  readonly optional: Record<string, Form>;
}

const KINDS: Record<string, Members> = {
  'note+jwt': {
    required: { jti, cls: oneOf('bearer', 'endorsed', 'attested', 'one-show'), val: value },
    optional: { exp: time }, // cnf and osh by class, below
  },
  'transfer+jwt': { required: { sub: isId, prv: isId, cnf: confirmation }, optional: { ctr: counter } },
  'delivery+jwt': { required: { sub: isId, to: isId }, optional: {} },
  'receipt+jwt': { required: { sub: isId, frm: isId }, optional: { ref: isId } },
  'spend+jwt': { required: { sub: isId, cnf: confirmation, osh: spendResponse }, optional: {} },
  // A missing `prv` is no ill-formed redemption: it is `broken_chain` (and right for bearer).
  'redemption+jwt': { required: { sub: isId, aud: isId, jti }, optional: { prv: isId, ctr: counter } },
  'check+jwt': { required: { sub: isId, sts: oneOf('unspent') }, optional: { nce: nonce } },
  'timestamp+jwt': { required: { ref: isId }, optional: {} },
  // ambiguous: the form of an attestation's `mdl` is not stated; taken as any string.
  'attestation+jwt': {
    required: { sub: isId, lvl: oneOf('hardware', 'software') },
    optional: { mdl: isString, exp: time },
  },
  'compromise+jwt': { required: { sub: isId, snc: time }, optional: {} },
  // ambiguous: only `A` must not be the identity, so an `idn` that is the identity element is well-formed.
  'registration+jwt': { required: { sub: isId }, optional: { idn: (json) => readElement(json) !== undefined } },
  'testimony+jwt': {
    required: { cas: conflict, sub: isId, say },
    optional: { abt: isId, at: time, txt: text(0, 4000) },
  },
  'act+jwt': {
    required: { cas: conflict, do: act },
    optional: { ref: isId, abt: isId, div: division, txt: text(0, 4000) },
  },
  'appeal+jwt': {
    required: { cas: conflict, ref: isId, gnd: oneOf('new_evidence', 'procedure', 'judgment'), txt: text(0, 4000) },
    optional: {},
  },
  // A verdict proves nothing in custody; only its outer shape is read (conflicts.md, "Verdict").
  'verdict+jwt': {
    required: {
      jti,
      cas: conflict,
      sub: isId,
      rnd: (json) => integer(json, 0, Number.MAX_SAFE_INTEGER),
      inp: isId,
      mdl: model,
      fnd: list,
      qst: list,
      clp: list,
      awd: list,
      why: list,
      apl: time,
    },
    optional: { prv: isId },
  },
};

/** Whether the payload has every member of its kind, each in its form. Unknown members are ignored. */
export function wellFormed(typ: string, payload: JsonObject): boolean {
  const members = Object.hasOwn(KINDS, typ) ? KINDS[typ] : undefined;
  if (members === undefined) return false; // no kind at all
  const required: Record<string, Form> = { iss: isId, iat: time, ...members.required };
  const optional: Record<string, Form> = { jti, ...members.optional };
  for (const [name, form] of Object.entries(required)) {
    const json = payload.get(name);
    if (json === undefined || !form(json)) return false;
  }
  for (const [name, form] of Object.entries(optional)) {
    const json = payload.get(name);
    if (json !== undefined && !form(json)) return false;
  }
  return typ !== 'note+jwt' || noteByClass(payload);
}

/** `cnf` for endorsed and attested, `osh` for one-show: required there, "`malformed` for the others". */
function noteByClass(payload: JsonObject): boolean {
  const cls = payload.get('cls');
  const cnf = payload.get('cnf');
  const osh = payload.get('osh');
  const held = cls === 'endorsed' || cls === 'attested';
  if (held ? cnf === undefined || !confirmation(cnf) : cnf !== undefined) return false;
  return cls === 'one-show' ? osh !== undefined && noteElements(osh) : osh === undefined;
}
