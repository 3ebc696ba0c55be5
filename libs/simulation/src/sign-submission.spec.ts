import { describe, expect, it } from '@jest/globals';
import { conflictIdOf, toConflictFact } from '#arbitration';
import { examine, isRefusal, parseSubmission, type Examination } from '#custody';
import { hypothesesOf } from '#inference';
import { native, portable, startVerification, type Json, type PartyId, type StatedKey } from '#statements';
import { ATTACKS, ORDINARY, openKeyRing, signSubmission, simulate, type Answer, type ConflictRecord } from './index.ts';

const ring = openKeyRing('market', 7);

interface Case {
  readonly record: ConflictRecord;
  readonly answer: Answer;
}

/** Some conflicts, as many of each shape. */
function casesOf(known: number, each: number): Case[] {
  const customs = ATTACKS.find(({ name }) => name === 'other customs')!;
  const { happenings } = simulate(
    {
      ...(known === 1 ? ORDINARY : customs),
      known,
      crowd: 0,
      conflicts: 400,
      bearer: 0.4,
      claimFeatures: 5,
      caseFeatures: 3,
    },
    7,
  );
  const all = happenings.flatMap(({ record, answer }) =>
    record.kind === 'conflict' && answer !== null ? [{ record, answer }] : [],
  );
  return (['copy', 'fork', 'duplicate'] as const).flatMap((shape) =>
    all.filter(({ record }) => record.shape === shape).slice(0, each),
  );
}

function examined({ record, answer }: Case): Examination {
  // As a bank sends it: through JSON.
  const submission = parseSubmission(JSON.parse(JSON.stringify(signSubmission(ring, record, answer.bearer))) as Json);
  if (isRefusal(submission)) throw new Error(submission.why);
  const banks = Array.from({ length: 12 }, (_, k) => ring.keyOf(`b${k}`));
  const register = new Map<PartyId, StatedKey>(banks.map((key) => [key.id, key]));
  const examination = examine(submission, startVerification(native, portable, 0), register);
  if (isRefusal(examination)) throw new Error(examination.why);
  return examination;
}

const named = casesOf(1, 25);
const foreign = casesOf(0, 8);

describe('signSubmission', () => {
  const heard = [...named, ...foreign].map((one) => ({ ...one, examination: examined(one) }));

  it('makes what is found sound, with nothing ignored, and exactly one question', () => {
    const odd = heard.filter(
      ({ examination: { claims, ignored, questions, outcome } }) =>
        ignored.length > 0 || outcome !== 'question' || questions.length !== 1 || claims.some(({ sound }) => !sound),
    );
    expect(odd.map(({ record }) => record)).toEqual([]);
  });

  it('makes the shape, the issuer, the claimants, the banks and the hypotheses that were drawn', () => {
    for (const { record, answer, examination } of heard) {
      const question = examination.questions[0]!;
      const idOf = (name: string): string => ring.keyOf(name).id;
      expect(question.shape).toBe(record.shape);
      expect(question.issuer).toBe(idOf(record.issuer));
      expect(question.claims.map(({ claimant, bank }) => [claimant, bank])).toEqual(
        record.claims.map(({ claimant, bank }) => [idOf(claimant), idOf(bank)]),
      );
      if (record.fork !== undefined)
        expect(question.fork).toEqual({ holder: idOf(record.fork.holder), next: record.fork.next.map(idOf) });
      const ids = hypothesesOf(toConflictFact(question, 'c', 0)).map(({ id }) => id);
      expect(new Set(ids)).toEqual(new Set(answer.oracle.map(({ id }) => ring.inPartyIds(id))));
    }
  });

  it('makes every feature that the service has a word for', () => {
    let compared = 0;
    for (const { record, examination } of heard.slice(0, named.length)) {
      const question = examination.questions[0]!;
      for (const [c, { features }] of record.claims.entries()) {
        const told = question.claims[c]!.features;
        for (const [name, value] of Object.entries(features)) {
          expect([record.id, name, told[name]]).toEqual([record.id, name, value]);
          compared += 1;
        }
      }
      for (const [name, value] of Object.entries(record.features)) {
        // A name that nobody knows, where the service has fewer words.
        if (name === 'g0') continue;
        expect([record.id, name, question.features[name]]).toEqual([record.id, name, value]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('makes forks of bearer notes, branches of the holder’s own, and notes passed on', () => {
    const forks = heard.flatMap(({ record, answer }) =>
      record.fork === undefined ? [] : [{ fork: record.fork, record, answer }],
    );
    expect(forks.some(({ answer }) => answer.bearer)).toBe(true);
    expect(forks.some(({ fork }) => fork.next.includes(fork.holder))).toBe(true);
    expect(forks.some(({ fork, record }) => record.claims.some(({ claimant }, c) => claimant !== fork.next[c]))).toBe(
      true,
    );
  });

  it('signs the same bytes for the same seed, and others for another', () => {
    const { record, answer } = named[0]!;
    const again = signSubmission(openKeyRing('market', 7), record, answer.bearer);
    expect(again).toEqual(signSubmission(ring, record, answer.bearer));
    expect(signSubmission(openKeyRing('market', 8), record, answer.bearer)).not.toEqual(again);
    expect(conflictIdOf(ring.keyOf(record.issuer).id, record.id)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
