import { createServer, type AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { findListener } from './find-listener.ts';

describe('findListener', () => {
  it('finds this process while it listens, and nobody afterwards', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const found = findListener(port)?.pid ?? null;
    await new Promise((resolve) => server.close(resolve));
    expect(found).toBe(platform() === 'linux' ? process.pid : null);
    expect(findListener(port)).toBeNull();
  });
});
