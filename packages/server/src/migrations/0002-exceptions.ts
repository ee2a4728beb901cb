/** Exceptions, and which of them accepts a finding. */

import { type Kysely, sql } from 'kysely'

const statements = [
  `create table exception (
    exception_id uuid primary key,
    query text not null,
    reason text not null,
    category text not null,
    owner text not null,
    until timestamptz,
    created_at timestamptz not null,
    created_by text not null,
    revoked_at timestamptz,
    revoked_by text)`,
  'alter table finding add column exception_id uuid',
  'create index finding_exception on finding (cluster_id, exception_id) where exception_id is not null',
  // Of the findings of the row, those that an exception accepts.
  'alter table finding_count add column excepted integer not null default 0',
]

export const exceptions = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
