/** The audit that every proof ends with: it finds whatever is not as it was left, and nothing where all is well. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '#statements';
import { finaliseDue } from '#tribunal';
import pg from 'pg';
import { asNorth, asSouth, filedOr, north, openDesk, south, tribunalKey, type Desk } from '../service/desk.ts';
import { doubleSpend, say } from '../service/town.ts';
import { audit, type Audit } from './harness/audit.ts';

let desk: Desk;
let client: pg.Client;

/** One case of two rounds, one that is closed, one that waits for a second claim. */
beforeAll(async () => {
  desk = await openDesk('audit');
  await desk.database.store.housekeeping.tribunalKeys(tribunalKey);
  client = new pg.Client({ connectionString: desk.database.url });
  await client.connect();
  const spend = doubleSpend('a-1', { issuer: north, bank: south });
  const twice = filedOr(await desk.service.submit(asSouth, { claims: spend.claims } as unknown as Json)).conflict.id;
  await desk.advance(twice);
  const receipt = say('receipt+jwt', { sub: spend.note, frm: spend.holder.id }, spend.claimants[0]!);
  filedOr(await desk.service.addEvidence({ kind: 'stranger' }, twice, { statements: [receipt], claim: null }));
  await desk.advance(twice);
  const other = doubleSpend('a-2', { issuer: north, bank: south });
  const closed = filedOr(await desk.service.submit(asSouth, { claims: other.claims } as unknown as Json)).conflict.id;
  await desk.advance(closed);
  await desk.database.query(`UPDATE assize.conflicts SET deadline = clock_timestamp() WHERE serial_json = '"a-2"'`);
  expect(await finaliseDue(desk.bench.docket)).toBe(1);
  const lone = doubleSpend('a-3', { issuer: north, bank: south });
  filedOr(await desk.service.registerClaim(asNorth, lone.claims[0] as unknown as Json));
  await client.query('DELETE FROM assize.outbox');
});
afterAll(async () => {
  await client.end();
  await desk.database.stop();
});

const look = (): Promise<Audit> =>
  audit(
    async <Row>(text: string, values: readonly unknown[] = []) => (await client.query(text, [...values])).rows as Row[],
  );

/** Of the case of two rounds, and of the closed one. */
const TWICE = `conflict_id = (SELECT conflict_id FROM assize.conflicts WHERE serial_json = '"a-1"')`;
const CLOSED = `conflict_id = (SELECT conflict_id FROM assize.conflicts WHERE serial_json = '"a-2"')`;
const copy = (table: string, columns: string, changed: string, where: string): string =>
  `INSERT INTO assize.${table} (${columns}) SELECT ${changed} FROM assize.${table} WHERE ${where}`;

const VERDICT = 'conflict_id, round, digest, replaces, revision, statement, model, fact_seq, at';
const FACT = 'seq, at, kind, conflict_id, body';

/** Each is a way in which a fault could leave the database; the words are part of what has to be found. */
const TAMPERS: readonly [what: string, sql: string, finds: RegExp][] = [
  ['a claim is gone', `DELETE FROM assize.claims WHERE ${TWICE} AND ordinal = 2`, /its row says 2 claims/],
  [
    'a whole claim came twice',
    copy(
      'claims',
      'conflict_id, claim_id, ordinal, submitted_by, submitter, bank, received_at, paid, transcript, at',
      `conflict_id, 'again', 3, submitted_by, submitter, bank, received_at, paid, transcript, at`,
      `${TWICE} AND ordinal = 2`,
    ),
    /there are 3/,
  ],
  ['a statement is gone', `DELETE FROM assize.statements WHERE ${TWICE}`, /of a claim is gone/],
  [
    'a byte of a statement flipped',
    `UPDATE assize.statements SET text = set_byte(text, 40, get_byte(text, 40) # 1) WHERE ${CLOSED}`,
    /is another text/,
  ],
  ['evidence is gone', `DELETE FROM assize.evidence WHERE ${TWICE}`, /1 pieces of evidence, and there are 0/],
  [
    'an event is gone',
    `DELETE FROM assize.events WHERE ${TWICE} AND kind = 'proposed' AND seq < 6`,
    /not numbered|add up/,
  ],
  [
    'the last event is gone',
    `DELETE FROM assize.events WHERE ${CLOSED} AND kind = 'finalised'`,
    /its events add up to/,
  ],
  [
    'the row says another state',
    `UPDATE assize.conflicts SET state = 'final', deadline = NULL WHERE ${TWICE}`,
    /its events add up to/,
  ],
  [
    'a filing was never examined',
    `UPDATE assize.conflicts SET revision = revision + 1 WHERE ${TWICE}`,
    /is not examined/,
  ],
  ['a verdict is gone', `DELETE FROM assize.verdicts WHERE ${CLOSED}`, /the last is null/],
  [
    'the first verdict of two is gone',
    `DELETE FROM assize.verdicts WHERE ${TWICE} AND round = 0`,
    /not rounds 0, 1, 2/,
  ],
  [
    'a round has two verdicts',
    copy(
      'verdicts',
      VERDICT,
      `conflict_id, round + 1, digest, replaces, revision, statement, model, fact_seq, at`,
      CLOSED,
    ),
    /is about something else|is there twice/,
  ],
  [
    'a verdict is another case’s',
    `UPDATE assize.verdicts SET (digest, statement) = (SELECT digest, statement FROM assize.verdicts WHERE ${CLOSED}) WHERE ${TWICE} AND round = 0`,
    /is about something else/,
  ],
  [
    'a verdict says something else',
    `UPDATE assize.verdicts SET statement = overlay(statement placing 'A' from 200 for 1) WHERE ${CLOSED}`,
    /not the one that its digest names/,
  ],
  [
    'a signature is another’s',
    `UPDATE assize.verdicts SET statement = regexp_replace(statement, '[^.]+$', repeat('A', 86)) WHERE ${CLOSED}`,
    /is not the tribunal's/,
  ],
  [
    'a verdict names no earlier one',
    `UPDATE assize.verdicts SET replaces = NULL WHERE ${TWICE} AND round = 1`,
    /replaces/,
  ],
  [
    'a fact was told twice',
    copy(
      'facts',
      FACT,
      `(SELECT max(seq) + 1 FROM assize.facts), at + 1000000, kind, conflict_id, body`,
      `${TWICE} AND kind = 'retraction'`,
    ),
    /its facts are/,
  ],
  ['a fact is gone', `DELETE FROM assize.facts WHERE ${TWICE} AND kind = 'retraction'`, /its facts are|is not there/],
  [
    'a fact went back in time',
    `UPDATE assize.facts SET at = at - 1000000 WHERE seq = (SELECT max(seq) FROM assize.facts)`,
    /is earlier/,
  ],
  [
    'a hint was left',
    `INSERT INTO assize.outbox (job, conflict_id, at) SELECT 'examine', conflict_id, at FROM assize.verdicts`,
    /left in the outbox/,
  ],
];

describe('the audit', () => {
  it('finds nothing where all is well', async () => {
    expect(await look()).toMatchObject({ cases: 3, claims: 5, evidence: 1, verdicts: 3, faults: [] });
  });

  it.each(TAMPERS)('finds that %s', async (_what, sql, finds) => {
    await client.query('BEGIN');
    try {
      // As its owner with triggers and foreign keys off: nothing but the audit stands in the way.
      await client.query('SET LOCAL session_replication_role = replica');
      expect((await client.query(sql)).rowCount).toBeGreaterThan(0);
      const { faults } = await look();
      expect(faults.join('\n')).toMatch(finds);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});
