/** What proof "fuzz" must catch: a service that trusts what it is sent, and shows its inside when that fails. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Naive {
  readonly port: number;
  close(): void;
}

/** startNaive answers like the service where all is well; bodies go through JSON.parse and are used as they are. */
export async function startNaive(): Promise<Naive> {
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: Error) => {
      response.writeHead(500, { 'content-type': 'text/html' });
      response.end(`<pre>${error.stack ?? ''}</pre>`);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const path = decodeURIComponent(request.url!);
  if (request.method === 'POST' && path.startsWith('/v1/conflicts')) {
    const { claims } = JSON.parse(Buffer.concat(chunks).toString()) as { claims: { transcript: string[] }[] };
    for (const { transcript } of claims) JSON.parse(Buffer.from(transcript[0]!.split('.')[1]!, 'base64url').toString());
  }
  response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'n' });
  response.end('{}');
}
