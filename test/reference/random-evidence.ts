// The evidence of a random world: about real parties and real statements of it, most of it true, some of it not.
import { DAY, makeNote, nextTime, RECEIVED, spend, START, stated } from './random-notes.ts';
import { digestOf, sign, testKey } from './sign.ts';
import type { MadeClaim, MadeNote, Making } from './random-notes.ts';
import type { TestKey } from './sign.ts';

const witness = testKey('witness');
const maker = testKey('maker', 'P-256');
const stranger = testKey('stranger', 'secp256k1');
const CASE = '0b54a2d6-6f0f-4c3e-9d4c-2f1f6d1d7a11';

type Say = (key: TestKey, typ: string, payload: Record<string, unknown>) => string;

function deliveries({ rng, story, people }: Making, note: MadeNote, say: Say): string[] {
  const made: string[] = [];
  for (let payers = rng.pick([0, 1, 1, 2, 3]); payers > 0; payers -= 1) {
    const payer = rng.pick([...people, ...people, note.issuer]);
    for (const payee of rng.some(people, 0.6)) {
      for (let times = rng.pick([1, 1, 1, 2]); times > 0; times -= 1) {
        story.push(`delivery ${payer.name} to ${payee.name}`);
        made.push(say(payer, 'delivery+jwt', { sub: note.id, iat: START + rng.int(9000), to: payee.id }));
      }
    }
  }
  return made;
}

function registrations({ rng, story, banks, people }: Making, notes: readonly MadeNote[], say: Say): string[] {
  return rng.some(people, 0.4).map((person) => {
    const bank = rng.pick([...banks, ...banks, stranger]);
    const secret = rng.pick(notes).secret;
    const idn = secret && rng.chance(0.7) ? { idn: secret.idn } : {};
    story.push(`${bank.name} registers ${person.name}${idn.idn ? ' with idn' : ''}`);
    return say(bank, 'registration+jwt', { sub: person.id, iat: START, ...idn });
  });
}

function notices(making: Making, notes: readonly MadeNote[], say: Say): string[] {
  const { rng, story, banks, people } = making;
  const made: string[] = [];
  for (let count = rng.pick([0, 0, 1, 1, 2, 3]); count > 0; count -= 1) {
    const key = rng.pick([...people, ...people, rng.pick(notes).issuer]);
    const by = rng.pick([key, ...banks, stranger]);
    const snc = START + rng.pick([-DAY, 0, 500, 5000, 3 * DAY]);
    const iat = RECEIVED + rng.pick([-3 * DAY, -1, 0, 1, 3 * DAY]);
    const notice = say(by, 'compromise+jwt', { sub: key.id, iat, snc });
    story.push(`${by.name} says ${key.name} leaked`);
    made.push(notice);
    if (by !== key && by !== stranger && rng.chance(0.7)) {
      made.push(say(by, 'registration+jwt', { sub: key.id, iat: START }));
    }
    for (let stamps = rng.pick([0, 0, 1, 2]); stamps > 0; stamps -= 1) {
      const at = RECEIVED + rng.pick([-2 * DAY, 2 * DAY, 0, 1]);
      made.push(say(witness, 'timestamp+jwt', { ref: digestOf(notice), iat: at }));
    }
  }
  return made;
}

function chatter({ rng, people, story }: Making, note: MadeNote, claims: readonly MadeClaim[], say: Say): string[] {
  const made: string[] = [];
  const iat = START + 50;
  const lastText = rng.pick(claims).transcript.at(-1);
  const ref = typeof lastText === 'string' ? digestOf(lastText) : note.id;
  const one = (): TestKey => rng.pick(people);
  if (rng.chance(0.3)) made.push(say(one(), 'receipt+jwt', { sub: note.id, iat, frm: one().id, ref }));
  if (rng.chance(0.3)) made.push(say(note.issuer, 'check+jwt', { sub: note.id, iat, sts: 'unspent' }));
  if (rng.chance(0.3)) made.push(say(witness, 'timestamp+jwt', { ref, iat }));
  for (const device of rng.some(people, 0.2)) {
    story.push(`${device.name} is attested`);
    made.push(say(maker, 'attestation+jwt', { sub: device.id, iat, lvl: rng.pick(['hardware', 'software']) }));
  }
  if (rng.chance(0.2)) {
    made.push(say(one(), 'testimony+jwt', { cas: CASE, sub: note.id, iat, say: 'other', txt: 'It was dark. 😀' }));
  }
  return made;
}

/** What must be ignored: it cannot be read, or it does not verify. */
function noise({ rng, people, story }: Making, note: MadeNote): string[] {
  const made: string[] = [];
  const key = rng.pick(people);
  const payload = { sub: note.id, to: rng.pick(people).id, iat: START };
  const add = (what: string, text: string): void => {
    story.push(`noise: ${what}`);
    made.push(text);
  };
  const noFlip = (signature: Uint8Array): Uint8Array => signature.slice(1);
  if (rng.chance(0.1)) add('unreadable', rng.pick(['', 'a.b.c', '..', 'nonsense']));
  if (rng.chance(0.1)) add('cut signature', sign(key, 'delivery+jwt', payload, { signature: noFlip }));
  if (rng.chance(0.1)) add('alg none', sign(key, 'delivery+jwt', payload, { header: { alg: 'none' } }));
  if (rng.chance(0.1)) add('of another', sign(key, 'delivery+jwt', { ...payload, iss: stranger.id }));
  if (rng.chance(0.1)) add('key unknown', sign(stranger, 'delivery+jwt', payload, { jwk: false }));
  return made;
}

/** Statements for a world's evidence, to be put anywhere in the submission. */
export function makeEvidence(making: Making, notes: readonly MadeNote[], claims: readonly MadeClaim[]): string[] {
  const { rng, story, people } = making;
  const known = notes.flatMap((note) => note.nodes.flatMap((node) => node.known));
  const say: Say = (key, typ, payload) => sign(key, typ, payload, stated(making, key, known));
  const made = [...registrations(making, notes, say), ...notices(making, notes, say)];
  for (const note of notes) {
    if (note.cls === 'bearer') made.push(...deliveries(making, note, say));
    made.push(...chatter(making, note, claims, say), ...noise(making, note));
    if (note.cls === 'one-show' && rng.chance(0.25)) {
      const again = rng.chance(0.4) ? note.nodes[1] : undefined;
      story.push(again ? 'second record of a spend in evidence' : 'a spend in evidence');
      made.push(spend(making, note, again).texts[1]!);
    }
  }
  if (rng.chance(0.15)) {
    const first = rng.pick(notes);
    const issuer = rng.chance(0.8) ? first.issuer : rng.pick(people);
    story.push(`another note of the serial in evidence, by ${issuer.name}`);
    made.push(makeNote(making, rng.pick(['bearer', 'endorsed', first.cls]), issuer, making.serial).text);
  }
  if (rng.chance(0.1))
    made.push(
      say(rng.pick(people), 'receipt+jwt', { sub: notes[0]!.id, frm: stranger.id, iat: nextTime(making, START) }),
    );
  if (made.length > 0 && rng.chance(0.1)) made.push(rng.pick(made));
  return made;
}
