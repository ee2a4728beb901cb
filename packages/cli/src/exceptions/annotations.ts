/**
 * Exceptions that stand on the object: `except.evenkeel.io/<rule>: "owner=team-a until=2027-01-31 why"`.
 *
 * They hold for the findings of that rule on that object alone. Owner and end may be left out.
 */

import type { Finding, Resource } from '@evenkeel/model'
import { escapeKql } from '@evenkeel/model'
import type { ScanException } from './read-exceptions.ts'

const prefix = 'except.evenkeel.io/'
const annotationLengthMax = 2000

export interface AnnotationMistake {
  origin: string
  message: string
}

/** A mistaken annotation accepts nothing, and is said. */
export function readAnnotations(
  resources: readonly Resource[],
  findings: readonly Finding[],
): { exceptions: ScanException[]; mistakes: AnnotationMistake[] } {
  const known = new Set(findings.map((it) => it.rule.id))
  const exceptions: ScanException[] = []
  const mistakes: AnnotationMistake[] = []
  for (const resource of resources) {
    for (const [rule, text] of annotationsOf(resource)) {
      const origin = `${prefix}${rule} of ${resource.id}`
      const result = known.has(rule)
        ? readAnnotation(text)
        : `no rule ${rule} was evaluated, so that it accepts nothing`
      if (typeof result === 'string') {
        mistakes.push({ origin, message: result })
        continue
      }
      const query = `rule.id : ${escapeKql(rule)} and resource.id : ${escapeKql(resource.id)}`
      exceptions.push({ ...result, query, category: 'accepted', line: 0, origin })
    }
  }
  return { exceptions, mistakes }
}

function annotationsOf({ type, data }: Resource): [rule: string, text: string][] {
  if (type !== 'k8s_object') return []
  const annotations = field(field(data, 'metadata'), 'annotations')
  if (typeof annotations !== 'object' || annotations === null) return []
  return Object.entries(annotations).flatMap(([name, text]): [string, string][] =>
    name.startsWith(prefix) && typeof text === 'string' ? [[name.slice(prefix.length), text]] : [],
  )
}

/** A sentence where it cannot be read. */
function readAnnotation(text: string): Pick<ScanException, 'reason' | 'owner' | 'until'> | string {
  if (text.length > annotationLengthMax)
    return `it is longer than ${annotationLengthMax} characters`
  let reason = text.trim()
  let owner = 'the object itself'
  let until: string | null = null
  for (;;) {
    const setting = /^(owner|until)=(\S+)\s*/.exec(reason)
    if (!setting) break
    const [all, name, value = ''] = setting
    reason = reason.slice(all.length)
    if (name === 'owner') {
      owner = value
      continue
    }
    const time = Date.parse(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T23:59:59Z` : value)
    if (Number.isNaN(time)) return `"${value}" is no day such as 2030-01-31`
    until = new Date(time).toISOString()
  }
  if (reason === '') return 'it says no reason'
  return { reason, owner, until }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
