/*
 * Everything about one note stands under its conflict's id (a UUID made from issuer and serial), first in every key:
 * a case is read and written in one place, and on Citus the tables marked "note" distribute by `conflict_id`
 * (`create_distributed_table(t, 'conflict_id')`) with their foreign keys intact, since all of them stay on one shard.
 * No partitions by default: one PostgreSQL gains nothing from them, as no query goes without the key, and nothing is
 * ever dropped by age. Whatever parties wrote is kept as bytes or as JSON text, because text and jsonb hold no NUL.
 */
/** The tables marked "note". */
export const NOTE_TABLES = `
CREATE TABLE assize.conflicts (
  conflict_id uuid NOT NULL,
  issuer text NOT NULL,
  serial_json text NOT NULL,
  note text,
  state text NOT NULL,
  outcome text,
  policy_digest text NOT NULL,
  created_at timestamptz NOT NULL,
  begun_at timestamptz,
  changed_at timestamptz NOT NULL,
  revision integer NOT NULL,
  examined integer,
  round integer,
  verdict text,
  deadline timestamptz,
  events integer NOT NULL,
  claims integer NOT NULL,
  questions integer NOT NULL,
  bytes bigint NOT NULL,
  release text,
  attempts integer NOT NULL,
  retry_at timestamptz,
  CONSTRAINT conflicts_pkey PRIMARY KEY (conflict_id)
);
CREATE INDEX conflicts_due ON assize.conflicts (deadline) WHERE state = 'proposed';
CREATE INDEX conflicts_unexamined ON assize.conflicts (changed_at)
  WHERE begun_at IS NOT NULL AND (examined IS NULL OR examined < revision);
CREATE INDEX conflicts_created ON assize.conflicts (created_at, conflict_id);
CREATE INDEX conflicts_state ON assize.conflicts (state, created_at, conflict_id);

CREATE TABLE assize.statements (
  conflict_id uuid NOT NULL,
  text_hash text NOT NULL,
  digest text,
  text bytea NOT NULL,
  CONSTRAINT statements_pkey PRIMARY KEY (conflict_id, text_hash),
  CONSTRAINT statements_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);

CREATE TABLE assize.claims (
  conflict_id uuid NOT NULL,
  claim_id text NOT NULL,
  ordinal integer NOT NULL,
  submitted_by text NOT NULL,
  submitter text NOT NULL,
  bank text NOT NULL,
  redemption text,
  received_at text NOT NULL,
  paid boolean NOT NULL,
  transcript text NOT NULL,
  reference_json text,
  at timestamptz NOT NULL,
  CONSTRAINT claims_pkey PRIMARY KEY (conflict_id, claim_id),
  CONSTRAINT claims_ordinal UNIQUE (conflict_id, ordinal),
  CONSTRAINT claims_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);

CREATE TABLE assize.evidence (
  conflict_id uuid NOT NULL,
  text_hash text NOT NULL,
  claim_id text NOT NULL,
  submitted_by text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT evidence_pkey PRIMARY KEY (conflict_id, text_hash, claim_id),
  CONSTRAINT evidence_statement FOREIGN KEY (conflict_id, text_hash)
    REFERENCES assize.statements (conflict_id, text_hash)
);

CREATE TABLE assize.parties (
  conflict_id uuid NOT NULL,
  party text NOT NULL,
  role text NOT NULL,
  stated_in text,
  at timestamptz NOT NULL,
  CONSTRAINT parties_pkey PRIMARY KEY (conflict_id, party, role),
  CONSTRAINT parties_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);
CREATE INDEX parties_party ON assize.parties (party, at, conflict_id);

CREATE TABLE assize.events (
  conflict_id uuid NOT NULL,
  seq integer NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  why text NOT NULL,
  body jsonb NOT NULL,
  CONSTRAINT events_pkey PRIMARY KEY (conflict_id, seq),
  CONSTRAINT events_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);

CREATE TABLE assize.examinations (
  conflict_id uuid NOT NULL,
  revision integer NOT NULL,
  outcome text NOT NULL,
  custody text NOT NULL,
  graph text NOT NULL,
  assessment text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT examinations_pkey PRIMARY KEY (conflict_id, revision),
  CONSTRAINT examinations_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);

CREATE TABLE assize.verdicts (
  conflict_id uuid NOT NULL,
  round integer NOT NULL,
  digest text NOT NULL,
  replaces text,
  revision integer NOT NULL,
  statement text NOT NULL,
  model text NOT NULL,
  fact_seq bigint NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT verdicts_pkey PRIMARY KEY (conflict_id, round),
  CONSTRAINT verdicts_conflict FOREIGN KEY (conflict_id) REFERENCES assize.conflicts (conflict_id)
);
`;

/** The tables of the tribunal as a whole. */
export const TRIBUNAL_TABLES = `
CREATE TABLE assize.policies (
  digest text NOT NULL,
  id text NOT NULL,
  body text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT policies_pkey PRIMARY KEY (digest)
);

CREATE TABLE assize.facts (
  seq bigint NOT NULL,
  at double precision NOT NULL,
  kind text NOT NULL,
  conflict_id uuid,
  body jsonb NOT NULL,
  CONSTRAINT facts_pkey PRIMARY KEY (seq)
);
CREATE INDEX facts_conflict ON assize.facts (conflict_id) WHERE conflict_id IS NOT NULL;

CREATE TABLE assize.reputations (
  party text NOT NULL,
  fact_seq bigint NOT NULL,
  conflicts integer NOT NULL,
  record jsonb NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT reputations_pkey PRIMARY KEY (party)
);

CREATE TABLE assize.market_snapshots (
  fact_seq bigint NOT NULL,
  part integer NOT NULL,
  parts integer NOT NULL,
  bytes bytea NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT market_snapshots_pkey PRIMARY KEY (fact_seq, part)
);

CREATE TABLE assize.outbox (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  job text NOT NULL,
  conflict_id uuid NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
);

CREATE TABLE assize.heartbeats (
  name text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT heartbeats_pkey PRIMARY KEY (name)
);
`;

/** The tables of who may ask. */
export const ACCESS_TABLES = `
CREATE TABLE assize.banks (
  bank text NOT NULL,
  added_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT banks_pkey PRIMARY KEY (bank)
);

CREATE TABLE assize.keys (
  party text NOT NULL,
  bank text,
  jwk jsonb NOT NULL,
  added_at timestamptz NOT NULL,
  retired_at timestamptz,
  CONSTRAINT keys_pkey PRIMARY KEY (party),
  CONSTRAINT keys_bank FOREIGN KEY (bank) REFERENCES assize.banks (bank)
);
CREATE INDEX keys_of_bank ON assize.keys (bank) WHERE bank IS NOT NULL;

CREATE TABLE assize.tribunal_keys (
  party text NOT NULL,
  jwk jsonb NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT tribunal_keys_pkey PRIMARY KEY (party)
);

CREATE TABLE assize.registrations (
  party text NOT NULL,
  bank text NOT NULL,
  digest text NOT NULL,
  statement text NOT NULL,
  identity text,
  at timestamptz NOT NULL,
  CONSTRAINT registrations_pkey PRIMARY KEY (party, digest)
);
CREATE INDEX registrations_identity ON assize.registrations (identity) WHERE identity IS NOT NULL;

CREATE TABLE assize.activity_reports (
  bank text NOT NULL,
  report_id text NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT activity_reports_pkey PRIMARY KEY (bank, report_id)
);

CREATE TABLE assize.tokens (
  id text NOT NULL,
  hash text NOT NULL,
  kind text NOT NULL,
  bank text,
  name text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CONSTRAINT tokens_pkey PRIMARY KEY (id),
  CONSTRAINT tokens_hash UNIQUE (hash),
  CONSTRAINT tokens_bank FOREIGN KEY (bank) REFERENCES assize.banks (bank)
);

CREATE TABLE assize.nonces (
  party text NOT NULL,
  nonce text NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT nonces_pkey PRIMARY KEY (party, nonce)
);
CREATE INDEX nonces_expiry ON assize.nonces (expires_at);

CREATE TABLE assize.idempotency_keys (
  principal text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_age ON assize.idempotency_keys (created_at);

CREATE TABLE assize.operations (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  act text NOT NULL,
  body jsonb NOT NULL,
  CONSTRAINT operations_pkey PRIMARY KEY (id)
);
`;
