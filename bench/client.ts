/** A bank's client, as cheap as Node has one: what it costs is taken from the same cores as what is measured. */
import { Agent, request } from 'node:http';
import type { Service } from './service.ts';

type Address = Pick<Service, 'url' | 'token'>;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** post hands in one submission and answers the conflict's id. */
export async function post(service: Address, body: string): Promise<string> {
  return (JSON.parse(await ask(service, '/v1/conflicts', 202, body)) as { id: string }).id;
}

/** read gets a page of the service. */
export const read = (service: Address, path: string): Promise<string> => ask(service, path, 200);

/** drive keeps so many requests in flight until all submissions are handed in. */
export async function drive(service: Address, submissions: readonly string[], clients: number): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < submissions.length) {
      next += 1;
      await post(service, submissions[next - 1]!);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

function ask({ url, token }: Address, path: string, wanted: number, body?: string): Promise<string> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method: body === undefined ? 'GET' : 'POST', agent, headers });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === wanted) resolve(text);
        else reject(new Error(`${path}: ${response.statusCode} ${text}`));
      });
    });
    sent.end(body);
  });
}
