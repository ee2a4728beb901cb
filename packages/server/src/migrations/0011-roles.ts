/** Roles that people make: a name for a set of permissions. */

import { type Kysely, sql } from 'kysely'

const statements = [
  // Accounts and tokens name it in their column of the role.
  `create table custom_role (
    name text primary key,
    description text not null,
    permissions jsonb not null,
    updated_at timestamptz not null,
    updated_by text not null)`,
]

export const roles = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
