/** Every error of the HTTP interface: its stable code, status and title (RFC 9457). `docs/http.md` has the same list. */
import type { MistakeCode } from '#tribunal';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** The one step that mends it. */
  readonly mend: string;
}

const kind = (status: number, title: string, mend: string): ProblemKind => ({ status, title, mend });

/** A rule of the contract that a party's input broke; the tribunal names it. */
const MISTAKES: Readonly<Record<MistakeCode, ProblemKind>> = {
  not_a_submission: kind(422, 'This is no submission', 'Correct the member that `errors` names.'),
  too_many_claims: kind(422, 'Too many claims', 'Send at most 1,000 claims about one note.'),
  different_notes: kind(422, 'The claims are about different notes', 'Send one submission for each serial.'),
  no_note: kind(422, 'No note', 'Begin each transcript with the note that the claim is about.'),
  not_a_statement: kind(422, 'Not a statement', 'Send JWS compact texts as they were signed.'),
  wrong_kind: kind(422, 'A statement of the wrong kind', 'Send only the kinds that this call takes.'),
  wrong_signer: kind(422, 'A statement by somebody else', 'Send statements that the caller itself signed.'),
  bad_statement: kind(422, 'A statement that does not verify', 'Send the statement unchanged, or sign it again.'),
  foreign_statement: kind(422, 'A statement about another note', 'Send it to the conflict that it belongs to.'),
  too_much_evidence: kind(422, 'Too much evidence', 'Leave out what does not bear on the question.'),
  not_activity: kind(422, 'No report of activity', 'Correct the member that `errors` names.'),
  not_found: kind(404, 'Not found', 'Check the id; what is not yours looks as if it were not there.'),
  case_closed: kind(409, 'The case is closed', 'Nothing more can be added to it.'),
  busy: kind(409, 'Somebody else is acting on this case', 'Send the request again after `Retry-After`.'),
};

export const PROBLEMS = {
  ...MISTAKES,
  bad_request: kind(400, 'Not an HTTP request', 'Send well-formed HTTP/1.1 with a Host field.'),
  bad_url: kind(400, 'The address cannot be read', 'Percent-encode the path as UTF-8.'),
  not_json: kind(400, 'The body is not JSON', 'Mend the place that `detail` names; duplicate members are refused too.'),
  body_missing: kind(400, 'The body is missing', 'Send a JSON object.'),
  invalid_query: kind(400, 'The query is not right', 'Correct the parameter that `errors` names.'),
  bad_idempotency_key: kind(400, 'The Idempotency-Key is not right', 'Send 1 to 255 printable ASCII characters.'),
  two_credentials: kind(400, 'Two credentials', 'Send either a token or a signature.'),
  unauthenticated: kind(401, 'Who asks is not known', 'Sign the request, or send a bearer token.'),
  bad_token: kind(401, 'The token does not count', 'Ask the operator for a new token.'),
  bad_signature: kind(
    401,
    'The request’s signature does not count',
    'Sign as `docs/http.md` says; `detail` has the reason.',
  ),
  nonce_used: kind(401, 'The nonce was used before', 'Sign again with a new nonce.'),
  role_not_allowed: kind(403, 'Not for this role', 'Ask as one of those who may.'),
  insufficient_scope: kind(
    403,
    'The token’s scopes do not reach so far',
    'Ask the operator for a token with this scope.',
  ),
  no_such_route: kind(404, 'There is nothing at this address', 'See `/openapi.json` for what there is.'),
  method_not_allowed: kind(405, 'Not with this method', 'Use a method that `Allow` names.'),
  request_timeout: kind(408, 'The request came too slowly', 'Send it again, faster.'),
  idempotency_in_flight: kind(
    409,
    'The first request with this key is still at work',
    'Send it again after `Retry-After`.',
  ),
  body_too_large: kind(413, 'The body is too large', 'Send less at once; `detail` has the limit.'),
  url_too_long: kind(414, 'The address is too long', 'Use ids as the service gave them.'),
  unsupported_media_type: kind(415, 'Not this media type', 'Send `application/json` without a content coding.'),
  expectation_failed: kind(417, 'That cannot be expected', 'Expect `100-continue` or nothing.'),
  invalid_body: kind(422, 'The body is not right', 'Correct the members that `errors` names.'),
  unknown_member: kind(422, 'A member that nobody knows', 'Leave out the members that `errors` names.'),
  idempotency_mismatch: kind(422, 'The key was used for another request', 'Use a new key for each request.'),
  rate_limited: kind(429, 'Too many requests', 'Wait for the seconds that `Retry-After` gives.'),
  headers_too_large: kind(431, 'The header fields are too large', 'Send at most 16 KiB of them.'),
  internal: kind(500, 'Something broke here', 'Tell the operator the `requestId`.'),
  overloaded: kind(503, 'Too much at once', 'Send it again after `Retry-After`.'),
  shutting_down: kind(503, 'The service is stopping', 'Send it again after `Retry-After`, on a new connection.'),
  unavailable: kind(503, 'The service cannot work for now', 'Send it again after `Retry-After`.'),
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof PROBLEMS;
