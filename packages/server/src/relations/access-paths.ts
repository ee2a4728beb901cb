/** Who can do something in a cluster, and through which binding and role. */

import type { AccessPath } from '@evenkeel/model'
import type { ReadDatabase } from '../storage/reach.ts'
import { listObjects, type MappedRow } from '../storage/resource-links.ts'
import { type AccessQuestion, grants } from './access-rules.ts'
import { readSelector, selects } from './links.ts'
import { type Fields, record, records, text } from './objects.ts'

const rbacGroup = 'rbac.authorization.k8s.io'

export interface RbacObject extends MappedRow {
  data: unknown
}

export interface AccessScope extends AccessQuestion {
  /** Undefined for wherever it holds. */
  namespace: string | undefined
}

const rbacKinds = ['ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding']

/** With sentences on what could not be looked at: then nobody found is not the same as nobody. */
export async function listAccessPaths(
  world: AccessWorld,
  clusterId: string,
  scope: AccessScope,
): Promise<{ paths: AccessPath[]; warnings: string[] }> {
  const { objects, warnings } = await listRbacObjects(world, clusterId)
  return { paths: findAccessPaths(objects, scope), warnings }
}

/** Roles and bindings of a cluster, with sentences on those that could not be looked at. */
export async function listRbacObjects(
  { db, reach }: AccessWorld,
  clusterId: string,
): Promise<{ objects: RbacObject[]; warnings: string[] }> {
  const objects = await listObjects(db, clusterId, { kinds: rbacKinds, group: rbacGroup })
  const isPartial = reach?.some((part) => part.namespaces !== null) ?? false
  const missing = rbacKinds.filter((kind) => !objects.some((it) => it.subType === kind))
  return {
    objects,
    warnings: isPartial
      ? [
          'You see some namespaces only: roles and bindings of the whole cluster are not among them.',
        ]
      : missing.map((kind) => `No ${kind} of this cluster was seen, so paths may be missing.`),
  }
}

export interface AccessWorld {
  db: ReadDatabase
  /** Null where everything is seen. */
  reach: readonly { namespaces: readonly string[] | null }[] | null
}

/** Every subject with the binding that gives it the role; the same subject once for each way. */
export function findAccessPaths(objects: readonly RbacObject[], scope: AccessScope): AccessPath[] {
  const { roleOf, rulesOf } = indexRoles(objects)
  const granting = new Map<RbacObject, Fields | undefined>()
  const grantOf = (role: RbacObject) => {
    if (!granting.has(role)) {
      granting.set(
        role,
        rulesOf(role).find((rule) => grants(rule, scope)),
      )
    }
    return granting.get(role)
  }
  return objects.flatMap((binding): AccessPath[] => {
    if (!isWithin(binding, scope)) return []
    const role = roleOf(binding)
    const rule = role && grantOf(role)
    if (!role || !rule) return []
    return subjectsOf(binding).map((subject) => ({
      subject,
      namespace: binding.subType === 'ClusterRoleBinding' ? null : binding.namespace,
      binding: nameOf(binding),
      role: nameOf(role),
      rule,
      is_builtin: isBuiltin(binding),
    }))
  })
}

export function nameOf({ id, subType, name, failed }: RbacObject) {
  return { id, kind: subType ?? '', name, failed }
}

/** Kubernetes makes these by itself. */
export function isBuiltin({ labels }: RbacObject): boolean {
  return labels['kubernetes.io/bootstrapping'] === 'rbac-defaults'
}

/** Finds the role that a binding gives, and the rules of a role. */
export function indexRoles(objects: readonly RbacObject[]) {
  const roles = new Map<string, RbacObject>()
  for (const it of objects) {
    if (it.subType === 'ClusterRole' || it.subType === 'Role') roles.set(roleKey(it), it)
  }
  const clusterRoles = objects.filter((it) => it.subType === 'ClusterRole')
  return {
    roleOf: (binding: RbacObject) => roles.get(referredKey(binding)),
    rulesOf: (role: RbacObject) => gatherRules(role, clusterRoles),
  }
}

function roleKey({ subType, namespace, name }: MappedRow): string {
  return JSON.stringify([subType, subType === 'Role' ? namespace : null, name])
}

function referredKey(binding: RbacObject): string {
  const { kind, name } = record(record(binding.data).roleRef)
  const isNamespaced = kind === 'Role' && binding.subType === 'RoleBinding'
  return JSON.stringify([kind, isNamespaced ? binding.namespace : null, text(name)])
}

/** Only bindings of the whole cluster grant what stands in no namespace. */
function isWithin({ subType, namespace }: RbacObject, scope: AccessScope): boolean {
  if (subType === 'ClusterRoleBinding') return true
  if (subType !== 'RoleBinding' || isClusterWide(scope.resource)) return false
  return scope.namespace === undefined || scope.namespace === namespace
}

function isClusterWide(resource: string): boolean {
  return resource.startsWith('/') || clusterWide.has(resource.split('/')[0] ?? '')
}

/** Kubernetes' own; a namespace is looked at from within itself and so is none of them. */
const clusterWide = new Set([
  'apiservices',
  'certificatesigningrequests',
  'clusterrolebindings',
  'clusterroles',
  'componentstatuses',
  'csidrivers',
  'csinodes',
  'customresourcedefinitions',
  'flowschemas',
  'groups',
  'ingressclasses',
  'mutatingwebhookconfigurations',
  'nodes',
  'persistentvolumes',
  'prioritylevelconfigurations',
  'priorityclasses',
  'runtimeclasses',
  'selfsubjectaccessreviews',
  'signers',
  'storageclasses',
  'subjectaccessreviews',
  'tokenreviews',
  'userextras',
  'users',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'validatingwebhookconfigurations',
  'volumeattachments',
])

/** A cluster fills in the rules of an aggregated role by itself; in manifests they are still to be gathered. */
function gatherRules(
  role: RbacObject,
  clusterRoles: readonly RbacObject[],
  gathered: ReadonlySet<RbacObject> = new Set(),
): Fields[] {
  const { rules, aggregationRule } = record(role.data)
  const own = records(rules)
  const selectors = records(record(aggregationRule).clusterRoleSelectors).map(readSelector)
  if (own.length > 0 || selectors.length === 0) return own
  const within = new Set([...gathered, role])
  return clusterRoles
    .filter((it) => !within.has(it) && selectors.some((selector) => selects(selector, it.labels)))
    .flatMap((it) => gatherRules(it, clusterRoles, within))
}

/** Whom a binding gives its role; those that the API server would not know are left out. */
export function subjectsOf(binding: RbacObject): AccessPath['subject'][] {
  return records(record(binding.data).subjects).flatMap((subject): AccessPath['subject'][] => {
    const name = text(subject.name)
    if (name === '') return []
    if (subject.kind === 'ServiceAccount') {
      const namespace = text(subject.namespace) || (binding.namespace ?? '')
      return namespace === '' ? [] : [{ kind: 'ServiceAccount', name, namespace }]
    }
    if (subject.kind !== 'User' && subject.kind !== 'Group') return []
    return [{ kind: subject.kind, name, namespace: null }]
  })
}
