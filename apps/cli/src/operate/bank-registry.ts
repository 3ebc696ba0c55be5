import { readPublicKey } from '../read-document.ts';
import { formatTable } from '../table.ts';
import { actorName, orRefuse, withStore } from './open-store.ts';
import { CliError } from '../cli-error.ts';

const LIST = 'assize banks list';

/** What a change of the registry prints. */
interface Shown {
  readonly json?: true;
}

/** addBank registers a bank with its first key. */
export async function addBank(name: string, keyFile: string, { json }: Shown): Promise<void> {
  const bank = parseBankName(name);
  const key = await readPublicKey(keyFile);
  await withStore(async ({ access }) => orRefuse(await access.addBank(bank, key, actorName()), LIST));
  print(json, { bank, party: key.id }, `${bank} is registered; it signs requests as ${key.id}`);
}

/** rotateBank gives a bank a new key: the old ones sign no more requests, and notes that they signed stay good. */
export async function rotateBank(bank: string, keyFile: string, { json }: Shown): Promise<void> {
  const key = await readPublicKey(keyFile);
  await withStore(async ({ access }) => orRefuse(await access.rotateBank(bank, key, actorName()), LIST));
  print(json, { bank, party: key.id }, `${bank} signs requests as ${key.id} from now on`);
}

/** revokeBank shuts a bank out: its requests, its tokens and its notes. */
export async function revokeBank(bank: string, { json }: Shown): Promise<void> {
  await withStore(async ({ access }) => orRefuse(await access.revokeBank(bank, actorName()), LIST));
  print(json, { bank, revoked: true }, `${bank} is revoked: neither its key nor its tokens are good any more`);
}

/** listBanks prints the banks with their keys, the present one first. */
export async function listBanks({ json }: Shown): Promise<void> {
  const banks = await withStore(({ access }) => access.listBanks());
  if (json === true) {
    process.stdout.write(`${JSON.stringify(banks)}\n`);
    return;
  }
  if (banks.length === 0) {
    process.stderr.write('no bank is registered: assize banks add NAME KEYFILE\n');
    return;
  }
  const rows = banks.flatMap(({ bank, revokedAt, keys }) =>
    keys.map(({ party, addedAt, retiredAt }, i) => [
      i === 0 ? bank : '',
      party,
      `since ${dayOf(addedAt)}`,
      revokedAt !== null ? `revoked ${dayOf(revokedAt)}` : retiredAt !== null ? `retired ${dayOf(retiredAt)}` : '',
    ]),
  );
  process.stdout.write(`${formatTable(rows, { indent: 0 })}\n`);
}

/** Names stand in lists, logs and rate limits, so that they are plain. */
function parseBankName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) return name;
  throw new CliError(
    'usage',
    `${JSON.stringify(name)} is no name for a bank: 1 to 63 of a to z, 0 to 9, ".", "_", "-"`,
    {
      hint: 'assize banks add north north.json',
    },
  );
}

/** dayOf shows an instant as its day in UTC. */
export const dayOf = (at: Date): string => new Date(at).toISOString().slice(0, 10);

function print(json: true | undefined, value: object, words: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(value) : words}\n`);
}
