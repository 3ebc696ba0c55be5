/** What the model of a verdict had learned, and a market made of it. */
import { createMarket, describeMarket, MODEL_ID, rebuildMarket, type Market } from '#inference';
import { isJsonObject, sha256, type Json } from '#statements';
import canonicalize from 'canonicalize';
import type { Bundle } from './bundle.ts';
import type { Decision } from './decide.ts';
import { issuersOf } from './verdict.ts';
import { failed, held, type CheckResult, type StatedVerdict } from './stated-verdict.ts';

/** What a verdict was weighed with. */
export interface OpenedModel {
  readonly result: CheckResult;
  /** Rebuilt where the model is the verdict's and could be. */
  readonly market: Market | null;
  readonly described: Json;
}

/** openModel finds what the model had learned for a verdict, checks its digest, and makes a market of it. */
export function openModel({ model, rounds }: Bundle, { mdl }: StatedVerdict, round: number): OpenedModel {
  const closed = (result: CheckResult): OpenedModel => ({ result, market: null, described: null });
  const described = rounds[round]?.model;
  if (described === undefined) return closed(failed('what the model had learned is not in the bundle'));
  const told = round === rounds.length - 1 ? [described, model] : [described];
  if (mdl.id !== MODEL_ID)
    return closed(failed(`it was weighed by the model ${mdl.id}, and this release has ${MODEL_ID}`));
  if (told.some((one) => sha256(canonicalize(one)!) !== mdl.dig)) {
    return closed(failed('what the bundle says that the model had learned is not what the verdict’s digest covers'));
  }
  const market = rebuildMarket(described);
  if ('problem' in market) return closed(failed(`no market can be made of it: ${market.problem}`));
  const published = describeMarket(createMarket(), []) as { readonly parameters: Json };
  const parameters = isJsonObject(described) ? described['parameters'] : null;
  if (canonicalize(parameters) !== canonicalize(published.parameters)) {
    return closed(failed(`its parameters are others than those of ${MODEL_ID}`));
  }
  return { result: held('its digest is the verdict’s'), market, described };
}

/** checkModelParties: the model tells of the parties that are asked about and their copies' issuers, and of no others. */
export function checkModelParties({ result, described }: OpenedModel, decision: Decision): CheckResult {
  const rows = described as unknown as Readonly<Record<'parties' | 'leaks', readonly (readonly [string])[]>>;
  const asked = decision.culpability.map(({ party }) => party);
  const isSame = namesOnce(rows.parties, asked) && namesOnce(rows.leaks, issuersOf(decision));
  return isSame ? result : failed('it describes other parties than those that are asked about');
}

function namesOnce(rows: readonly (readonly [string])[], names: readonly string[]): boolean {
  const asked = new Set(names);
  return rows.length === asked.size && rows.every(([name]) => asked.has(name));
}
