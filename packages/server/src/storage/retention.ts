/** Removes what is older than the history is kept. Every statement may be run by several processes at once. */

import { sql } from 'kysely'
import { goneCode } from './codes.ts'
import type { Database } from './database.ts'

/** Findings and resources that left before, and points of scores from before. */
export async function deleteBefore(db: Database, before: Date): Promise<void> {
  await sql`
    delete from finding_evidence e using finding f
    where f.cluster_id = e.cluster_id and f.id = e.id and f.lifecycle = ${goneCode}
      and f.changed_at < ${before}`.execute(db)
  await sql`
    delete from finding_note n using finding f
    where f.cluster_id = n.cluster_id and f.id = n.id and f.lifecycle = ${goneCode}
      and f.changed_at < ${before}`.execute(db)
  await sql`
    delete from finding where lifecycle = ${goneCode} and changed_at < ${before}`.execute(db)
  await sql`
    delete from resource_data d using resource r
    where r.cluster_id = d.cluster_id and r.resource_id = d.resource_id
      and r.gone_at < ${before}`.execute(db)
  await sql`delete from resource where gone_at < ${before}`.execute(db)
  for (const [table, column] of [
    ['score_point', 'at'],
    ['finding_flow', 'at'],
    ['cluster_event', 'at'],
    ['resource_version', 'until'],
    ['resource_absence', 'back_at'],
  ] as const) {
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} < ${before}`.execute(db)
  }
}

/** When each cluster was last evaluated, by which processes tell each other's work. */
export async function listEvaluationTimes(db: Database): Promise<Map<string, number>> {
  const rows = await db.selectFrom('cluster').select(['clusterId', 'lastEvaluatedAt']).execute()
  return new Map(rows.map((row) => [row.clusterId, row.lastEvaluatedAt?.getTime() ?? 0]))
}
