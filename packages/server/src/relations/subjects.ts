/** Who a binding speaks of: users, groups and service accounts, and the groups that every account is in. */

import { type Fields, objectId, subjectId, text } from './objects.ts'

export function serviceAccountId(namespace: string, name: string): string {
  return objectId('', 'ServiceAccount', namespace, name)
}

/** The id that stands for a subject of a binding; undefined for one that the API server would not know. */
export function subjectTarget(subject: Fields, bindingNamespace: string): string | undefined {
  const [kind, name] = [text(subject.kind), text(subject.name)]
  if (name === '') return undefined
  if (kind === 'ServiceAccount') {
    const namespace = text(subject.namespace) || bindingNamespace
    return namespace === '' ? undefined : serviceAccountId(namespace, name)
  }
  return kind === 'User' || kind === 'Group' ? subjectId(kind, name) : undefined
}

const accountPrefix = 'system:serviceaccount:'

/** Under what names and groups the API server knows a service account. */
export function accountSubjects(namespace: string, name: string) {
  return [
    { kind: 'User' as const, name: `${accountPrefix}${namespace}:${name}` },
    { kind: 'Group' as const, name: 'system:serviceaccounts' },
    { kind: 'Group' as const, name: `system:serviceaccounts:${namespace}` },
    { kind: 'Group' as const, name: 'system:authenticated' },
  ]
}
