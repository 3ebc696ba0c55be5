import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWorkplace, type Workplace } from './run-assize.ts';

const CASE = '0b0e5b3a-51b1-4c5c-9f0e-3b7d2a3c9e11';

let place: Workplace;
const json = (...args: string[]): Record<string, unknown> =>
  JSON.parse(place.good('--json', ...args)) as Record<string, unknown>;
const read = (file: string): string => readFileSync(join(place.folder, file), 'utf8');

beforeAll(() => {
  place = openWorkplace();
  for (const name of ['bank', 'alice', 'bob', 'carol']) {
    const suite = { bank: 'Ed25519', alice: 'Ed25519', bob: 'ES256', carol: 'ES256K' }[name]!;
    place.good('keygen', '--suite', suite, '--seed', name, '--out', `${name}.json`);
  }
  const issue = ['note', '--key', 'bank.json', '--amount', '20', '--currency', 'EUR'];
  place.good(...issue, '--class', 'endorsed', '--holder', 'alice.json', '--out', 'note.jws');
  place.good(...issue, '--class', 'bearer', '--out', 'bearer.jws');
  place.good('transfer', '--key', 'alice.json', '--transcript', 'note.jws', '--to', 'bob.json', '--out', 'at-bob.json');
  place.good(
    'redeem',
    '--key',
    'bob.json',
    '--transcript',
    'at-bob.json',
    '--bank',
    'bank.json',
    '--out',
    'redeemed.json',
  );
});
afterAll(() => place.leave());

describe('keys', () => {
  it('are for their owner only, and not overwritten', () => {
    expect(statSync(join(place.folder, 'alice.json')).mode & 0o777).toBe(0o600);
    const before = read('alice.json');
    expect(place.run('keygen', '--out', 'alice.json')).toMatchObject({ status: 2, out: '' });
    expect(read('alice.json')).toBe(before);
  });
  it('show their public half, of which nothing can be signed', () => {
    const shown = JSON.parse(place.good('keygen', '--public', 'alice.json')) as Record<string, unknown>;
    expect(shown).not.toHaveProperty('d');
    expect(read('alice.json')).toContain(String(shown['x']));
  });
  it('are the same for the same seed, and new without one', () => {
    const party = (...args: string[]): unknown => json('keygen', '--force', '--out', 'other.json', ...args)['party'];
    expect(party('--seed', 'x')).toBe(party('--seed', 'x'));
    expect(party()).not.toBe(party());
  });
});

describe('a note from issue to redemption', () => {
  it('is a transcript that inspect finds sound at every station', () => {
    for (const [file, statements] of [
      ['at-bob.json', 2],
      ['redeemed.json', 3],
    ] as const) {
      expect(json('inspect', file)).toMatchObject({ good: true, defect: null, redeemed: statements === 3 });
      expect(JSON.parse(read(file))).toHaveLength(statements);
    }
  });
  it('states the key only where readers do not know it', () => {
    const headers = (JSON.parse(read('redeemed.json')) as string[]).map(
      (text) => JSON.parse(Buffer.from(text.split('.')[0]!, 'base64url').toString()) as object,
    );
    expect(headers.map((header) => 'jwk' in header)).toEqual([true, false, false]);
  });
  it('cannot be passed on by somebody who does not hold it, unless that is asked for', () => {
    const steal = ['redeem', '--key', 'carol.json', '--transcript', 'at-bob.json', '--bank', 'bank.json'];
    expect(place.run(...steal)).toMatchObject({ status: 2, out: '' });
    place.good(...steal, '--unchecked', '--out', 'stolen.json');
    expect(json('inspect', 'stolen.json')).toMatchObject({ good: false, defect: 'not_holder', at: 2 });
  });
  it('can be redeemed by whoever has it where it is a bearer note', () => {
    place.good('redeem', '--key', 'carol.json', '--transcript', 'bearer.jws', '--bank', 'bank.json', '--out', 'b.json');
    expect(json('inspect', 'b.json')).toMatchObject({ good: true, redeemed: true });
  });
  it('is joined with another claim into a submission', () => {
    place.good(
      'transfer',
      '--key',
      'alice.json',
      '--transcript',
      'note.jws',
      '--to',
      'carol.json',
      '--out',
      'fork.json',
    );
    place.good(
      'redeem',
      '--key',
      'carol.json',
      '--transcript',
      'fork.json',
      '--bank',
      'bank.json',
      '--out',
      'forked.json',
    );
    place.good('receipt', '--key', 'bob.json', '--note', 'at-bob.json', '--from', 'alice.json', '--out', 'receipt.jws');
    const received = ['--received-at', '2026-11-22T09:30:00.120Z'];
    place.good('claim', 'redeemed.json', ...received, '--evidence', 'receipt.jws', '--out', 'bob.claim.json');
    place.good('claim', 'forked.json', ...received, '--out', 'carol.claim.json');
    place.good('submission', 'bob.claim.json', 'carol.claim.json', '--reference', '2026-117', '--out', 'case.json');
    expect(json('inspect', 'case.json')).toMatchObject({ good: true, claims: [{ good: true }, { good: true }] });
    expect(JSON.parse(read('case.json'))).toMatchObject({
      reference: '2026-117',
      claims: [{ receivedAt: '2026-11-22T09:30:00.120Z', paid: false }, { evidence: [] }],
    });
  });
});

describe('a one-show note', () => {
  it('is spent with its own secret only', () => {
    place.good('one-show-secret', '--seed', 's', '--out', 's.json');
    place.good('one-show-secret', '--identity', 's.json', '--out', 's2.json');
    const issue = ['note', '--key', 'bank.json', '--amount', '5', '--currency', 'EUR', '--class', 'one-show'];
    place.good(...issue, '--one-show', 's.json', '--out', 'os.jws');
    const spend = ['spend', '--key', 'bob.json', '--transcript', 'os.jws', '--at', '1790000000.5', '--secret'];
    expect(place.run(...spend, 's2.json').status).toBe(2);
    place.good(...spend, 's.json', '--out', 'spent.json');
    place.good('redeem', '--key', 'bob.json', '--transcript', 'spent.json', '--bank', 'bank.json', '--out', 'os.json');
    expect(json('inspect', 'os.json')).toMatchObject({ good: true, redeemed: true });
  });
  it('has the same identity in every note of a customer', () => {
    const identity = (file: string): unknown => json('inspect', file)['identity'];
    expect(identity('s.json')).toBe(identity('s2.json'));
  });
});

describe('every other statement', () => {
  const about: readonly (readonly string[])[] = [
    ['deliver', '--note', 'bearer.jws', '--to', 'bob.json'],
    ['receipt', '--note', 'at-bob.json', '--from', 'alice.json', '--ref', 'at-bob.json'],
    ['check', '--note', 'note.jws', '--nonce', '7f3a'],
    ['timestamp', '--of', 'at-bob.json'],
    ['attest', '--device', 'alice.json', '--level', 'hardware', '--model', 'Wallet 2'],
    ['compromise', '--since', '2026-11-20T00:00:00Z'],
    ['register', '--customer', 'alice.json'],
    [
      'testify',
      '--case',
      CASE,
      '--note',
      'at-bob.json',
      '--say',
      'paid_for_it',
      '--about',
      'alice.json',
      '--text',
      'x',
    ],
    ['act', '--case', CASE, '--do', 'waive'],
    ['appeal', '--case', CASE, '--verdict', 'note.jws', '--ground', 'judgment', '--text', 'x'],
  ];
  it.each(about)('%s is signed so that verify finds it good', (...args) => {
    place.good(...args, '--key', 'carol.json', '--at', '2026-11-22T09:30:00Z', '--out', 'statement.jws');
    expect(json('verify', 'statement.jws')).toMatchObject({ good: true, defect: null });
  });
});

describe('verify', () => {
  it('exits 1 where a signature does not hold, and judges the other files all the same', () => {
    writeFileSync(
      join(place.folder, 'bad.jws'),
      read('note.jws').replace(/\.[^.]{10}([^.]*)$/, `.${'A'.repeat(10)}$1`),
    );
    const { status, out } = place.run('verify', '--json', 'bad.jws', 'note.jws');
    expect(status).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { defect: unknown }).defect),
    ).toEqual(['bad_signature', null]);
  });
  it('needs the key where no header states it, and takes no other', () => {
    place.good('check', '--key', 'bank.json', '--note', 'note.jws', '--without-key', '--out', 'check.jws');
    place.good('banks', 'bank.json', '--out', 'banks.json');
    expect(place.run('verify', 'check.jws').status).toBe(1);
    expect(place.run('verify', 'check.jws', '--key', 'alice.json').status).toBe(1);
    expect(place.run('verify', 'check.jws', '--key', 'bank.json').status).toBe(0);
    expect(place.run('verify', 'check.jws', '--register', 'banks.json').out).toContain('a registered bank');
  });
  it('asks of a verdict that its probabilities sum to a million', () => {
    const zeros = 'A'.repeat(43);
    const verdict = (ppm: number): object => ({
      iat: 1,
      jti: 'v',
      cas: CASE,
      sub: zeros,
      rnd: 0,
      inp: zeros,
      mdl: { id: 'm', dig: zeros },
      fnd: [],
      qst: [{ shape: 'duplicate', hyp: [{ id: 'accident:', ppm, bare: 1_000_000 }], std: 'none', out: 'not_proven' }],
      clp: [],
      awd: [],
      why: [],
      apl: 2,
    });
    for (const [ppm, good] of [
      [1_000_000, true],
      [999_999, false],
    ] as const) {
      // No command makes verdicts by hand, so an act is turned into one.
      const args = ['act', '--key', 'bank.json', '--case', CASE, '--do', 'waive', '--header', '{"typ":"verdict+jwt"}'];
      place.good(...args, '--payload', JSON.stringify(verdict(ppm)), '--out', 'verdict.jws');
      expect(JSON.parse(place.run('verify', '--json', 'verdict.jws').out)).toMatchObject({ good });
    }
  });
});

describe('what others wrote', () => {
  it('cannot forge our output', () => {
    const text = '\u001b[2J\u009b1m\u202eevil';
    const args = [
      'testify',
      '--key',
      'bob.json',
      '--case',
      CASE,
      '--note',
      'note.jws',
      '--say',
      'other',
      '--text',
      text,
    ];
    place.good(...args, '--out', 'evil.jws');
    // eslint-disable-next-line no-control-regex -- these are what must not come through
    expect(place.good('inspect', 'evil.jws') + place.good('verify', 'evil.jws')).not.toMatch(/[\u001b\u009b\u202e]/);
  });
});
