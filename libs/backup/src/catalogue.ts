/** What a schema holds, from the database's own catalogue (PostgreSQL, "System Catalogs"); no table is known by name but the migrations'. */
import { escapeIdentifier, type Client } from 'pg';

export const SCHEMA = 'assize';
/** Where the program notes which migrations ran; its rows are the program's, not the service's. */
const MIGRATIONS = 'migrations';

export interface Table {
  readonly table: string;
  /** Without generated ones, in their order. */
  readonly columns: readonly string[];
  /** Empty where it has no primary key. */
  readonly key: readonly string[];
}

/** A foreign key that points to a table which is filled later: the tables refer to each other in a circle. */
export interface LateReference {
  readonly table: string;
  readonly constraint: string;
  readonly isDeferrable: boolean;
}

export interface Catalogue {
  /** In an order in which foreign keys let them be filled, by name where they leave it open. */
  readonly tables: readonly Table[];
  readonly late: readonly LateReference[];
  readonly sequences: readonly string[];
  /** The names of the migrations that ran. */
  readonly migrations: readonly string[];
}

/** nameIn writes a name of a schema for SQL. */
export const nameIn = (schema: string, name: string): string => `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;

/** schemasLike lists the schemas whose name begins so. */
export async function schemasLike(client: Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ nspname: string }>(
    'SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1) ORDER BY nspname',
    [prefix],
  );
  return rows.map(({ nspname }) => nspname);
}

/** readCatalogue reads what a schema holds; null where there is no such schema. */
export async function readCatalogue(client: Client, schema: string): Promise<Catalogue | null> {
  const { rows: found } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (found.length === 0) return null;
  // A partition's rows are read and written through its parent.
  const { rows: relations } = await client.query<{ table: string; columns: string[]; key: string[] }>(
    `SELECT c.relname AS table,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY a.attnum) AS columns,
       ARRAY(SELECT a.attname::text FROM pg_index i
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, n)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.n) AS key
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY c.relname COLLATE "C"`,
    [schema],
  );
  const { rows: references } = await client.query<Reference>(
    `SELECT f.relname AS "from", t.relname AS "to", k.conname AS constraint, k.condeferrable AS "isDeferrable"
     FROM pg_constraint k
     JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     JOIN pg_namespace n ON n.oid = f.relnamespace
     WHERE n.nspname = $1 AND k.contype = 'f' AND k.conparentid = 0 AND f.oid <> t.oid
     ORDER BY f.relname COLLATE "C", k.conname COLLATE "C"`,
    [schema],
  );
  const tables = relations.filter(({ table }) => table !== MIGRATIONS);
  const ordered = inFillingOrder(tables, references);
  const place = new Map(ordered.map(({ table }, i) => [table, i]));
  return {
    tables: ordered,
    late: references
      .filter(({ from, to }) => place.get(to)! > place.get(from)!)
      .map(({ from, constraint, isDeferrable }) => ({ table: from, constraint, isDeferrable })),
    sequences: await readSequences(client, schema),
    migrations: tables.length < relations.length ? await readMigrations(client, schema) : [],
  };
}

interface Reference {
  readonly from: string;
  readonly to: string;
  readonly constraint: string;
  readonly isDeferrable: boolean;
}

/** Tables after those they refer to; where they refer to each other in a circle, the first by name begins. */
function inFillingOrder(tables: readonly Table[], references: readonly Reference[]): Table[] {
  const ordered: Table[] = [];
  const left = new Map(tables.map((table) => [table.table, table]));
  while (left.size > 0) {
    const free = [...left.values()].find(
      ({ table }) => !references.some(({ from, to }) => from === table && left.has(to)),
    );
    const next = free ?? [...left.values()][0]!;
    ordered.push(next);
    left.delete(next.table);
  }
  return ordered;
}

async function readSequences(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'S' AND NOT EXISTS (
       SELECT 1 FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
       WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
         AND d.deptype IN ('a', 'i') AND t.relname = $2)
     ORDER BY c.relname COLLATE "C"`,
    [schema, MIGRATIONS],
  );
  return rows.map(({ relname }) => relname);
}

async function readMigrations(client: Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${nameIn(schema, MIGRATIONS)} ORDER BY id`);
  return rows.map(({ name }) => name);
}
