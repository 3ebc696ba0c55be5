/** Conflicts as banks hand them in: one note, `hops` transfers, the last of them signed twice. */
import { issue, redeem, transfer, writeSubmission, type Holding } from './chain.ts';
import type { Random } from './random.ts';
import { makeSigner, type Signer } from './wallet.ts';

/** forkedSubmissions makes so many submissions of two claims that part at the last transfer; every key is fresh. */
export function forkedSubmissions(random: Random, bank: Signer, count: number, hops: number, name: string): string[] {
  const fresh = (): Signer => makeSigner(random, 'Ed25519');
  return Array.from({ length: count }, (_, n) => {
    const path: Holding[] = [issue(bank, fresh(), `${name}-${n}`)];
    const note = path[0]!.statement.digest;
    for (let hop = 1; hop < hops; hop += 1) path.push(transfer(path.at(-1)!, note, fresh(), hop));
    const transcripts = [0, 1].map((way) => {
      const last = transfer(path.at(-1)!, note, fresh(), hops);
      const redemption = redeem(last, note, bank, hops + 1, `r-${way}`);
      return [...path, last].map(({ statement }) => statement.text).concat(redemption.text);
    });
    return writeSubmission(transcripts, bank);
  });
}
