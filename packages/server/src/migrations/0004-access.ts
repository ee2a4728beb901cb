/** What users, sessions and tokens see of the clusters, and from where they come. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // Null sees everything. Users of an identity provider have no password here.
  // What was written before the reach became what it is may name more than it.
  `alter table account add column reach jsonb, add column reach_since timestamptz, add column source text not null default 'local',
    add column subject text, add column last_login_at timestamptz, alter column password_hash drop not null`,
  // What a token may at all, null for everything that its role may; of sessions, who holds them.
  `alter table token add column reach jsonb, add column abilities jsonb, add column source text,
    add column user_agent text, add column address text`,
  'create unique index token_id on token (token_id)',
  'alter table audit add column address text',
  // An identity provider sends the browser back with a state, which serves once.
  `create table login_attempt (
    state_hash bytea primary key,
    nonce text not null,
    verifier text not null,
    return_to text not null,
    expires_at timestamptz not null)`,
]

export const reach = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
