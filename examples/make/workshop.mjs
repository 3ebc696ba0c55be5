// The workshop that examples are made in: the CLI's own commands, called in this process one after the other, and
// scenes that give each statement its time and number, so that the same script makes the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Suites other than Ed25519, by who uses them: every example has statements of more than one suite. */
const SUITES = {
  south: 'ES256',
  bob: 'ES256',
  carol: 'ES256K',
  dave: 'ES256K',
  erin: 'ES256',
  ben: 'ES256',
  vera: 'ES256',
};
/** Options whose value is a party; the examples write names. */
const PARTIES = ['key', 'holder', 'to', 'bank', 'from', 'about', 'customer', 'device', 'party'];
const FIRST_MOMENT = Date.parse('2026-11-20T09:00:00Z') / 1000;

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const iso = (seconds) => new Date(seconds * 1000).toISOString();

const digestOf = (text) =>
  createHash('sha256')
    .update(text.slice(0, text.lastIndexOf('.')))
    .digest('base64url');

/** openWorkshop loads the built CLI; everything but the examples themselves goes into the scratch folder. */
export async function openWorkshop(scratch) {
  const { main } = await import('../../dist/apps/cli/src/main.js');
  mkdirSync(join(scratch, 'keys'), { recursive: true });
  const keys = new Map();
  let files = 0;

  /** assize runs one command line and answers what it printed; a mistake of the script is thrown. */
  async function assize(...words) {
    const printed = { stdout: '', stderr: '' };
    const { stdout, stderr } = process;
    const before = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr), exitCode: process.exitCode };
    for (const stream of ['stdout', 'stderr']) {
      process[stream].write = (text) => {
        printed[stream] += text;
        return true;
      };
    }
    try {
      await main(words);
    } finally {
      process.stdout.write = before.stdout;
      process.stderr.write = before.stderr;
      process.stdout.removeAllListeners('error');
    }
    const failed = process.exitCode !== undefined && process.exitCode !== 0;
    process.exitCode = before.exitCode;
    if (failed) throw new Error(`assize ${words.join(' ')}\n${printed.stderr}`);
    return printed.stdout;
  }

  const fresh = (name) => join(scratch, `${String((files += 1)).padStart(5, '0')}-${name}`);
  const assizeJson = async (...words) => JSON.parse(await assize(...words, '--json'));

  /** keyOf makes a party's key at its first mention; the seed is public, and so is the key. */
  async function keyOf(name) {
    if (keys.has(name)) return keys.get(name);
    const file = join(scratch, 'keys', `${name}.json`);
    const suite = SUITES[name] ?? 'Ed25519';
    const made = await assizeJson('keygen', '--suite', suite, '--seed', `assize examples: ${name}`, '--out', file);
    const key = { file, id: made.party, jwk: made.public };
    keys.set(name, key);
    return key;
  }

  return { assize, assizeJson, keyOf, fresh, scene: (name) => new Scene({ assize, assizeJson, keyOf, fresh }, name) };
}

/** One example in the making: its clock goes on ten minutes with every statement, one with every claim. */
class Scene {
  constructor(shop, name) {
    Object.assign(this, shop);
    this.name = name;
    this.clock = FIRST_MOMENT;
    this.said = 0;
    this.digests = new Map();
  }

  /** at sets the clock: to RFC 3339, or on by so many seconds. */
  at(when) {
    this.clock = typeof when === 'string' ? Date.parse(when) / 1000 : this.clock + when;
    return this;
  }

  now = () => iso(this.clock);
  id = async (party) => (await this.keyOf(party)).id;
  jwk = async (party) => (await this.keyOf(party)).jwk;
  /** The digest of what a file says, of a transcript its last statement. */
  digest = (file) => this.digests.get(file);

  /** words turns {to: 'bob', payload: {…}, unchecked: true} into options. */
  async words(options) {
    const words = [];
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined) continue;
      words.push(`--${kebab(name)}`);
      if (Array.isArray(value)) words.push(...value);
      else if (PARTIES.includes(name)) words.push(value.length === 43 ? value : (await this.keyOf(value)).file);
      else if (typeof value === 'object') words.push(JSON.stringify(value));
      else if (value !== true) words.push(String(value));
    }
    return words;
  }

  /** say signs a statement by the party's key and gives the file that the command wrote. */
  async say(command, by, options) {
    this.said += 1;
    const out = this.fresh(command);
    const words = await this.words({ at: this.clock, jti: `${this.name}-${this.said}`, ...options, key: by, out });
    const { digest } = await this.assizeJson(command, ...words);
    this.digests.set(out, digest);
    this.clock += 600;
    return out;
  }

  async note(by, options) {
    return this.say('note', by, { serial: `${this.name}`, amount: '20', currency: 'EUR', ...options });
  }

  endorsed = (holder, options = {}) => this.note('north', { class: 'endorsed', holder, ...options });
  bearer = (options = {}) => this.note('north', { class: 'bearer', ...options });
  pay = (transcript, by, to, options = {}) => this.say('transfer', by, { transcript, to, ...options });
  redeem = (transcript, by, bank = 'south', options = {}) => this.say('redeem', by, { transcript, bank, ...options });
  spend = (transcript, by, secret, options = {}) =>
    this.say('spend', by, { transcript, secret, nonce: `${this.name}-${this.said}`, ...options });

  /** A one-show secret of the party's identity for this scene's note. */
  async secret(party, options = {}) {
    const first = this.fresh('identity');
    await this.assizeJson('one-show-secret', '--seed', `assize examples: ${party}`, '--out', first);
    const out = this.fresh('secret');
    const words = await this.words({
      seed: `assize examples: ${party}, ${this.name}`,
      identity: first,
      out,
      ...options,
    });
    await this.assizeJson('one-show-secret', ...words);
    return out;
  }

  /**
   * redeemBad redeems a transcript that no command reads any more: the redemption is made on a good one of the same
   * claimant and tied to the bad one, so that nothing but the bad statement is wrong.
   */
  async redeemBad(bad, good, by, { payload = {}, ...options } = {}) {
    const entries = this.entries(bad);
    const links = { sub: digestOf(entries[0]), ...(entries.length > 1 ? { prv: digestOf(entries.at(-1)) } : {}) };
    const redeemed = await this.redeem(good, by, 'south', { ...options, payload: { ...links, ...payload } });
    return this.joined([...entries, this.entries(redeemed).at(-1)]);
  }

  /** claim is what a bank hands in of a redeemed transcript, received a minute later unless said otherwise. */
  async claim(transcript, options = {}) {
    this.clock += 60;
    const out = this.fresh('claim.json');
    await this.assizeJson('claim', transcript, ...(await this.words({ receivedAt: this.now(), ...options, out })));
    return out;
  }

  /** Both at once: a redemption and the claim on it. */
  async redeemed(transcript, by, bank = 'south', options = {}) {
    return this.claim(await this.redeem(transcript, by, bank), options);
  }

  /** submission joins claims; its text is the example. */
  async submission(claims, options = {}) {
    const out = this.fresh('submission.json');
    await this.assizeJson('submission', ...claims, ...(await this.words({ reference: this.name, ...options, out })));
    return readFileSync(out, 'utf8');
  }

  // --- What no command makes: texts that were damaged on their way, or joined by somebody who does not know better.

  read = (file) => JSON.parse(readFileSync(file, 'utf8'));
  text = (file) => readFileSync(file, 'utf8').trimEnd();
  /** entries are the statements of a file, of a transcript or a single one. */
  entries = (file) => (this.text(file).startsWith('[') ? this.read(file) : [this.text(file)]);

  /** joined writes a transcript of any statements, whatever their order. */
  joined(entries) {
    const out = this.fresh('joined.json');
    writeFileSync(out, JSON.stringify(entries));
    return out;
  }

  /** edited changes the text of one statement of a transcript after it was signed. */
  edited(file, index, change) {
    return this.joined(this.entries(file).map((text, i) => (i === index ? change(text) : text)));
  }
}
