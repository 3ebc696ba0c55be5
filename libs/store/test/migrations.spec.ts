import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { INSERT_ONLY, migrate, NewerDatabaseError, openStore } from '../src/index.ts';
import { ROWS } from '../src/rows/index.ts';
import { openDatabase, type TestDatabase } from './open-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('migrations');
});
afterAll(() => database.stop());

describe('migrations', () => {
  it('make exactly what the rows describe: columns, keys, indexes and foreign keys, by name', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: database.url,
      schema: 'assize',
      entities: [...ROWS],
    }).initialize();
    try {
      const { upQueries } = await source.driver.createSchemaBuilder().log();
      expect(upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });

  it('run once, however many processes start together', async () => {
    const reports = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
    expect(reports.flatMap(({ ran }) => ran)).toEqual([]);
    expect(await database.query('SELECT count(*)::integer AS size FROM assize.migrations')).toEqual([{ size: 1 }]);
  });

  it('refuse a database that a newer release wrote', async () => {
    await database.query(`INSERT INTO assize.migrations (timestamp, name) VALUES (1, 'FromTheFuture1')`);
    await expect(migrate(database.url)).rejects.toBeInstanceOf(NewerDatabaseError);
    await database.query(`DELETE FROM assize.migrations WHERE name = 'FromTheFuture1'`);
  });
});

describe('what is written once', () => {
  const change = (table: string): string[] => [
    `UPDATE assize.${table} SET at = at`,
    `DELETE FROM assize.${table}`,
    `TRUNCATE assize.${table} CASCADE`,
  ];

  it('cannot be changed by the service, whose role has no such grant', async () => {
    const store = await openStore({ url: database.url });
    expect(store.isLeastPrivileged).toBe(true);
    await store.close();
    for (const table of INSERT_ONLY) {
      for (const act of ['UPDATE', 'DELETE', 'TRUNCATE']) {
        const [row] = await database.query(
          `SELECT has_table_privilege('assize_service', 'assize.${table}', $1) AS may`,
          [act],
        );
        expect({ table, act, ...row }).toEqual({ table, act, may: false });
      }
    }
  });

  it('cannot be changed by the owner either, but for taking the trigger away', async () => {
    await database.query(
      `INSERT INTO assize.policies (digest, id, body, at) VALUES ('d', 'p', '{}', clock_timestamp())`,
    );
    for (const sql of change('policies')) await expect(database.query(sql)).rejects.toThrow('never changed');
    const guarded = await database.query(
      `SELECT c.relname AS table, count(*)::integer AS triggers FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE c.relnamespace = 'assize'::regnamespace AND NOT t.tgisinternal AND t.tgname ~ '_(insert_only|no_truncate)$'
       GROUP BY 1`,
    );
    const byTable = new Map(guarded.map(({ table, triggers }) => [table, triggers]));
    for (const table of INSERT_ONLY) expect({ table, triggers: byTable.get(table) }).toEqual({ table, triggers: 2 });
  });

  it('and no case is ever removed', async () => {
    await expect(database.query('TRUNCATE assize.conflicts CASCADE')).rejects.toThrow('never changed');
  });
});
