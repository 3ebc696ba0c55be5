/** Checks of what the service says of a case beside its verdicts: nobody signed it, but it must not contradict them. */
import type { Examination, Submission } from '#custody';
import { isJsonObject, type Json, type JsonObject, type Verification } from '#statements';
import canonicalize from 'canonicalize';
import type { Bundle } from './bundle.ts';
import { CASE_EVENT_KINDS, foldCase, type CaseEvent } from './case-state.ts';
import { examineFor } from './check-case.ts';
import { toCustodyRecord } from './judgement-record.ts';
import { failed, held, untold, type CheckResult } from './stated-verdict.ts';

/** checkEvents: the events make a case that can be, with these claims, rounds and verdicts (by digest), and no others. */
export function checkEvents({ events, submission, rounds }: Bundle, verdicts: readonly (string | null)[]): CheckResult {
  const isEvent = ({ kind, body }: JsonObject): boolean =>
    (CASE_EVENT_KINDS as readonly unknown[]).includes(kind) && isJsonObject(body);
  if (!events.every(isEvent)) return failed('an event is none that a case can have');
  const told = events as unknown as readonly CaseEvent[];
  try {
    foldCase(told);
  } catch (error) {
    return failed(`they make no case: ${(error as Error).message}`);
  }
  let [revision, claims, proposed] = [0, 0, 0];
  for (const { kind, body } of told) {
    if (kind === 'claim_added') claims += 1;
    if (kind === 'claim_added' || kind === 'evidence_added') revision += 1;
    if (kind === 'examined' && body['revision'] !== revision) return failed('they examine what was not there');
    if (kind !== 'proposed') continue;
    const [round, verdict] = [rounds[proposed], verdicts[proposed]];
    const isSame =
      body['round'] === proposed &&
      (verdict === null || body['verdict'] === verdict) &&
      round?.revision === revision &&
      round.claims === claims;
    if (!isSame) return failed(`they tell of another round ${proposed} than the bundle has`);
    proposed += 1;
  }
  if (claims !== submission.claims.length) {
    return failed(`they tell of ${claims} claims, and the submission has ${submission.claims.length}`);
  }
  return proposed === verdicts.length && proposed === rounds.length
    ? held('they tell of these claims, rounds and verdicts, and of no others')
    : failed(`they tell of ${proposed} verdicts, and the bundle has ${verdicts.length}`);
}

/** checkAccount: custody and graph are what the newest verdict's statements show, claims in the order of their arrival. */
export function checkAccount(bundle: Bundle, submission: Submission | null, verify: () => Verification): CheckResult {
  const { custody: view, rounds } = bundle;
  if (view === null) return rounds.length === 0 ? untold('there is none yet') : failed('there is none');
  if (view['conflict'] !== bundle.conflict) return failed('it is that of another case');
  if (submission === null) return untold('it is not known what it rests on');
  if (view['revision'] !== rounds.at(-1)?.revision)
    return untold('it was made of more than the newest verdict rests on');
  const examination = examineFor(bundle, submission, bundle.conflict, verify, (asArrived) => asArrived);
  if (examination === null) return failed('claims on different notes show nothing together');
  const told = isJsonObject(view['custody']) ? withoutWords(view['custody']) : null;
  if (canonicalize(told) !== canonicalize(withoutWords(toCustodyRecord(examination) as JsonObject))) {
    return failed('the claims or findings that it tells of are not those that the statements show');
  }
  if (canonicalize(sortGraph(view['graph'])) !== canonicalize(sortGraph(drawGraph(examination)))) {
    return failed('its graph is not that of the statements');
  }
  return held('its claims, findings and graph are what the statements show');
}

/** The words for a defect may be others from release to release; ids of claims are the service's own. */
function withoutWords({ claimIds: _ids, claims, ...rest }: JsonObject): JsonObject {
  const plain = (claim: Json): Json => {
    if (!isJsonObject(claim)) return claim;
    const { why: _why, ...others } = claim;
    return others;
  };
  return { ...rest, claims: Array.isArray(claims) ? claims.map(plain) : (claims ?? null) };
}

function drawGraph({ graph: { steps, claims } }: Examination): Json {
  const edges = claims.flatMap(({ steps: way }) =>
    way.slice(1).map(({ digest: to }, i) => ({ from: way[i]!.digest as string, to: to as string })),
  );
  return { nodes: steps.map(({ digest, kind, issuer }) => ({ digest, kind, issuer })), edges };
}

/** Where nodes and edges stand in their lists says nothing, nor does an edge that is listed twice. */
function sortGraph(graph: Json | undefined): Json {
  if (!isJsonObject(graph)) return null;
  const sorted = (list: Json | undefined): Json =>
    Array.isArray(list) ? [...new Set(list.map((one) => canonicalize(one)!))].sort() : null;
  const { nodes, edges, ...rest } = graph;
  return { ...rest, nodes: sorted(nodes), edges: sorted(edges) };
}
