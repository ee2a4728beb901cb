/** The expressions that findings are grouped and counted by. */

import {
  canonicalField,
  evaluationOrder,
  findField,
  labelPrefix,
  severityOrder,
} from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import { lifecycleOrder } from './codes.ts'
import { SortError } from './finding-sort.ts'
import { resourceColumns } from './kql-sql.ts'
import type { Place, RuleBook } from './rule-book.ts'

export interface GroupKey {
  field: string
  /** Never null; what has no value is an empty text or -1. */
  expression: RawBuilder<string | number>
  /** The parameter's type, for comparing with values that were read before. */
  type: 'text' | 'integer' | 'uuid'
  /** The value as KQL knows it. */
  toValue(key: string | number): string | null
  needs: 'rollup' | 'finding' | 'resource' | 'cluster'
}

const placeFields: Readonly<Record<string, (place: Place) => string>> = {
  'rule.id': (it) => it.rule.id,
  'rule.name': (it) => it.rule.name,
  'rule.section': (it) => it.section,
  'rule.number': (it) => it.number,
  'rule.benchmark.id': (it) => it.benchmark.id,
  'rule.benchmark.version': (it) => it.benchmark.version,
}

const codedFields: Readonly<
  Record<string, { column: string; words: readonly string[]; needs: GroupKey['needs'] }>
> = {
  'result.evaluation': { column: 'f.evaluation', words: evaluationOrder, needs: 'rollup' },
  'rule.severity': { column: 'f.severity', words: severityOrder, needs: 'rollup' },
  lifecycle: { column: 'coalesce(f.lifecycle, -1)', words: lifecycleOrder, needs: 'finding' },
}

export const groupableFields = [
  ...Object.keys(codedFields),
  ...Object.keys(placeFields),
  ...Object.keys(resourceColumns),
  'result.assignee',
  'cluster.id',
  'cluster.name',
]

/** Throws SortError for a field that findings cannot be grouped by. */
export function createGroupKey(name: string, book: RuleBook): GroupKey {
  const field = canonicalField(name.trim())
  const coded = Object.hasOwn(codedFields, field) ? codedFields[field] : undefined
  if (coded) {
    return {
      field,
      expression: sql`${sql.raw(coded.column)}::integer`,
      type: 'integer',
      toValue: (key) => coded.words[Number(key)] ?? null,
      needs: coded.needs,
    }
  }
  const read = Object.hasOwn(placeFields, field) ? placeFields[field] : undefined
  if (read) return createPlaceKey(field, read, book)
  const column = Object.hasOwn(resourceColumns, field) ? resourceColumns[field] : undefined
  if (column) {
    const key = textKey(field, sql.raw(column), 'resource')
    // As its index has it, and the planner knows how many there are of each.
    return field === 'resource.id' ? { ...key, expression: sql`r.id collate "C"` } : key
  }
  if (field === 'result.assignee') return textKey(field, sql.raw('f.assignee'), 'finding')
  if (field === 'cluster.name') return textKey(field, sql.raw('c.name'), 'cluster')
  if (field === 'cluster.id') {
    return { ...textKey(field, sql.raw('f.cluster_id::text'), 'rollup') }
  }
  if (field.startsWith(labelPrefix) && findField(field) && !field.includes('\0')) {
    return textKey(
      field,
      sql`(r.labels ->> ${sql.lit(field.slice(labelPrefix.length))})`,
      'resource',
    )
  }
  throw new SortError(
    'group',
    `Findings cannot be grouped by "${field}". Possible are ${groupableFields.join(', ')} and ${labelPrefix}<key>.`,
  )
}

function textKey(field: string, column: RawBuilder<unknown>, needs: GroupKey['needs']): GroupKey {
  return {
    field,
    expression: sql`coalesce(${column}, '') collate "C"`,
    type: 'text',
    toValue: (key) => (key === '' ? null : String(key)),
    needs,
  }
}

/** Rules are few: the values are numbered in memory, and the number is what the database groups by. */
function createPlaceKey(field: string, read: (place: Place) => string, book: RuleBook): GroupKey {
  const values = [...new Set([...book.places.values()].map(read))].sort()
  const numbers = new Map(values.map((value, index) => [value, index]))
  const last = Math.max(0, ...book.places.keys())
  const byPlace = Array.from({ length: last }, (_, index) => {
    const place = book.places.get(index + 1)
    return place ? (numbers.get(read(place)) ?? -1) : -1
  })
  // Written out, because a parameter in both the select and the group by would be two different ones.
  const array = `(array[${byPlace.join(',')}]::integer[])[f.place_no]`
  return {
    field,
    expression: sql.raw(array),
    type: 'integer',
    toValue: (key) => values[Number(key)] || null,
    needs: 'rollup',
  }
}
