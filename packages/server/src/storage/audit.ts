/** The audit log: rows are added and read, nothing else. */

import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '@evenkeel/model'
import { type Kysely, sql } from 'kysely'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type AuditWrite = Omit<AuditEntry, 'at'> & { at: Date }

export async function insertAudit(db: Kysely<Tables>, entry: AuditWrite): Promise<void> {
  const { details, target, ...rest } = entry
  await db
    .insertInto('audit')
    .values({
      ...rest,
      target: target.replaceAll('\0', ''),
      auditId: randomUUID(),
      details: toJsonText(details),
    })
    .execute()
}

/** Latest first, before the entry of the cursor. */
export async function listAudit(
  db: Kysely<Tables>,
  filter: { before: { at: Date; auditId: string } | undefined; limit: number },
) {
  const { before } = filter
  const query = db
    .selectFrom('audit')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('auditId', 'desc')
    .limit(filter.limit)
  if (!before) return await query.execute()
  return await query
    .where(sql<boolean>`(at, audit_id) < (${before.at}::timestamptz, ${before.auditId}::uuid)`)
    .execute()
}
