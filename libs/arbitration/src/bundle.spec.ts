import { describe, expect, it } from '@jest/globals';
import { MAX_CLAIMS } from '#custody';
import type { Json, JsonObject } from '#statements';
import { isBundleLike, parseBundle } from './bundle.ts';
import { EXPRESS_POLICY } from './policy.ts';

const claim = { transcript: [], bank: 'A'.repeat(43), receivedAt: '2026-11-22T09:30:00Z' };
const good: JsonObject = {
  conflict: 'an id',
  submission: { claims: [claim], evidence: [] },
  register: [],
  policy: EXPRESS_POLICY as unknown as Json,
  verdicts: [],
  model: null,
  rounds: [],
  custody: null,
  events: [],
};

describe('a bundle', () => {
  it('is told from other documents by its members', () => {
    expect(isBundleLike(good)).toBe(true);
    for (const other of [null, [], 'x', good['submission']!, { claims: [] }]) expect(isBundleLike(other)).toBe(false);
  });

  it.each([
    ['submission', { claims: [{}] }, '/submission/claims/0/transcript'],
    ['submission', null, '/submission'],
    ['register', [{ kty: 'oct' }], '/register'],
    ['register', {}, '/register'],
    ['policy', null, '/policy'],
    ['verdicts', {}, '/verdicts'],
    ['rounds', [{ round: 1, revision: 2, claims: 2, model: {} }], '/rounds'],
    ['rounds', [{ round: 0, revision: 2, claims: 2 }], '/rounds'],
    ['events', ['x'], '/events'],
    ['custody', [], '/custody'],
    ['conflict', 7, '/conflict'],
  ] as [string, Json, string][])('whose "%s" is %j is none', (member, value, pointer) => {
    expect(parseBundle({ ...good, [member]: value })).toEqual({ pointer, problem: expect.any(String) });
  });

  it.each(['register', 'policy', 'model', 'rounds', 'events', 'custody'])('without "%s" is none', (member) => {
    const { [member]: _left, ...rest } = good;
    expect(parseBundle(rest)).toEqual({ pointer: `/${member}`, problem: expect.any(String) });
  });

  it('may have more claims than one request may', () => {
    const claims = Array.from({ length: 2 * MAX_CLAIMS + 1 }, () => claim);
    const bundle = parseBundle({ ...good, submission: { claims, evidence: [] } });
    expect('problem' in bundle ? bundle : bundle.submission.claims.length).toBe(claims.length);
    const odd = [...claims.slice(0, -1), {}];
    expect(parseBundle({ ...good, submission: { claims: odd, evidence: [] } })).toMatchObject({
      pointer: '/submission/claims/2000/transcript',
    });
  });
});
