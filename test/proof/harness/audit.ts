/** Looks over everything that the service keeps, with nothing of its own code: what must hold after any fault. */
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import {
  readPage,
  type CasePage,
  type CaseRow,
  type EventRow,
  type FactRow,
  type Query,
  type VerdictRow,
} from './docket-rows.ts';

export interface Audit {
  readonly cases: number;
  readonly claims: number;
  readonly evidence: number;
  readonly verdicts: number;
  readonly facts: number;
  /** What does not hold, in words; empty where all is well. */
  readonly faults: readonly string[];
}

const PAGE = 500;

/** audit reads the whole database; nothing may be at work on it. */
export async function audit(query: Query): Promise<Audit> {
  const faults: string[] = [];
  const sum = { cases: 0, claims: 0, evidence: 0, verdicts: 0 };
  const keys = await query<{ jwk: JsonWebKey }>('SELECT jwk FROM assize.tribunal_keys');
  const publicKeys = keys.map(({ jwk }) => createPublicKey({ key: jwk, format: 'jwk' }));
  const facts = await readFacts(query, faults);
  const known = { digests: new Set<string>(), ids: new Set<string>() };
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = await readPage(query, after, PAGE);
    for (const row of page.cases) {
      const tell = (what: string): void => void faults.push(`case ${row.id}: ${what}`);
      checkFilings(row, page, tell);
      const closed = checkEvents(row, page.events.get(row.id) ?? [], tell);
      const verdicts = page.verdicts.get(row.id) ?? [];
      const rounds = checkVerdicts(row, verdicts, publicKeys, known, tell);
      checkFacts(row.id, rounds, closed, facts.get(row.id) ?? [], tell);
      sum.cases += 1;
      sum.claims += page.claims.get(row.id)?.length ?? 0;
      sum.evidence += page.evidence.get(row.id)?.length ?? 0;
      sum.verdicts += verdicts.length;
    }
    if (page.cases.length < PAGE) break;
    after = page.cases.at(-1)!.id;
  }
  const [left] = await query<{ size: number }>('SELECT count(*)::integer AS size FROM assize.outbox');
  if (left!.size > 0) faults.push(`${left!.size} hints are left in the outbox`);
  return { ...sum, facts: [...facts.values()].reduce((size, list) => size + list.length, 0), faults };
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('base64url');

/** Claims and evidence are as many as the row and the events say, and every text is the one that its hash names. */
function checkFilings(row: CaseRow, page: CasePage, tell: (what: string) => void): void {
  const claims = page.claims.get(row.id) ?? [];
  const evidence = page.evidence.get(row.id) ?? [];
  const texts = page.texts.get(row.id) ?? new Map<string, Uint8Array>();
  if (claims.length !== row.claims) tell(`its row says ${row.claims} claims, and there are ${claims.length}`);
  if (claims.some(({ ordinal }, i) => ordinal !== i + 1)) tell('its claims are not numbered 1, 2, 3 …');
  for (const [hash, text] of texts) if (sha256(text) !== hash) tell(`the text ${hash} is another text`);
  for (const { transcript } of claims) {
    for (const entry of JSON.parse(transcript) as unknown[]) {
      if (typeof entry === 'string' && !texts.has(entry)) tell(`the statement ${entry} of a claim is gone`);
    }
  }
  for (const { hash } of evidence) if (!texts.has(hash)) tell(`the evidence ${hash} is gone`);
  const told = (page.events.get(row.id) ?? []).filter(({ kind }) => kind === 'claim_added');
  const named = told.map(({ body }) => body['claim']);
  if (claims.some(({ id }) => !named.includes(id)) || named.length !== claims.length) {
    tell('its events do not tell of each claim once');
  }
  const withClaims = told.reduce((size, { body }) => size + (body['evidence'] as number), 0);
  const late = (page.events.get(row.id) ?? []).filter(({ kind }) => kind === 'evidence_added');
  const later = late.reduce((size, { body }) => size + (body['statements'] as number), 0);
  if (withClaims + later !== evidence.length) {
    tell(`its events tell of ${withClaims + later} pieces of evidence, and there are ${evidence.length}`);
  }
  if ((row.begun_at !== null) !== claims.length > 1)
    tell('it has begun exactly where there are two claims: not so here');
}

const AFTER: Readonly<Record<string, string>> = {
  begun: 'received',
  examined: 'examined',
  proposed: 'proposed',
  finalised: 'final',
  reopened: 'reopened',
  frozen: 'frozen',
};
/** From which states an event may come. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  begun: ['waiting'],
  examined: ['received', 'examined', 'proposed', 'final', 'reopened', 'frozen'],
  proposed: ['examined'],
  finalised: ['proposed'],
  reopened: ['final'],
  frozen: ['examined'],
};

/**
 * The events, added up, are the row; nothing is left unexamined, and nothing was closed over unexamined filings. Answers
 * the rounds that were closed.
 */
function checkEvents(row: CaseRow, events: readonly EventRow[], tell: (what: string) => void): number[] {
  const closed: number[] = [];
  let state = 'waiting';
  let [revision, examined, round, verdict]: [number, number | null, number | null, string | null] = [
    0,
    null,
    null,
    null,
  ];
  let last = 0;
  for (const [i, { seq, kind, at, body }] of events.entries()) {
    if (seq !== i) tell(`its events are not numbered 0, 1, 2 …: ${seq} stands at ${i}`);
    if (at.getTime() < last) tell(`event ${seq} is earlier than the one before it`);
    last = at.getTime();
    if (BEFORE[kind]?.includes(state) === false) tell(`event ${seq} is "${kind}" of a ${state} case`);
    if (kind === 'claim_added' || kind === 'evidence_added') revision += 1;
    if (kind === 'finalised' && examined !== revision) tell('it was closed over something that was not examined');
    if (kind === 'finalised') closed.push(round ?? -1);
    if (kind === 'examined') examined = body['revision'] as number;
    if (kind === 'proposed') [round, verdict] = [body['round'] as number, body['verdict'] as string];
    if (!(kind === 'examined' && state === 'final')) state = AFTER[kind] ?? state;
  }
  const folded = JSON.stringify([state, revision, examined, round, verdict, events.length]);
  const kept = JSON.stringify([row.state, row.revision, row.examined, row.round, row.verdict, row.events]);
  if (folded !== kept) tell(`its events add up to ${folded}, and its row says ${kept}`);
  if (row.begun_at !== null && row.examined !== row.revision) tell(`revision ${row.revision} is not examined`);
  if ((row.state === 'proposed') !== (row.deadline !== null))
    tell(`it is ${row.state}, with the deadline ${String(row.deadline)}`);
  return closed;
}

interface Round {
  readonly questions: readonly { readonly out: string }[];
}

/** One chain of verdicts, each round once, each naming the one that it replaces, each signed by the tribunal. */
function checkVerdicts(
  row: CaseRow,
  verdicts: readonly VerdictRow[],
  keys: readonly ReturnType<typeof createPublicKey>[],
  known: { readonly digests: Set<string>; readonly ids: Set<string> },
  tell: (what: string) => void,
): Round[] {
  let previous: string | null = null;
  const rounds: Round[] = [];
  for (const [i, { round, digest, replaces, statement }] of verdicts.entries()) {
    if (round !== i) tell(`its verdicts are not rounds 0, 1, 2 …: ${round} stands at ${i}`);
    const [header = '', payload = '', signature = ''] = statement.split('.');
    const signed = `${header}.${payload}`;
    if (sha256(signed) !== digest) tell(`the verdict of round ${round} is not the one that its digest names`);
    const bytes = Buffer.from(signature, 'base64url');
    if (!keys.some((key) => verify(null, Buffer.from(signed), key, bytes))) {
      tell(`the signature of round ${round} is not the tribunal's`);
    }
    const said = readJson(payload);
    if (said['cas'] !== row.id || said['rnd'] !== round) tell(`the verdict of round ${round} is about something else`);
    if (replaces !== previous || (said['prv'] ?? null) !== previous) {
      tell(`the verdict of round ${round} replaces ${String(said['prv'])}, not ${String(previous)}`);
    }
    if (known.digests.has(digest) || known.ids.has(String(said['jti'])))
      tell(`the verdict of round ${round} is there twice`);
    known.digests.add(digest);
    known.ids.add(String(said['jti']));
    rounds.push({ questions: (said['qst'] ?? []) as Round['questions'] });
    previous = digest;
  }
  if (row.verdict !== previous)
    tell(`its row names the verdict ${String(row.verdict)}, and the last is ${String(previous)}`);
  return rounds;
}

const readJson = (part: string): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Each round asked its questions once and took back those of the round before; what a closed one proved was told once. */
function checkFacts(
  conflict: string,
  rounds: readonly Round[],
  closed: readonly number[],
  facts: readonly FactRow[],
  tell: (what: string) => void,
): void {
  const wanted = rounds.flatMap(({ questions }, round) =>
    questions.flatMap(({ out }, i) => {
      const id = round === 0 ? `${conflict}#${i}` : `${conflict}#${i}@${round}`;
      return [
        `conflict ${id}`,
        ...(round === rounds.length - 1 ? [] : [`retraction ${id}`]),
        ...(closed.includes(round) && out !== 'not_proven' ? [`resolution ${id}`] : []),
      ];
    }),
  );
  const there = facts.map(({ kind, id }) => `${kind} ${id}`);
  if (JSON.stringify(there.sort()) !== JSON.stringify(wanted.sort())) {
    tell(`its facts are ${JSON.stringify(there)}, not ${JSON.stringify(wanted)}`);
  }
}

/** The stream is numbered without a gap, and its times do not fall. */
async function readFacts(query: Query, faults: string[]): Promise<Map<string, FactRow[]>> {
  const byCase = new Map<string, FactRow[]>();
  let [seq, at] = [0, 0];
  for (;;) {
    const rows = await query<FactRow & { readonly seq: string; readonly at: number; readonly conflict: string | null }>(
      `SELECT seq, at, kind, conflict_id AS conflict, coalesce(body->>'id', body->>'conflict') AS id
       FROM assize.facts WHERE seq > $1 ORDER BY seq LIMIT 10000`,
      [seq],
    );
    for (const row of rows) {
      if (Number(row.seq) !== seq + 1) faults.push(`fact ${seq + 1} is not there`);
      if (row.at < at) faults.push(`fact ${row.seq} is earlier than the one before it`);
      [seq, at] = [Number(row.seq), row.at];
      if (row.conflict === null) continue;
      const known = byCase.get(row.conflict);
      if (known === undefined) byCase.set(row.conflict, [row]);
      else known.push(row);
    }
    if (rows.length < 10_000) return byCase;
  }
}
