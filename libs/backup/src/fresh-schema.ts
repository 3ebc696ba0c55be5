/**
 * Empty tables beside those in use. Migrations make them under the schema's own name, so the old schema steps aside for
 * as long as they run (about a second), and back before anything is loaded.
 */
import { escapeIdentifier, type Client } from 'pg';
import { failure } from './backup-fault.ts';
import { nameIn, readCatalogue, SCHEMA, schemasLike, type Catalogue } from './catalogue.ts';

const ASIDE = `${SCHEMA}_aside_`;
const FRESH = `${SCHEMA}_fresh_`;
const BEFORE = `${SCHEMA}_before_`;

/** The tables that are there before a restore. */
export type OldTables = 'absent' | 'empty' | 'filled';

/** lookAtOld tells what the schema holds. */
export async function lookAtOld(client: Client): Promise<OldTables> {
  const catalogue = await readCatalogue(client, SCHEMA);
  if (catalogue === null) return 'absent';
  return (await findRows(client, catalogue)) === null ? 'empty' : 'filled';
}

/** findRows names a table that has rows; null where none has. */
export async function findRows(client: Client, { tables }: Catalogue): Promise<string | null> {
  for (const { table } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM ${nameIn(SCHEMA, table)} LIMIT 1`);
    if (rows.length > 0) return table;
  }
  return null;
}

/** refuseInterrupted refuses to take what a killed restore left for the service's tables. */
export async function refuseInterrupted(client: Client): Promise<void> {
  const [aside] = await schemasLike(client, ASIDE);
  if (aside === undefined) return;
  throw failure(
    'in_use',
    `a restore is at work or was killed: the tables are in the schema ${aside}`,
    'wait, or say assize restore again, which puts them back first',
  );
}

/** undoInterrupted takes back what a restore left that was killed; false where there was nothing of the kind. */
export async function undoInterrupted(client: Client): Promise<boolean> {
  const left = await schemasLike(client, FRESH);
  for (const schema of left) await drop(client, schema);
  const [aside] = await schemasLike(client, ASIDE);
  if (aside === undefined) return left.length > 0;
  if ((await lookAtOld(client)) === 'filled') {
    throw failure(
      'in_use',
      `an earlier restore was killed and left your tables in the schema ${aside}, and since then others were filled`,
      `decide which are right: DROP SCHEMA ${SCHEMA} CASCADE or DROP SCHEMA ${aside} CASCADE, and rename ${aside} to ${SCHEMA} if it stays`,
    );
  }
  await atOnce(client, [`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`, renaming(aside, SCHEMA)]);
  return true;
}

/**
 * makeFresh has `make` make empty tables and gives the name of their schema: the final one where there was none. Where
 * `make` fails, everything is as it was.
 */
export async function makeFresh(
  client: Client,
  old: OldTables,
  stamp: string,
  make: () => Promise<void>,
): Promise<string> {
  if (old === 'absent') {
    await orUndo(make, () => dropIfEmpty(client));
    return SCHEMA;
  }
  const [aside, fresh] = [`${ASIDE}${stamp}`, `${FRESH}${stamp}`];
  await client.query(renaming(SCHEMA, aside));
  await orUndo(make, () => atOnce(client, [`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`, renaming(aside, SCHEMA)]));
  await atOnce(client, [renaming(SCHEMA, fresh), renaming(aside, SCHEMA)]);
  return fresh;
}

/** dropFresh removes what makeFresh made. */
export const dropFresh = (client: Client, fresh: string): Promise<void> =>
  fresh === SCHEMA ? dropIfEmpty(client) : drop(client, fresh);

/** swap puts the fresh tables in the place of the old, within the open transaction; gives the schema that keeps the old. */
export async function swap(client: Client, fresh: string, old: OldTables, stamp: string): Promise<string | null> {
  if (fresh === SCHEMA) return null;
  const before = `${BEFORE}${stamp}`;
  await client.query(old === 'filled' ? renaming(SCHEMA, before) : `DROP SCHEMA ${SCHEMA} CASCADE`);
  await client.query(renaming(fresh, SCHEMA));
  return old === 'filled' ? before : null;
}

const renaming = (from: string, to: string): string =>
  `ALTER SCHEMA ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`;

const drop = async (client: Client, schema: string): Promise<void> => {
  await client.query(`DROP SCHEMA IF EXISTS ${escapeIdentifier(schema)} CASCADE`);
};

/** What somebody filled since is not ours to remove. */
async function dropIfEmpty(client: Client): Promise<void> {
  if ((await lookAtOld(client)) === 'empty') await drop(client, SCHEMA);
}

async function atOnce(client: Client, statements: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  await orUndo(
    async () => {
      for (const statement of statements) await client.query(statement);
      await client.query('COMMIT');
    },
    async () => {
      await client.query('ROLLBACK');
    },
  );
}

async function orUndo(work: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // Why the work failed says more than why it could not be undone; the next restore undoes it.
    await undo().catch(() => {});
    throw error;
  }
}
