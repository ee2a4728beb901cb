/** The sets of labels that pods carry, for rules that ask whether a selector finds anything. */

import type { Json } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'

/** Objects without a namespace are applied to this one. */
const defaultNamespace = 'default'

/** Keeps each set of labels once, because the thousands of pods of a workload share theirs. */
export function createPodLabels() {
  const byNamespace: Record<string, Json[]> = Object.create(null)
  const known = new Set<string>()
  return {
    byNamespace: byNamespace as Readonly<Record<string, Json[]>>,
    add(namespace: string = defaultNamespace, kind: string, data: unknown): void {
      const labels = labelsOf(kind, data)
      const key = `${namespace}/${JSON.stringify(labels)}`
      if (known.has(key)) return
      known.add(key)
      const list = byNamespace[namespace] ?? []
      list.push(labels)
      byNamespace[namespace] = list
    },
  }
}

function labelsOf(kind: string, data: unknown): Json {
  const template = kind === 'Pod' ? data : get(specOf(kind, data), 'template')
  const labels = get(get(template, 'metadata'), 'labels')
  // Labels of the API are JSON.
  return isRecord(labels) ? (labels as Json) : {}
}

function specOf(kind: string, data: unknown): unknown {
  const spec = get(data, 'spec')
  return kind === 'CronJob' ? get(get(spec, 'jobTemplate'), 'spec') : spec
}

function get(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined
}
