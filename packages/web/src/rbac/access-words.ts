/** Subjects and rules of roles in words, and subjects in the address. */

import type { AccessSubject } from '@evenkeel/model'

export const subjectKinds = ['User', 'Group', 'ServiceAccount'] as const

export const subjectKindWords = {
  User: 'User',
  Group: 'Group',
  ServiceAccount: 'Service account',
} as const

/** `ServiceAccount/payments/api`, `Group/ops`; names may hold slashes. */
export function printSubject({ kind, name, namespace }: AccessSubject): string {
  return [kind, ...(namespace === null ? [] : [namespace]), name].join('/')
}

/** Undefined where the text names nobody. */
export function parseSubject(text: string): AccessSubject | undefined {
  const [first = '', ...rest] = text.split('/')
  const kind = subjectKinds.find((it) => it === first)
  if (kind === undefined) return undefined
  const namespace = kind === 'ServiceAccount' ? (rest.shift() ?? '') : null
  const name = rest.join('/')
  return name === '' || namespace === '' ? undefined : { kind, name, namespace }
}

/** `get, list on secrets, configmaps named keys`; what stands there in another shape is printed as it is. */
export function describeRule(rule: unknown): string {
  const verbs = wordsOf(rule, 'verbs')
  const groups = wordsOf(rule, 'apiGroups')
  const resources = wordsOf(rule, 'resources').flatMap((resource) =>
    (groups.length === 0 ? [''] : groups).map((group) => withGroup(resource, group)),
  )
  const targets = [...new Set([...resources, ...wordsOf(rule, 'nonResourceURLs')])]
  if (verbs.length === 0 || targets.length === 0) return JSON.stringify(rule)
  const names = wordsOf(rule, 'resourceNames')
  const named = names.length === 0 ? '' : ` named ${names.join(', ')}`
  const verb = verbs.includes('*') ? 'everything' : verbs.join(', ')
  return `${verb} on ${targets.join(', ')}${named}`
}

function withGroup(resource: string, group: string): string {
  if (group === '') return resource
  if (group === '*') return resource === '*' ? 'everything' : `${resource} of any group`
  return `${resource}.${group}`
}

function wordsOf(rule: unknown, field: string): string[] {
  if (typeof rule !== 'object' || rule === null) return []
  const value: unknown = Reflect.get(rule, field)
  return Array.isArray(value) ? value.filter((it) => typeof it === 'string') : []
}
