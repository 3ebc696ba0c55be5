import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACCESS_TABLES, NOTE_TABLES, TRIBUNAL_TABLES } from './the-docket-tables.ts';

/** What is written once: nobody changes or removes it, and the database refuses whoever tries. */
export const INSERT_ONLY = [
  'statements',
  'claims',
  'evidence',
  'parties',
  'events',
  'examinations',
  'verdicts',
  'policies',
  'facts',
  'registrations',
  'activity_reports',
  'tribunal_keys',
  'operations',
] as const;

/** The case's row is locked and moved; no case is ever removed. */
const UPDATED = ['conflicts', 'banks', 'keys', 'tokens', 'heartbeats', 'reputations'] as const;
/** Work lists and caches, which are emptied as they are done with. */
const EPHEMERAL = ['outbox', 'nonces', 'idempotency_keys', 'market_snapshots'] as const;

/**
 * The role may be there from another database of this server, or be made by another migration at this moment. An owner
 * that may make no roles goes on without it: the triggers hold all the same. Who makes it may take it, also where a
 * CREATEROLE login is no member of what it makes (PostgreSQL 16).
 */
const MAKE_ROLE = `
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'assize_service') THEN
    CREATE ROLE assize_service NOLOGIN;
    GRANT assize_service TO CURRENT_USER;
  END IF;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL; END $$`;

const all = (tables: readonly string[]): string => tables.map((table) => `assize.${table}`).join(', ');

/** Gives the role its rights, where there is the role and it has none yet: it may be made after the tables were. */
export const GRANT_RIGHTS = `
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'assize_service'
             AND NOT has_table_privilege(oid, 'assize.conflicts', 'UPDATE')) THEN
    GRANT USAGE ON SCHEMA assize TO assize_service;
    GRANT SELECT ON ALL TABLES IN SCHEMA assize TO assize_service;
    GRANT INSERT ON ${all([...INSERT_ONLY, ...UPDATED, ...EPHEMERAL])} TO assize_service;
    GRANT UPDATE ON ${all([...UPDATED, 'idempotency_keys', 'outbox'])} TO assize_service;
    GRANT DELETE ON ${all(EPHEMERAL)} TO assize_service;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`;

const guard = (table: string): string => `
CREATE TRIGGER ${table}_insert_only BEFORE UPDATE OR DELETE ON assize.${table}
  FOR EACH ROW EXECUTE FUNCTION assize.refuse_change();
CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON assize.${table}
  FOR EACH STATEMENT EXECUTE FUNCTION assize.refuse_change();`;

/** The first shape of the database: cases by note, the tribunal's facts, who may ask. */
export class TheDocket1790000000001 implements MigrationInterface {
  readonly name = 'TheDocket1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NOTE_TABLES);
    await runner.query(TRIBUNAL_TABLES);
    await runner.query(ACCESS_TABLES);
    await runner.query(`
      CREATE FUNCTION assize.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% of assize.% is refused: its rows are inserted, never changed', TG_OP, TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$;
      ${INSERT_ONLY.map(guard).join('')}
      CREATE TRIGGER conflicts_stay BEFORE DELETE ON assize.conflicts
        FOR EACH ROW EXECUTE FUNCTION assize.refuse_change();
      CREATE TRIGGER conflicts_no_truncate BEFORE TRUNCATE ON assize.conflicts
        FOR EACH STATEMENT EXECUTE FUNCTION assize.refuse_change();`);
    await runner.query(MAKE_ROLE);
  }

  async down(): Promise<void> {
    throw new Error('the docket is never taken down: restore a backup into another database instead');
  }
}
