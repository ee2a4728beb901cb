/** A finding as flat pairs of field and value, as KQL looks at it. */

import type { Control, Finding } from '../finding.ts'
import { labelPrefix, nestedPath } from './fields.ts'

export type KqlPair = readonly [field: string, value: string]

export interface KqlRecord {
  /** Only fields that have a value; a field may stand more than once. */
  pairs: readonly KqlPair[]
  /** The elements of `rule.controls`, each as its own pairs. */
  controls: readonly (readonly KqlPair[])[]
}

/** What a finding does not say itself and KQL may ask for. */
export interface KqlRecordExtras {
  description?: string | undefined
  labels?: Readonly<Record<string, string>> | undefined
  node?: string | null | undefined
}

export function toKqlRecord(finding: Finding, extras: KqlRecordExtras = {}): KqlRecord {
  const { rule, resource, cluster, result } = finding
  const controls = rule.controls.map(controlPairs)
  const fields: Record<string, string | null | undefined> = {
    'result.evaluation': result.evaluation,
    'result.stale': finding.stale_since === undefined ? undefined : 'true',
    'result.assignee': finding.assignee,
    'rule.severity': rule.severity,
    'rule.id': rule.id,
    'rule.name': rule.name,
    'rule.description': extras.description,
    'rule.section': rule.section,
    'rule.number': rule.number,
    'rule.benchmark.id': rule.benchmark.id,
    'rule.benchmark.version': rule.benchmark.version,
    'resource.id': resource.id,
    'resource.name': resource.name,
    'resource.type': resource.type,
    'resource.sub_type': resource.sub_type,
    'resource.namespace': resource.namespace,
    'resource.owner': resource.owner,
    'resource.node': extras.node,
    'cluster.id': cluster.id,
    'cluster.name': cluster.name,
    lifecycle: finding.lifecycle,
    'exception.owner': finding.exception?.owner,
    'exception.reason': finding.exception?.reason,
    'attestation.verdict': finding.attestation?.verdict,
    first_seen: finding.first_seen,
    changed_at: finding.changed_at,
  }
  const labels = Object.entries(extras.labels ?? {}).map(
    ([key, value]): KqlPair => [`${labelPrefix}${key}`, value],
  )
  return { pairs: [...pairsOf(fields), ...labels, ...controls.flat()], controls }
}

/** Pairs of the fields that have a value; an empty text is none. */
export function pairsOf(fields: Record<string, string | null | undefined>): KqlPair[] {
  return Object.entries(fields).flatMap(([field, value]): KqlPair[] =>
    value === null || value === undefined || value === '' ? [] : [[field, value]],
  )
}

export function controlPairs(control: Control): KqlPair[] {
  return pairsOf({
    [`${nestedPath}.benchmark`]: control.benchmark,
    [`${nestedPath}.number`]: control.number,
    [`${nestedPath}.section`]: control.section,
  })
}
