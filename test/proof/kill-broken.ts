/** What the proof "kill" must catch: filings that are acknowledged before they are anywhere. */
import { conflictIdOf } from '#arbitration';
import { pause, type Answer, type Client } from './harness/index.ts';

const HELD_MS = 400;
const ANSWER_MS = 250;

/** acknowledgeEarly answers for the service at once, and passes filings on a little later, whatever comes of them. */
export function acknowledgeEarly(client: Client): Client {
  return {
    ...client,
    post: async (path, body, headers) => {
      void pause(Math.random() * HELD_MS).then(() => client.post(path, body, headers));
      await pause(ANSWER_MS);
      return acknowledgement(body as Filed);
    },
  };
}

interface Filed {
  readonly claims?: readonly { readonly transcript: readonly string[] }[];
  readonly transcript?: readonly string[];
}

function acknowledgement({ claims, transcript }: Filed): Answer {
  const [note] = claims?.[0]?.transcript ?? transcript ?? [];
  const { iss, jti } = JSON.parse(Buffer.from(note?.split('.')[1] ?? 'e30', 'base64url').toString()) as Record<
    string,
    string
  >;
  const location = note === undefined ? {} : { location: `/v1/conflicts/${conflictIdOf(iss!, jti!)}` };
  return { status: 202, headers: location, text: '', body: {}, ms: 0 };
}
