/**
 * One note, many claims: each claim shares the steps of an earlier one up to a random place and goes its own way from
 * there, so that a tree of distinct statements stands for about twice as many entries, whatever the size.
 */
import type { SubmittedClaim, Submission } from '#custody';
import type { PartyId } from '#statements';
import { issue, redeem, transfer, type Holding } from './chain.ts';
import type { Random } from './random.ts';
import { makeSigner, type Signer } from './wallet.ts';

export interface TreeSize {
  readonly claims: number;
  readonly hops: number;
}

export interface CustodyTree extends TreeSize {
  readonly submission: Submission;
  readonly distinct: number;
}

/** A holding without the bytes that only a bare loop needs: a million of them must fit beside what is measured. */
interface Stop {
  readonly text: string;
  readonly digest: string;
  readonly holder: Signer;
}

const stopOf = ({ statement, holder }: Holding): Stop => ({ text: statement.text, digest: statement.digest, holder });

export function growTree(random: Random, { claims, hops }: TreeSize): CustodyTree {
  const fresh = (): Signer => makeSigner(random, 'Ed25519');
  const bank = fresh();
  const root = stopOf(issue(bank, fresh(), 'tree'));
  const paths: Stop[][] = [];
  const submitted: SubmittedClaim[] = [];
  let distinct = 1;
  for (let index = 0; index < claims; index += 1) {
    const shared = index === 0 ? [root] : paths[random.integer(index)]!.slice(0, 1 + random.integer(hops));
    const path = [...shared];
    for (let hop = shared.length; hop <= hops; hop += 1) path.push(passOn(path.at(-1)!, root.digest, fresh(), hop));
    const redemption = redeem(asHolding(path.at(-1)!), root.digest, bank, hops + 1, `r-${index}`);
    distinct += path.length - shared.length + 1;
    paths.push(path);
    submitted.push(submit([...path.map(({ text }) => text), redemption.text], bank));
  }
  return { claims, hops, distinct, submission: { reference: null, claims: submitted, evidence: [] } };
}

const asHolding = ({ digest, holder }: Stop): Holding => ({ statement: { digest } as Holding['statement'], holder });

const passOn = (from: Stop, note: string, to: Signer, place: number): Stop =>
  stopOf(transfer(asHolding(from), note, to, place));

/** Every claim has its texts for itself, as after reading them from a submission: equal, not the same. */
const submit = (texts: readonly string[], bank: Signer): SubmittedClaim => ({
  transcript: texts.map((text) => Buffer.from(text, 'latin1').toString('latin1')),
  bank: bank.id as PartyId,
  receivedAtText: '2026-10-23T12:00:00Z',
  receivedAt: Date.UTC(2026, 9, 23, 12) / 1_000,
  evidence: [],
  paid: false,
});
