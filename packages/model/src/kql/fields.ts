/** The fields that KQL knows of a finding. */

import { matchesPattern } from './pattern.ts'
import type { KqlField } from './syntax.ts'

export type KqlFieldType = 'keyword' | 'text' | 'date'

export interface KqlFieldDefinition {
  name: string
  type: KqlFieldType
  description: string
  /** Values from low to high, where they have an order of their own. */
  order?: readonly string[]
  /** Words without a field do not look into it. */
  isOnlyByName?: true
}

const keyword = (name: string, description: string, order?: readonly string[]) =>
  ({ name, type: 'keyword', description, ...(order && { order }) }) as const

export const severityOrder = ['info', 'low', 'medium', 'high', 'critical'] as const
/** Worst last, as severities are. */
export const evaluationOrder = ['passed', 'manual', 'unknown', 'failed'] as const

export const findingFields: readonly KqlFieldDefinition[] = [
  keyword('result.evaluation', 'passed, failed, unknown or manual', evaluationOrder),
  keyword('result.stale', 'true where its agent has been silent for two of its periods'),
  { ...keyword('result.assignee', 'Who sees to the finding'), isOnlyByName: true },
  keyword('rule.severity', 'critical, high, medium, low or info', severityOrder),
  keyword('rule.id', 'The stable id of the rule'),
  { name: 'rule.name', type: 'text', description: 'The title of the rule' },
  { name: 'rule.description', type: 'text', description: 'What the rule is about' },
  keyword('rule.section', 'The section of the benchmark, such as API Server'),
  keyword('rule.number', 'The number of the rule in the benchmark, such as 1.2.15'),
  keyword('rule.benchmark.id', 'The benchmark, such as cis-kubernetes-1.12'),
  keyword('rule.benchmark.version', 'The version of the benchmark'),
  keyword('rule.controls.benchmark', 'A benchmark or framework that the rule gives evidence for'),
  keyword('rule.controls.number', "The rule's number in one of them"),
  keyword('resource.id', 'The stable id of the resource within its cluster'),
  keyword('resource.name', 'The name of the resource'),
  keyword('resource.type', 'kubernetes_master_node, k8s_object, ...'),
  keyword('resource.sub_type', 'The kind of an object, such as Deployment'),
  keyword('resource.namespace', 'The namespace of an object'),
  keyword('resource.owner', 'The top owner, such as Deployment/api'),
  keyword('resource.node', 'The node that the resource was seen on'),
  keyword('cluster.id', 'The id of the cluster'),
  keyword('cluster.name', 'The name of the cluster'),
  keyword('lifecycle', 'open, reopened, resolved, gone or disabled'),
  keyword('exception.owner', 'Who answers for the exception that accepts the finding'),
  { name: 'exception.reason', type: 'text', description: 'Why the finding is accepted' },
  keyword('attestation.verdict', 'What a person answered to a manual rule: passed or failed'),
  { name: 'first_seen', type: 'date', description: 'When the finding was first seen' },
  { name: 'changed_at', type: 'date', description: 'When its evaluation or evidence last changed' },
]

/** `resource.labels.app` is the label `app`; the rest of the name is the key, dots and all. */
export const labelPrefix = 'resource.labels.'
/** The one array whose elements `path:{ ... }` looks into. */
export const nestedPath = 'rule.controls'

const aliasPrefix = 'orchestrator.'
const byName = new Map(findingFields.map((field) => [field.name, field]))

/** `orchestrator.cluster.name` is `cluster.name`, as in Elastic's documents. */
export function canonicalField(name: string): string {
  return name.startsWith(`${aliasPrefix}cluster.`) ? name.slice(aliasPrefix.length) : name
}

/** The definition of a field, a label's too; undefined for a name that KQL does not know. */
export function findField(name: string): KqlFieldDefinition | undefined {
  const canonical = canonicalField(name)
  if (canonical.startsWith(labelPrefix) && canonical.length > labelPrefix.length) {
    return { name: canonical, type: 'keyword', description: 'A label of the resource' }
  }
  return byName.get(canonical)
}

/** The name matches the field or, with stars, its name or its alias. */
export function isNamed(field: KqlField, name: string): boolean {
  if (field.kind === 'name') return canonicalField(field.name) === name
  if (matchesPattern(field.segments, name)) return true
  return name.startsWith('cluster.') && matchesPattern(field.segments, `${aliasPrefix}${name}`)
}

const suggestionsMax = 3

/** Known names near to an unknown one, nearest first. */
export function nearestFields(name: string): string[] {
  const wanted = name.toLowerCase()
  return findingFields
    .map((field) => ({ name: field.name, distance: distanceOf(wanted, field.name) }))
    .filter(({ name: it, distance }) => distance <= Math.max(2, it.length / 3))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, suggestionsMax)
    .map((it) => it.name)
}

/** The edit distance, or 1 where the last part of the name is the whole search: `namespace`. */
function distanceOf(wanted: string, name: string): number {
  if (name.endsWith(`.${wanted}`)) return 1
  let row = Array.from({ length: name.length + 1 }, (_, index) => index)
  for (let i = 1; i <= Math.min(wanted.length, 100); i += 1) {
    const next = [i]
    for (let j = 1; j <= name.length; j += 1) {
      const cost = wanted[i - 1] === name[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
