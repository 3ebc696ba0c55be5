import { Socket } from 'node:net';
import { Client } from 'pg';

/** One connection, with settings under which rows read and write the same everywhere. */
export interface Session {
  readonly client: Client;
  readonly close: () => Promise<void>;
}

const SETTINGS = `
  SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres';
  SET bytea_output = 'hex'; SET extra_float_digits = 1; SET xmloption = 'content'; SET standard_conforming_strings = on;
  SET search_path = pg_catalog; SET row_security = off; SET lock_timeout = '30s'`;
/** A large table takes its time, and a transaction of ours is idle while the disk is slow; not every version has them all. */
const TIMEOUTS = [
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
];

/** openSession connects to a database. */
export async function openSession(url: string, name: string): Promise<Session> {
  const socket = new Socket();
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    stream: () => socket,
  });
  // A connection that breaks fails the query that waits for it.
  client.on('error', () => {});
  await client.connect();
  const session = {
    client,
    // In the middle of a COPY there is no polite end.
    close: () => Promise.race([client.end(), hangUp(socket)]),
  };
  try {
    await client.query(SETTINGS);
    await client.query(`SELECT set_config(name, '0', false) FROM pg_settings WHERE name = ANY($1)`, [TIMEOUTS]);
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

const PATIENCE_MS = 2_000;

async function hangUp(socket: Socket): Promise<void> {
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
  socket.destroy();
}
