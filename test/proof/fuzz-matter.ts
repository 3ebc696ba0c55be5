/** Good cases for proof "fuzz" to spoil: signed spends, evidence of every kind, and the submissions in examples/. */
import { readdirSync, readFileSync } from 'node:fs';
import { readKey, isFault, type Json, type PrivateKey } from '#statements';
import { openStore } from '#store';
import { doubleSpend, keyOf, say, type DoubleSpend } from '../service/town.ts';
import { fileOf, type FuzzMatter } from './fuzz-inputs.ts';
import { draw, type Place, type Random, type Server } from './harness/index.ts';

const SPENDS = 12;
const FOLDERS = ['shapes', 'findings', 'defects', 'outcomes'];

/** gatherMatter files some cases, of an age of their own: cases that everything is added to would grow without end. */
export async function gatherMatter(place: Place, server: Server, random: Random, age: number): Promise<FuzzMatter> {
  const { north, south } = place.banks;
  const keys = new Map<string, PrivateKey>();
  const know = (key: PrivateKey): unknown => keys.set(key.id, key);
  const witness = keyOf('fuzz witness');
  for (const key of [north.key, south.key, witness]) know(key);
  const spends = Array.from({ length: SPENDS }, (_, i) => {
    const spend = doubleSpend(`fuzz-${age}-${i}`, {
      issuer: north.key,
      bank: south.key,
      ways: 2 + (i % 3),
      hops: 1 + (i % 4),
    });
    know(spend.holder);
    for (let way = 0; way < 5; way += 1)
      for (let hop = 0; hop < 5; hop += 1) know(keyOf(`${spend.serial} ${way} ${hop}`));
    return spend;
  });
  const client = server.client(north);
  const conflicts: string[] = [];
  for (const { claims } of spends.slice(0, 4)) {
    const { status, body } = await client.post('/v1/conflicts', { claims });
    if (status !== 202) throw new Error(`a good submission got ${status} ${JSON.stringify(body)}`);
    conflicts.push(body['id'] as string);
  }
  const evidence = spends.map((spend, i) =>
    evidenceOf(spend, conflicts[i] ?? draw(random, conflicts), north.key, witness),
  );
  // Their bank may report of customers that it vouched for.
  const registrations = spends.map(({ holder }) => say('registration+jwt', { sub: holder.id }, north.key));
  await client.post('/v1/registrations', { statements: registrations });
  return {
    banks: [north, south],
    conflicts,
    spends,
    keys,
    evidence,
    submissions: FOLDERS.flatMap((folder) =>
      readdirSync(fileOf(`examples/${folder}/`))
        .filter((name) => name.endsWith('.json'))
        .map(
          (name) => JSON.parse(readFileSync(fileOf(`examples/${folder}/${name}`), 'utf8')) as Record<string, unknown>,
        ),
    ),
  };
}

/** letExamplesIn registers the banks of examples/. */
export async function letExamplesIn(place: Place): Promise<void> {
  const store = await openStore({ url: await place.databaseUrl(), connections: 1 });
  const register = JSON.parse(readFileSync(fileOf('examples/banks.json'), 'utf8')) as Json[];
  for (const [i, jwk] of register.entries()) {
    const key = readKey(jwk, 'bank');
    if (isFault(key)) throw new Error(key.why);
    await store.access.addBank(`example-${i}`, key, 'proof');
  }
  await store.close();
}

function evidenceOf(spend: DoubleSpend, cas: string, bank: PrivateKey, witness: PrivateKey): string[] {
  const { note: sub, holder, claimants } = spend;
  const [claimant] = claimants;
  return [
    say('receipt+jwt', { sub, frm: holder.id }, claimant!),
    say('check+jwt', { sub, sts: 'unspent', nce: 'n' }, bank),
    say('timestamp+jwt', { ref: sub }, witness),
    say('attestation+jwt', { sub: holder.id, lvl: 'hardware' }, witness),
    say('compromise+jwt', { sub: holder.id, snc: 1_790_000_000 }, holder),
    say('registration+jwt', { sub: holder.id }, bank),
    say('testimony+jwt', { cas, sub, say: 'received_in_good_faith', txt: 'words' }, claimant!),
    say('delivery+jwt', { sub, to: claimant!.id }, holder),
  ];
}
