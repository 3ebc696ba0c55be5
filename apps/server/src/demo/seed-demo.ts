/**
 * The demo: four banks, their customers and a small market of signed conflicts, handed in through the service as banks
 * would. Whatever is there already changes nothing, so that a demo that was interrupted is simply seeded again.
 */
import { hashToken, keepDemoAccess, makeToken, readDemoAccess, type Config, type DemoAccess } from '#config';
import type { Access, Refused } from '#store';
import { SCOPES, type TribunalService } from '#tribunal';
import { areJudged, bringToLight, handIn, handInStory, vouchForAll } from './hand-in.ts';
import { drawCases } from './market.ts';
import { buildTown, type Bank } from './people.ts';
import { startSource } from './random.ts';
import { readStories, readTrial } from './stories.ts';

/** What the demo needs of the store: to let its banks in. */
type DemoDesk = Pick<Access, 'addBank' | 'createToken' | 'listBanks'>;

interface DemoOptions {
  readonly onProgress: (what: string) => void;
  /** How long it may wait for workers before it goes on without them. */
  readonly patienceMs?: number;
}

/** Who is on record for what the demo adds. */
const ACTOR = 'demo';
/** The same seed makes the same market. */
const SEED = 7;
const TOKEN_DAYS = 365;
const PATIENCE_MS = 12_000;

/** seedDemo fills a tribunal whose workers run, and answers a token of the bank `north`. */
export async function seedDemo(
  tribunal: TribunalService,
  desk: DemoDesk,
  { onProgress, patienceMs = PATIENCE_MS }: DemoOptions,
): Promise<DemoAccess> {
  const source = startSource(`assize demo: ${SEED}`);
  const town = buildTown(source, SEED);
  const stories = readStories();
  const cases = drawCases(source, town, SEED);
  await letIn(desk, town.banks);
  onProgress(`${town.banks.length} banks`);
  await vouchForAll(tribunal, town);
  onProgress(`${town.banks.length} banks, ${town.holders.length + town.cast.length} holders`);
  const total = cases.length + stories.length;
  for (const [i, one] of cases.entries()) {
    await handIn(tribunal, town, one, i % 2 === 0);
    if (i % 5 === 4) onProgress(`${i + 1} of ${total} cases`);
  }
  for (const story of stories) await handInStory(tribunal, town, story);
  onProgress(`${total} cases, waiting for their verdicts`);
  await areJudged(tribunal, town, cases, patienceMs);
  for (const one of cases) await bringToLight(tribunal, town, one);
  const expiresAt = new Date(Date.now() + TOKEN_DAYS * 86_400_000);
  const { id, token, hash } = makeToken();
  const entry = { id, hash, kind: 'bank', bank: 'north', name: 'demo', scopes: SCOPES, expiresAt } as const;
  allow(await desk.createToken(entry, ACTOR));
  const trial = readTrial();
  onProgress(
    `${total} cases, ${town.banks.length} banks, ${town.holders.length + town.cast.length} holders (seed ${SEED})`,
  );
  return { token, example: trial === null ? null : { file: trial.file, conflict: trial.conflict } };
}

/**
 * offerDemo gives the access to the demo of a data folder, and fills the tribunal with it first where `DEMO` says so and
 * nobody but the demo’s own banks is in it; null where there is no demo.
 */
export async function offerDemo(
  tribunal: TribunalService,
  desk: DemoDesk & Pick<Access, 'findToken'>,
  { demo, dataDir }: Pick<Config, 'demo' | 'dataDir'>,
  onProgress: DemoOptions['onProgress'],
): Promise<DemoAccess | null> {
  const kept = readDemoAccess(dataDir);
  // Another database may be behind the folder by now.
  if (kept !== null && (await desk.findToken(hashToken(kept.token))) !== null) {
    onProgress('there already');
    return kept;
  }
  if (demo !== true || !(await isOnlyDemo(desk))) return null;
  const made = await seedDemo(tribunal, desk, { onProgress });
  keepDemoAccess(dataDir, made);
  return made;
}

/** Whether a tribunal has no banks, or the demo’s with the demo’s keys: what was begun is then gone on with. */
async function isOnlyDemo(desk: Pick<Access, 'listBanks'>): Promise<boolean> {
  const ours = new Set<string>(buildTown(startSource(''), SEED).banks.map(({ key }) => key.id));
  const banks = await desk.listBanks();
  return banks.every(({ keys }) => keys.every(({ party }) => ours.has(party)));
}

async function letIn(desk: DemoDesk, banks: readonly Bank[]): Promise<void> {
  const there = new Set((await desk.listBanks()).map(({ bank }) => bank));
  for (const { name, key } of banks) if (!there.has(name)) allow(await desk.addBank(name, key, ACTOR));
}

function allow(outcome: Refused | null): void {
  if (outcome !== null) throw new Error(`the demo was refused: ${outcome.refused}`);
}
