/** Where the next page of the audit log begins. */

import { ProblemError } from '../http/problem.ts'

export interface AuditPlace {
  at: Date
  auditId: string
}

export function toAuditCursor({ at, auditId }: AuditPlace): string {
  return Buffer.from(`${at.toISOString()} ${auditId}`).toString('base64url')
}

const shape = /^([\d-]{10}T[\d:.]{12}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Undefined for the first page. */
export function readAuditCursor(cursor: string | undefined): AuditPlace | undefined {
  if (cursor === undefined) return undefined
  const [, time = '', auditId = ''] =
    shape.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (Number.isNaN(Date.parse(time))) {
    throw new ProblemError(
      400,
      'The cursor is not one of this list; start from the first page.',
      'cursor',
    )
  }
  return { at: new Date(time), auditId }
}
