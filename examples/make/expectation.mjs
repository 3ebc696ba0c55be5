// What must come out of an example, written down by hand from the specification and never copied from the judge.

/** finding names its parties by role; `more` has branches, `when` or `identified`. */
export const finding = (code, parties, claims, binds, more = {}) => ({ code, parties, claims, binds, ...more });
export const forked = (holder, branches) =>
  finding(
    'fork',
    [holder],
    [...new Set(branches.flatMap(([, claims]) => claims))].sort((a, b) => a - b),
    'key_proven',
    {
      branches,
    },
  );
export const duplicated = (claimant, claims) => finding('duplicate', [claimant], claims, 'key_proven');
export const copied = (parties, claims) => finding('copy', parties, claims, 'claimed');
export const asked = (shape, hypotheses) => ({ shape, hypotheses });

/** resolve puts ids for names, and fills in what is the ordinary case: no defect, nothing found, nothing asked. */
export async function resolve({ shows, expect, register }, claims, idOf) {
  if (expect.error !== undefined) return { shows, exit: 2, error: expect.error };
  const ids = (names) => Promise.all(names.map(idOf));
  const cast = {};
  for (const { parties, branches = [] } of expect.findings ?? []) {
    for (const name of [...parties, ...branches.map(([next]) => next)]) cast[name] = await idOf(name);
  }
  const findings = [];
  for (const { parties, branches, ...rest } of expect.findings ?? []) {
    const named = { ...rest, parties: await ids(parties) };
    if (branches !== undefined) {
      named.branches = await Promise.all(branches.map(async ([next, of]) => ({ next: await idOf(next), claims: of })));
    }
    findings.push(named);
  }
  return {
    shows,
    ...(register === undefined ? {} : { register }),
    exit: 0,
    outcome: expect.outcome,
    defects: expect.defects ?? Array.from({ length: claims }, () => null),
    ats: expect.ats ?? Array.from({ length: claims }, () => null),
    findings,
    questions: expect.questions ?? [],
    ignored: expect.ignored ?? 0,
    cast,
  };
}
