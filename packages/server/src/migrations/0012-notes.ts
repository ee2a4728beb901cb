/** Who sees to a finding, what people say of it, and requests to look at a cluster anew. */

import { type Kysely, sql } from 'kysely'

const statements = [
  'alter table finding add column assignee text',
  `create index finding_assignee on finding (assignee, cluster_id, id)
    where assignee is not null`,
  `create table finding_note (
    cluster_id uuid not null,
    id uuid not null,
    note_id uuid not null,
    at timestamptz not null,
    author text not null,
    kind text not null,
    body text,
    assignee text,
    primary key (cluster_id, id, note_id))`,
  'alter table cluster add column asked_at timestamptz, add column asked_by text',
  // Which request the scope answered last, and when.
  'alter table scope add column answers timestamptz, add column answered_at timestamptz',
]

export const notes = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
