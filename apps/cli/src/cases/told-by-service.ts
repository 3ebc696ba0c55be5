/** What a service answers about a case, put into the form that our words and pictures are made from. */
import { DEFAULT_POLICY, EXPRESS_POLICY, type Award, type Standard, type Weight } from '#arbitration';
import type { JudgedClaim, Outcome } from '#custody';
import type { PartyId } from '#statements';
import type { ConflictView, CustodyView } from '#tribunal';
import { culpritsOf } from '../case-words.ts';
import type { ToldAnswers, ToldCase, ToldFinding } from '../told-case.ts';

/** A claim of a custody record (spec "conflicts", Command line). */
export interface ClaimRecord extends Pick<JudgedClaim, 'index' | 'sound' | 'at' | 'claimant' | 'digest'> {
  readonly defect: string | null;
  readonly why?: string;
}

interface CustodyRecord {
  readonly outcome: Outcome;
  readonly claims: readonly ClaimRecord[];
  readonly findings: readonly ToldFinding[];
  readonly ignored: readonly (string | null)[];
  /** The claims' ids, by index. */
  readonly claimIds?: readonly string[];
}

interface Assessment {
  readonly policy?: string;
  readonly questions: readonly {
    readonly shape: ToldAnswers['question']['shape'];
    readonly finding: number;
    readonly hypotheses: readonly { readonly id: string; readonly probability: number; readonly bare: number }[];
    readonly standard: Standard;
    readonly outcome: string;
    readonly weights: readonly Weight[];
  }[];
  readonly culpability: readonly { readonly party: string; readonly probability: number; readonly named: boolean }[];
  readonly awards: readonly Award[];
}

/** A case as a service tells it; `told` is null before it was first examined. */
export interface ServedCase {
  readonly view: ConflictView;
  readonly told: ToldCase | null;
  readonly claims: readonly ClaimRecord[];
  /** The claims' ids, by index in `claims`. */
  readonly claimIds: readonly string[];
  readonly ignored: number;
  readonly graph: CustodyView['graph'];
}

const POLICIES = [EXPRESS_POLICY, DEFAULT_POLICY];
const PPM = 1_000_000;

/** toServedCase puts a case's documents together. */
export function toServedCase(view: ConflictView, custodyView: CustodyView | null): ServedCase {
  const ids = view.claims.map(({ id }) => id);
  if (custodyView === null) {
    return { view, told: null, claims: [], claimIds: ids, ignored: 0, graph: { nodes: [], edges: [] } };
  }
  const { graph } = custodyView;
  const custody = custodyView.custody as CustodyRecord;
  const assessment = view.assessment as Assessment | null;
  const policy = assessment?.policy ?? view.policy;
  return {
    view,
    told: {
      examination: {
        outcome: custody.outcome,
        terms: { issuer: view.issuer },
        claims: custody.claims,
        findings: custody.findings,
        graph: { steps: [...holdersOf(graph).values()].map((id) => ({ nextKey: { id } })) },
      },
      policy: POLICIES.find(({ id }) => id === policy) ?? { id: policy },
      questions: (assessment?.questions ?? []).map((asked) => toAnswers(asked, custody)),
      culpability: (assessment?.culpability ?? []).map((one) => ({ ...one, ppm: Math.round(one.probability * PPM) })),
      awards: assessment?.awards ?? [],
    },
    claims: custody.claims,
    claimIds: custody.claimIds ?? ids,
    ignored: custody.ignored.length,
    graph,
  };
}

/** holdersOf tells of each node to whom it hands the note: whoever signed what comes next. */
export function holdersOf({ nodes, edges }: CustodyView['graph']): Map<string, string> {
  const issuers = new Map(nodes.map(({ digest, issuer }) => [digest, issuer]));
  const holders = new Map<string, string>();
  for (const { from, to } of edges) {
    const issuer = issuers.get(to);
    if (issuer !== undefined && !holders.has(from)) holders.set(from, issuer);
  }
  return holders;
}

function toAnswers(
  { shape, finding: index, hypotheses, standard, outcome, weights }: Assessment['questions'][number],
  { claims, findings }: CustodyRecord,
): ToldAnswers {
  const finding = findings[index];
  const of = claims.filter((claim) => finding?.claims.includes(claim.index) === true);
  const once = new Map(
    of.map(({ digest, claimant }) => [digest ?? '', { id: digest ?? '', claimant: claimant ?? '' }]),
  );
  return {
    question: {
      shape,
      fork: shape === 'fork' ? { holder: finding?.parties[0] ?? ('' as PartyId) } : null,
      claims: [...once.values()],
    },
    answers: hypotheses.map(({ id, probability, bare }) => ({
      id,
      culprits: culpritsOf(id),
      ppm: Math.round(probability * PPM),
      bare: Math.round(bare * PPM),
    })),
    standard,
    outcome,
    weights,
  };
}
