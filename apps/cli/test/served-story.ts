/** A story of the examples as a service would answer it, made by the libraries that the service decides with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  decide,
  EXPRESS_POLICY,
  signVerdict,
  toCustodyRecord,
  toJudgementRecord,
  verdictPayload,
  type Decision,
} from '#arbitration';
import { examine, isRefusal, parseSubmission } from '#custody';
import { createMarket } from '#inference';
import { isFault, makePrivateKey, native, startVerification, type Json } from '#statements';
import type { ConflictView, CustodyView, VerdictView } from '#tribunal';

export interface ServedStory {
  /** Its file. */
  readonly path: string;
  readonly decision: Decision;
  readonly conflict: ConflictView;
  readonly custody: CustodyView;
  readonly verdict: VerdictView;
}

export const storyFile = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/stories/${name}.json`, import.meta.url));

const TIME = '2026-11-22T09:30:00.120Z';

/** serveStory judges a story under the express policy and puts it into the service's documents. */
export function serveStory(name: string): ServedStory {
  const path = storyFile(name);
  const submission = parseSubmission(JSON.parse(readFileSync(path, 'utf8')) as Json);
  if (isRefusal(submission)) throw new Error(submission.why);
  const examination = examine(submission, startVerification(native));
  if (isRefusal(examination)) throw new Error(examination.why);
  const market = createMarket();
  const decision = decide(examination, market, EXPRESS_POLICY);
  const { questions, culpability, awards } = toJudgementRecord(decision) as Record<string, Json>;
  const id = decision.conflict!;
  const ids = submission.claims.map((_claim, i) => `claim-${i}`);
  const payload = verdictPayload(decision, market, { jti: 'v-1', iat: 1_790_000_000 })!;
  const signed = signVerdict(payload, makePrivateKey('Ed25519', Buffer.alloc(32, 7)));
  if (isFault(signed)) throw new Error(signed.why);
  const { steps, claims } = examination.graph;
  const edges = new Map<string, { from: string; to: string }>();
  for (const { steps: way } of claims) {
    for (const [i, { digest: to }] of way.slice(1).entries()) edges.set(to, { from: way[i]!.digest, to });
  }
  return {
    path,
    decision,
    conflict: {
      id,
      state: 'proposed',
      outcome: examination.outcome,
      note: examination.note,
      issuer: examination.terms!.issuer,
      serial: examination.terms!.serial,
      policy: EXPRESS_POLICY.id,
      revision: 2,
      examined: 2,
      round: 0,
      verdict: signed.digest,
      createdAt: TIME,
      begunAt: TIME,
      deadline: '2026-11-25T09:30:00.120Z',
      claims: submission.claims.map(({ bank, receivedAtText, paid, evidence }, i) => ({
        id: ids[i]!,
        redemption: examination.claims[i]!.digest,
        bank,
        submittedBy: 'north',
        receivedAt: receivedAtText,
        paid,
        evidence: evidence.length,
        reference: i === 0 ? 'R-1\u0007' : null,
      })),
      parties: [{ party: examination.claims[0]!.claimant!, roles: ['claimant'], next: 'appealable', by: TIME }],
      assessment: { policy: EXPRESS_POLICY.id, questions, culpability, awards },
    },
    custody: {
      conflict: id,
      revision: 2,
      custody: { ...toCustodyRecord(examination), claimIds: ids },
      graph: {
        nodes: steps.map(({ digest, kind, issuer }) => ({ digest, kind, issuer })),
        edges: [...edges.values()],
      },
    },
    verdict: {
      round: 0,
      digest: signed.digest,
      replaces: null,
      at: TIME,
      statement: signed.text,
      payload: signed.payload,
      log: null,
    },
  };
}
