import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort, keepServer, type PrivateServer } from './private-server.ts';

/** findRedis is the command of a Redis or Valkey server on this machine, or null. */
export const findRedis = (): string | null =>
  ['redis-server', 'valkey-server'].find((command) => spawnSync(command, ['--version']).status === 0) ?? null;

/** startPrivateRedis keeps nothing on disk: a kill forgets every hint. */
export async function startPrivateRedis(command: string): Promise<PrivateServer> {
  const folder = mkdtempSync(join(tmpdir(), 'assize-queue-redis-'));
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = keepServer({ command, args, as: {}, crash: 'SIGKILL', answers: () => isListening(port) });
  await server.start();
  return {
    url: `redis://127.0.0.1:${port}`,
    ...server,
    remove: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
