/** The audit log: rows are added and read, nothing else. */

import { randomUUID } from 'node:crypto'
import type { AuditEntry, KqlNode } from '@evenkeel/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import { compileAuditQuery } from './audit-query.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export type AuditWrite = Omit<AuditEntry, 'at'> & { at: Date }
export type AuditRow = Selectable<Tables['audit']>

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

export interface AuditFilter {
  where: KqlNode
  /** For `now` in the query. */
  now: number
  before: { at: Date; auditId: string } | undefined
  limit: number
}

/** Latest first, before the entry of the cursor. Throws KqlError. */
export async function listAudit(db: Kysely<Tables>, filter: AuditFilter): Promise<AuditRow[]> {
  const { before } = filter
  const query = db
    .selectFrom('audit')
    .selectAll()
    .where(compileAuditQuery(filter.where, filter.now))
    .orderBy('at', 'desc')
    .orderBy('auditId', 'desc')
    .limit(filter.limit)
  if (!before) return await query.execute()
  return await query
    .where(sql<boolean>`(at, audit_id) < (${before.at}::timestamptz, ${before.auditId}::uuid)`)
    .execute()
}
