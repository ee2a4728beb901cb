/** Indexes for the orders and filters that pages of findings are asked for by. */

import { type Kysely, sql } from 'kysely'

const statements = [
  `create index finding_place on finding
    (place_no, evaluation desc, severity desc, changed_at desc, id desc)`,
  'create index finding_first_seen on finding (first_seen, id)',
  // As `coalesce` and the collation stand in the statements.
  `create index resource_by_name on resource
    ((coalesce(name, '') collate "C"), cluster_id, resource_id)`,
  `create index resource_by_namespace on resource
    ((coalesce(namespace, '') collate "C"), cluster_id, resource_id)`,
  // Holds all that counting by kind and namespace needs, a tenth of the table.
  `create index resource_by_kind on resource (sub_type, namespace)
    include (failed, passed, unknown, manual, gone_at)`,
]

export const orders = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
