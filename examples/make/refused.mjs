// What is no submission at all: judged, each exits with 2 and is named, and the other files are judged all the same.
// `submission` makes none of these, so a good one is edited.

const good = async (s) => s.submission([await s.redeemed(await s.bearer(), 'bob')]);
const edit = (change) => async (s) => change(await good(s));
const member = (change) =>
  edit((text) => {
    const submission = JSON.parse(text);
    change(submission, submission.claims[0]);
    return `${JSON.stringify(submission, null, 2)}\n`;
  });
const refused = (name, shows, error, make) => ({ name, shows, make, expect: { error } });

export const REFUSED = [
  refused('empty-file', 'A file with nothing in it.', 'empty_file', async () => ''),
  refused(
    'cut-short',
    'A file that broke off half-way.',
    'not_json',
    edit((text) => text.slice(0, text.length / 2)),
  ),
  refused('binary', 'Bytes that are no text.', 'not_json', async () => Buffer.from('89504e470d0a1a0a0000000d', 'hex')),
  refused(
    'not-utf8',
    'A reference in Latin-1.',
    'not_json',
    edit((text) => Buffer.from(text.replace('not-utf8', 'Müller'), 'latin1')),
  ),
  refused(
    'bom',
    'A byte order mark before the text.',
    'not_json',
    edit((text) => `\ufeff${text}`),
  ),
  refused(
    'duplicate-member',
    'A member stands twice.',
    'not_json',
    edit((text) => text.replace('{', '{"claims": [],')),
  ),
  refused(
    'lone-surrogate',
    'Half a character.',
    'not_json',
    edit((text) => text.replace('lone-', '\\ud83d')),
  ),
  refused(
    'too-deep',
    'Seventeen levels.',
    'not_json',
    edit((text) => text.replace('{', `{"x": ${'['.repeat(16)}${']'.repeat(16)},`)),
  ),
  refused(
    'a-list',
    'A list instead of an object.',
    'not_a_submission',
    edit((text) => `[${text}]\n`),
  ),
  refused(
    'no-claims',
    'No member “claims”.',
    'not_a_submission',
    member((it) => delete it.claims),
  ),
  refused(
    'no-bank',
    'A claim that does not say which bank presents it.',
    'not_a_submission',
    member((_, it) => delete it.bank),
  ),
  refused(
    'no-received-at',
    'A claim without “receivedAt”.',
    'not_a_submission',
    member((_, it) => delete it.receivedAt),
  ),
  refused(
    'no-time-zone',
    'A time of receipt without a zone.',
    'not_a_submission',
    member((_, it) => (it.receivedAt = '2026-11-20T09:30:00')),
  ),
  refused(
    'paid-maybe',
    '“paid” is neither true nor false.',
    'not_a_submission',
    member((_, it) => (it.paid = 'maybe')),
  ),
  refused(
    'evidence-of-numbers',
    'Evidence that is no text.',
    'not_a_submission',
    member((it) => (it.evidence = [1, 2])),
  ),
  refused('different-notes', 'Two sound notes of different serials.', 'different_notes', async (s) => {
    const claims = [await s.redeemed(await s.bearer(), 'bob')];
    return s.submission([...claims, await s.redeemed(await s.bearer({ serial: 'another' }), 'carol')]);
  }),
  refused(
    'different-notes-though-defective',
    'The claim on the other serial is defective behind its note; the note itself is sound, so it counts.',
    'different_notes',
    async (s) => {
      const claims = [await s.redeemed(await s.bearer(), 'bob')];
      const other = await s.bearer({ serial: 'another' });
      return s.submission([...claims, await s.redeemed(other, 'carol', 'south', { bank: 'east' })]);
    },
  ),
];
