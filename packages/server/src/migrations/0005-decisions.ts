/** Answers to manual rules, saved views, exceptions that wait for a word, writes that are repeated. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // Without a cluster it is the answer for all of them.
  `create table attestation (
    attestation_id uuid primary key,
    rule_id text not null,
    cluster_id uuid,
    verdict text not null,
    statement text not null,
    until timestamptz,
    created_at timestamptz not null,
    created_by text not null,
    revoked_at timestamptz,
    revoked_by text,
    file_name text,
    file_type text,
    file_bytes integer,
    file_sha256 text)`,
  'create index attestation_rule on attestation (rule_id, created_at desc)',
  // Apart, so that a list reads no documents.
  `create table attestation_file (
    attestation_id uuid primary key,
    content bytea not null)`,

  `create table saved_view (
    view_id uuid primary key,
    owner text not null,
    page text not null,
    name text not null,
    search text not null,
    is_shared boolean not null,
    is_default boolean not null,
    updated_at timestamptz not null,
    unique (owner, page, name))`,

  // An exception that was only asked for accepts nothing; those that there are were decided when
  // they were made. When its time is over, one process says so, once: expired_at.
  `alter table exception add column decided_at timestamptz, add column decided_by text,
    add column is_denied boolean not null default false, add column note text,
    add column expired_at timestamptz`,
  'update exception set decided_at = created_at, decided_by = created_by',

  // The answer to a write, for when it is sent again. Rows live for a day.
  `create table idempotency_key (
    caller text not null,
    key text not null,
    request_hash text not null,
    created_at timestamptz not null,
    status integer,
    headers jsonb,
    body text,
    primary key (caller, key))`,
  'create index idempotency_key_age on idempotency_key (created_at)',
]

export const decisions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
