/** Users, roles and the audit log. */

import { type Kysely, sql } from 'kysely'

const statements = [
  'alter table token add column token_id uuid, add column role text',
  `create table account (
    name text primary key,
    role text not null,
    password_hash text not null,
    created_at timestamptz not null,
    failed_logins integer not null,
    locked_until timestamptz)`,
  // Rows are only ever added.
  `create table audit (
    at timestamptz not null,
    audit_id uuid not null,
    actor text not null,
    action text not null,
    target text not null,
    status integer not null,
    details jsonb not null,
    primary key (at, audit_id))`,
]

export const access = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
