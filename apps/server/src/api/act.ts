/** What a request asks to be done with its body: plain data, so that the thread that holds a large body can do it. */
import type { Json, PartyId } from '#statements';
import type { Filed, Mistake, Standing, Stranger, TribunalService } from '#tribunal';
import type { BankStanding } from './caller.ts';
import type { Activity, EvidenceRequest, Registrations } from './schemas/requests.ts';

/** By name: what an act needs beside its body, and what comes of it. */
export interface Acts {
  readonly submit: { readonly needs: { readonly bank: BankStanding }; readonly gives: Filed };
  readonly registerClaim: { readonly needs: { readonly bank: BankStanding }; readonly gives: Filed };
  readonly addEvidence: {
    readonly needs: { readonly who: Standing | Stranger; readonly conflict: string };
    readonly gives: Filed & { readonly accepted: number };
  };
  readonly register: {
    readonly needs: { readonly bank: BankStanding };
    readonly gives: { readonly registered: number };
  };
  readonly reportActivity: {
    readonly needs: { readonly bank: BankStanding; readonly reportId: string | null };
    readonly gives: { readonly recorded: number };
  };
}

export type ActName = keyof Acts;
export type Needs<A extends ActName> = Acts[A]['needs'];
export type Done<A extends ActName> = Acts[A]['gives'] | Mistake;

type Performers = {
  readonly [A in ActName]: (service: TribunalService, needs: Needs<A>, body: Json) => Promise<Done<A>>;
};

const PERFORMERS: Performers = {
  submit: (service, { bank }, body) => service.submit(bank, body),
  registerClaim: (service, { bank }, body) => service.registerClaim(bank, body),
  addEvidence: async (service, { who, conflict }, body) => {
    const { statements, claim } = body as unknown as EvidenceRequest;
    const filed = await service.addEvidence(who, conflict, { statements, claim: claim ?? null });
    return { ...filed, accepted: statements.length };
  },
  register: (service, { bank }, body) => service.register(bank, (body as unknown as Registrations).statements),
  reportActivity: (service, { bank, reportId }, body) => {
    const reports = (body as unknown as Activity).reports.map(({ party, settled }) => ({
      party: party as PartyId,
      settled,
    }));
    return service.reportActivity(bank, reports, reportId);
  },
};

/** perform does an act with a body that its schema allows. */
export const perform = <A extends ActName>(
  service: TribunalService,
  act: A,
  needs: Needs<A>,
  body: Json,
): Promise<Done<A>> => PERFORMERS[act](service, needs, body);
