// Mutations of the submission around the claims (conflicts.md, "Submission"), of a statement's size, and of how a
// number is written (statements.md, "One-show notes": "iat as the payload writes it").
import {
  bearer,
  build,
  defect,
  endorsed,
  mutation,
  NONCE,
  oneShowPlan,
  option,
  payee,
  put,
  secret,
  sound,
  T0,
} from './mutation-base.ts';
import type { Expected, Mutation, Plan } from './mutation-base.ts';

/** A statement of exactly so many bytes, by unknown members of its payload and header. */
function sized(length: number): (plan: Plan) => void {
  return (plan) => {
    const size = (pad: number, extra: number): number => {
      const [, text] = (JSON.parse(build(grow(bearer(), pad, extra))) as { claims: [{ transcript: string[] }] })
        .claims[0].transcript;
      return text!.length;
    };
    const grow = (grown: Plan, pad: number, extra: number): Plan => {
      put(grown, 1, { pad: 'x'.repeat(pad) });
      option(grown, 1, { header: { pad: 'x'.repeat(extra) } });
      return grown;
    };
    for (let pad = Math.floor(((length - size(0, 0)) * 3) / 4) - 4; pad < length; pad += 1) {
      for (let extra = 0; extra < 3; extra += 1) {
        if (size(pad, extra) === length) return void grow(plan, pad, extra);
      }
    }
  };
}

const refused = (code: string): Expected => ({ refused: code });

export function submissionMutations(): Mutation[] {
  const none = (name: string, change: (plan: Plan) => void): Mutation =>
    mutation(`submission: ${name}`, bearer, refused('no_submission'), change);
  const claim = (name: string, members: Record<string, unknown>): Mutation =>
    none(name, (plan) => void Object.assign(plan.claim, members));
  const times = ['2026-09-22T14:13:20', '2026-09-22', '2026-02-30T00:00:00Z', '2026-09-22T24:00:00Z', '', 'now'];
  const other = JSON.parse(build(endorsed())) as { claims: unknown[] };
  const lone = (text: string): string => text.replace('{', '{"reference":"\\ud800",');
  return [
    claim('no bank', { bank: undefined }),
    claim('bank a number', { bank: 1 }),
    claim('no receivedAt', { receivedAt: undefined }),
    claim('receivedAt in seconds', { receivedAt: T0 }),
    ...times.map((receivedAt) => claim(`receivedAt ${receivedAt}`, { receivedAt })),
    claim('transcript a string', { transcript: 'x' }),
    claim('evidence a string', { evidence: 'x' }),
    claim('evidence of numbers', { evidence: [1] }),
    claim('paid a string', { paid: 'no' }),
    none('evidence of null', (plan) => (plan.submission['evidence'] = [null])),
    none('reference a number', (plan) => (plan.submission['reference'] = 1)),
    none('claims an object', (plan) => (plan.submission['claims'] = {})),
    none('a claim null', (plan) => (plan.submission['claims'] = [null])),
    none('a duplicate member', (plan) => (plan.text = (text) => text.replace('{', '{"x":1,"x":2,'))),
    none('a lone surrogate', (plan) => (plan.text = lone)),
    none('a BOM', (plan) => (plan.text = (text) => `\ufeff${text}`)),
    none('a list', (plan) => (plan.text = (text) => `[${text}]`)),
    none('text after it', (plan) => (plan.text = (text) => `${text}{}`)),
    none('too deep', (plan) => (plan.text = (text) => text.replace('{', `{"x":${'['.repeat(16)}${']'.repeat(16)},`))),
    mutation('submission: different notes', bearer, refused('different_notes'), (plan) => {
      plan.text = (text) => JSON.stringify({ claims: [...(JSON.parse(text) as typeof other).claims, ...other.claims] });
    }),
    mutation('submission: 1,001 claims', bearer, refused('too_many_claims'), (plan) => {
      plan.text = (text) => {
        const [one] = (JSON.parse(text) as typeof other).claims;
        return JSON.stringify({ claims: Array.from({ length: 1001 }, () => one) });
      };
    }),
    mutation('submission: all optional members', bearer, sound, (plan) => {
      Object.assign(plan.claim, { evidence: [], paid: true, unknown: {} });
      Object.assign(plan.submission, { reference: '', evidence: [] });
    }),
    mutation('8,192 bytes', bearer, sound, sized(8192)),
    mutation('8,193 bytes', bearer, defect('malformed', 1), sized(8193)),
    mutation('spend: iat in another spelling, answered as spelt', oneShowPlan, sound, (plan) => {
      put(plan, 1, { osh: secret.answer(payee.id, '1.79000001e9', NONCE) });
      option(plan, 1, { payloadText: (text) => text.replace(`${T0 + 10}`, '1.79000001e9') });
    }),
    mutation('spend: iat in another spelling, answered as a number', oneShowPlan, defect('bad_signature', 1), (plan) =>
      option(plan, 1, { payloadText: (text) => text.replace(`${T0 + 10}`, '1.79000001e9') }),
    ),
  ];
}
