/** The failed and unknown findings that a report prints, by rule. */

import type { Evidence } from '@evenkeel/model'
import type { World } from '../http/host.ts'
import { evaluationOf } from '../storage/codes.ts'
import { type FindingRecord, readFindingRecords } from '../storage/findings.ts'
import { listOpenFindings, type ReportScope } from '../storage/report-rows.ts'
import type { ReportRow } from './report-data.ts'

/** Records come with their evidence, so few at a time. */
const pageSize = 500
/** Of one finding. */
const evidenceMax = 6
const valueLengthMax = 160

/** Failed ones first, then by where they are. */
export async function collectRows(
  world: World,
  scope: ReportScope,
  perRule: number,
): Promise<Map<string, ReportRow[]>> {
  const keys = await listOpenFindings(world.db, scope, perRule)
  const byRule = new Map<string, ReportRow[]>()
  for (let from = 0; from < keys.length; from += pageSize) {
    const page = keys.slice(from, from + pageSize)
    for (const record of await readFindingRecords(world.db, page, scope.at)) {
      const rule = world.book.places.get(record.placeNo)?.rule.id
      if (rule === undefined) continue
      const rows = byRule.get(rule) ?? []
      rows.push(describeRow(world, record))
      byRule.set(rule, rows)
    }
  }
  for (const rows of byRule.values()) rows.sort(compareRows)
  return byRule
}

function compareRows(a: ReportRow, b: ReportRow): number {
  if (a.evaluation !== b.evaluation) return a.evaluation === 'failed' ? -1 : 1
  return compareText(placeOf(a), placeOf(b))
}

function placeOf({ cluster, namespace, kind, name }: ReportRow): string {
  return [cluster, namespace, kind, name].join('\0')
}

/** By code units, which no locale of a machine changes. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function describeRow(world: World, record: FindingRecord): ReportRow {
  const shown = record.evidence.slice(0, evidenceMax)
  const rest = record.evidence.length - shown.length
  const more = rest > 0 ? [`and ${rest} more`] : []
  const observed = [...shown.map((it) => `${it.path} = ${printValue(it.actual)}`), ...more]
  const exception = world.exceptions.find((it) => it.exceptionId === record.exceptionId)
  const evaluation = evaluationOf(record.evaluation)
  // Why it is unknown comes before what was seen; of a failure the evidence says it.
  const isTold = evaluation === 'unknown' || observed.length === 0
  const lines = [...(isTold && record.reason ? [record.reason] : []), ...observed]
  return {
    evaluation,
    cluster: world.clusters.find((it) => it.clusterId === record.clusterId)?.name ?? '',
    kind: record.subType ?? record.type,
    namespace: record.namespace ?? '',
    name: record.name,
    observed: lines.length > 0 ? lines.join('\n') : 'Nothing was recorded.',
    expected: expectationsOf(shown).join('\n'),
    changedAt: record.changedAt.toISOString(),
    accepted: exception ? `Accepted by ${exception.owner}: ${exception.reason}` : '',
  }
}

function expectationsOf(evidence: readonly Evidence[]): string[] {
  const values = evidence.map((it) => it.expected).filter((it) => it !== undefined && it !== null)
  return [...new Set(values.map(printValue))]
}

/** As JSON, texts without quotes; a long one says that it goes on. */
function printValue(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const points = [...text]
  if (points.length <= valueLengthMax) return text
  return `${points.slice(0, valueLengthMax).join('')}… (${points.length} characters)`
}
