/** Compiles KQL to SQL over the audit log: `actor : ada and action : DELETE* and at >= now-7d`. */

import {
  auditFields,
  dateSpanOf,
  KqlError,
  type KqlField,
  type KqlNode,
  type KqlValue,
} from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'

type AuditField = (typeof auditFields)[number]

const textColumns = {
  actor: sql<string | null>`actor`,
  action: sql<string | null>`action`,
  target: sql<string | null>`target`,
  address: sql<string | null>`address`,
  status: sql<string | null>`status::text`,
}

/** Throws KqlError for fields that the log does not have, and for times that are none. */
export function compileAuditQuery(node: KqlNode, now: number): RawBuilder<boolean> {
  switch (node.kind) {
    case 'all':
      return sql`true`
    case 'and':
    case 'or': {
      const children = node.children.map((child) => compileAuditQuery(child, now))
      return sql`(${sql.join(children, node.kind === 'and' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql`(not ${compileAuditQuery(node.child, now)})`
    case 'nested':
      throw new KqlError('The audit log has no field to look into.', node.range)
    case 'exists': {
      const field = readField(node.field, node.range)
      return field === 'at' ? sql`true` : sql`(${textColumns[field]} is not null)`
    }
    case 'is':
      return compileIs(node, now)
    case 'range':
      return compileRange(node, now)
  }
}

function compileIs(node: KqlNode & { kind: 'is' }, now: number): RawBuilder<boolean> {
  if (!node.field) {
    const columns = [textColumns.actor, textColumns.action, textColumns.target, textColumns.address]
    return sql`(${sql.join(
      columns.map((it) => contains(it, node.value)),
      sql` or `,
    )})`
  }
  const field = readField(node.field, node.range)
  if (field === 'at') {
    const { first, last } = readSpan(node.value, node.range, now)
    return sql`(at between ${first}::timestamptz and ${last}::timestamptz)`
  }
  const column = textColumns[field]
  const isEqual =
    node.value.kind === 'pattern'
      ? sql`${column} like ${toPattern(node.value.segments)}`
      : sql`${column} = ${storable(String(node.value.value))}`
  return sql`(${column} is not null and ${isEqual})`
}

function compileRange(node: KqlNode & { kind: 'range' }, now: number): RawBuilder<boolean> {
  const field = readField(node.field, node.range)
  const operator = sql.raw(node.operator)
  if (field === 'at') {
    const { first, last } = readSpan(node.value, node.range, now)
    const bound = node.operator === '<' || node.operator === '>=' ? first : last
    return sql`(at ${operator} ${bound}::timestamptz)`
  }
  const value = Number(node.value.value)
  if (field === 'status' && Number.isInteger(value) && Math.abs(value) < 1e6) {
    return sql`(status ${operator} ${value})`
  }
  throw new KqlError('Only "at" and "status" can be compared with < and >.', node.range)
}

function readField(field: KqlField, range: KqlNode['range']): AuditField {
  const known = auditFields.find((it) => field.kind === 'name' && field.name === it)
  if (known) return known
  const name = field.kind === 'name' ? field.name : field.segments.join('*')
  throw new KqlError(
    `The audit log has no field "${name}"; it has ${auditFields.join(', ')}.`,
    range,
  )
}

function readSpan(value: KqlValue, range: KqlNode['range'], now: number) {
  const span = dateSpanOf(value, now)
  if (span) return { first: new Date(span.first), last: new Date(span.last) }
  throw new KqlError('A time is 2026-01-31, 2026-01-31T10:00:00Z or now-7d.', range)
}

/** Words are looked for anywhere, in any case. */
function contains(column: RawBuilder<string | null>, value: KqlValue): RawBuilder<boolean> {
  const segments = value.kind === 'pattern' ? value.segments : [String(value.value)]
  const pattern = `%${toPattern(segments)}%`.toLowerCase()
  return sql`(${column} is not null and lower(${column}) like ${pattern})`
}

function toPattern(segments: readonly string[]): string {
  return segments.map((it) => storable(it).replace(/[\\%_]/g, '\\$&')).join('%')
}

/** PostgreSQL holds no NUL and no half surrogate pair. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function storable(text: string): string {
  return text.replace(unstorable, '\ufffd')
}
