import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyEvent, CASE_EVENT_KINDS, CASE_STATES, foldCase, nextState, type CaseEvent } from './case-state.ts';

const event = (kind: CaseEvent['kind'], body: CaseEvent['body'] = {}): CaseEvent => ({
  kind,
  actor: 'tribunal',
  why: '',
  body,
});

describe('the life of a case', () => {
  it('goes from two claims to a final verdict, and through a second round where evidence comes late', () => {
    const events = [
      event('claim_added'),
      event('claim_added'),
      event('begun'),
      event('examined', { revision: 2 }),
      event('proposed', { round: 0, verdict: 'first' }),
      event('evidence_added'),
      event('examined', { revision: 3 }),
      event('proposed', { round: 1, verdict: 'second' }),
      event('finalised'),
    ];
    expect(foldCase(events)).toEqual({ state: 'final', revision: 3, examined: 3, round: 1, verdict: 'second' });
  });

  it('never finalises what was not proposed, and proposes nothing that was not examined', () => {
    for (const state of CASE_STATES) {
      expect(nextState(state, 'finalised')).toBe(state === 'proposed' ? 'final' : null);
      expect(nextState(state, 'proposed')).toBe(state === 'examined' ? 'proposed' : null);
    }
    expect(() => foldCase([event('finalised')])).toThrow('a waiting case knows no "finalised"');
  });

  it('keeps what is handed in, in every state, without changing it', () => {
    for (const state of CASE_STATES) expect(nextState(state, 'claim_added')).toBe(state);
  });

  it('reaches only states of the table, whatever happens', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CASE_EVENT_KINDS)), (kinds) => {
        let standing = foldCase([]);
        for (const kind of kinds) {
          if (nextState(standing.state, kind) === null) continue;
          standing = applyEvent(standing, event(kind, { revision: standing.revision, round: 0, verdict: 'v' }));
        }
        expect(CASE_STATES).toContain(standing.state);
        if (standing.state === 'final') expect(standing.verdict).not.toBeNull();
      }),
    ));
});
