/** What one subject of a cluster was given, and who the subjects are. */

import type { AccessGrant, AccessSubject } from '@evenkeel/model'
import { indexRoles, isBuiltin, nameOf, type RbacObject, subjectsOf } from './access-paths.ts'
import { record, text } from './objects.ts'
import { accountSubjects } from './subjects.ts'

const bindingKinds = new Set<string | null>(['ClusterRoleBinding', 'RoleBinding'])

/** Everybody whom a binding names, by kind, namespace and name. */
export function listSubjects(objects: readonly RbacObject[]) {
  const found = new Map<string, { subject: AccessSubject; bindings: number; is_builtin: boolean }>()
  for (const binding of objects) {
    if (!bindingKinds.has(binding.subType)) continue
    for (const subject of subjectsOf(binding)) {
      const key = keyOf(subject)
      const known = found.get(key) ?? { subject, bindings: 0, is_builtin: true }
      known.bindings += 1
      known.is_builtin &&= isBuiltin(binding)
      found.set(key, known)
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it)
}

/** By itself first, then by its groups; every binding once for each subject that it names. */
export function findGrants(objects: readonly RbacObject[], subject: AccessSubject): AccessGrant[] {
  const { roleOf, rulesOf } = indexRoles(objects)
  const names = new Map([subject, ...groupsOf(subject)].map((it, at) => [keyOf(it), at]))
  const grants = objects.flatMap((binding): AccessGrant[] => {
    if (!bindingKinds.has(binding.subType)) return []
    const role = roleOf(binding)
    const referred = record(record(binding.data).roleRef)
    const through = subjectsOf(binding).filter((it) => names.has(keyOf(it)))
    return through.map((it) => ({
      through: it,
      namespace: binding.subType === 'ClusterRoleBinding' ? null : binding.namespace,
      binding: nameOf(binding),
      role: role
        ? nameOf(role)
        : { id: null, kind: text(referred.kind), name: text(referred.name), failed: 0 },
      rules: role ? rulesOf(role) : [],
      is_builtin: isBuiltin(binding),
    }))
  })
  const place = ({ through }: AccessGrant) => names.get(keyOf(through)) ?? names.size
  return grants.sort((a, b) => place(a) - place(b))
}

/** Those that Kubernetes puts a subject in by itself. Groups of people come with their login and are not known. */
function groupsOf({ kind, name, namespace }: AccessSubject): AccessSubject[] {
  const subject = (it: { kind: 'User' | 'Group'; name: string }) => ({ ...it, namespace: null })
  if (kind === 'ServiceAccount') return accountSubjects(namespace ?? '', name).map(subject)
  if (kind === 'Group') return []
  const group = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated'
  return [subject({ kind: 'Group', name: group })]
}

function keyOf({ kind, name, namespace }: AccessSubject): string {
  return JSON.stringify([kind, namespace ?? '', name])
}
