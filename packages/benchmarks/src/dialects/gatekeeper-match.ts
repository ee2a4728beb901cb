/** Whether a constraint's `match` takes a resource, as Gatekeeper's audit decides it. */

import type { Resource } from '@evenkeel/model'
import type { Static } from 'typebox'
import { Type } from 'typebox'

const Expression = Type.Object({
  key: Type.String(),
  operator: Type.String(),
  values: Type.Optional(Type.Array(Type.String())),
})

const Selector = Type.Object({
  matchLabels: Type.Optional(Type.Record(Type.String(), Type.String())),
  matchExpressions: Type.Optional(Type.Array(Expression)),
})
type Selector = Static<typeof Selector>

/** `spec.match` of a constraint. What is absent takes everything. */
export const ConstraintMatch = Type.Object({
  kinds: Type.Optional(
    Type.Array(
      Type.Object({
        apiGroups: Type.Optional(Type.Array(Type.String())),
        kinds: Type.Optional(Type.Array(Type.String())),
      }),
    ),
  ),
  namespaces: Type.Optional(Type.Array(Type.String())),
  excludedNamespaces: Type.Optional(Type.Array(Type.String())),
  labelSelector: Type.Optional(Selector),
  namespaceSelector: Type.Optional(Selector),
  scope: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
})
export type ConstraintMatch = Static<typeof ConstraintMatch>

/** `namespaceLabels` are undefined where the namespace was not seen; a selector on them then takes nothing. */
export function isMatched(
  match: ConstraintMatch,
  resource: Resource,
  namespaceLabels: Record<string, string> | undefined,
): boolean {
  const namespace = resource.subType === 'Namespace' ? resource.name : resource.namespace
  return (
    isKindMatched(match, resource) &&
    isScopeMatched(match.scope, resource.namespace) &&
    (match.name === undefined || isPatternMatched(match.name, resource.name)) &&
    isNamespaceMatched(match, namespace) &&
    isSelected(match.labelSelector, resource.labels ?? {}) &&
    (match.namespaceSelector === undefined ||
      namespace === undefined ||
      (namespaceLabels !== undefined && isSelected(match.namespaceSelector, namespaceLabels)))
  )
}

function isKindMatched({ kinds }: ConstraintMatch, resource: Resource): boolean {
  if (!kinds || kinds.length === 0) return true
  const apiVersion = resource.apiVersion ?? 'v1'
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  const has = (list: string[] | undefined, value: string) =>
    !list || list.length === 0 || list.includes('*') || list.includes(value)
  return kinds.some((it) => has(it.apiGroups, group) && has(it.kinds, resource.subType ?? ''))
}

function isScopeMatched(scope: string | undefined, namespace: string | undefined): boolean {
  if (scope === 'Namespaced') return namespace !== undefined
  if (scope === 'Cluster') return namespace === undefined
  return true
}

function isNamespaceMatched(match: ConstraintMatch, namespace: string | undefined): boolean {
  // Cluster-wide objects are never left out by a list of namespaces.
  if (namespace === undefined) return true
  const isIn = (patterns: string[]) => patterns.some((it) => isPatternMatched(it, namespace))
  if (match.namespaces && match.namespaces.length > 0 && !isIn(match.namespaces)) return false
  return !(match.excludedNamespaces && isIn(match.excludedNamespaces))
}

/** A star at the start or the end stands for anything; elsewhere it is a character. */
function isPatternMatched(pattern: string, text: string): boolean {
  const isOpenStart = pattern.startsWith('*')
  const isOpenEnd = pattern.length > 1 && pattern.endsWith('*')
  const core = pattern.slice(isOpenStart ? 1 : 0, isOpenEnd ? -1 : undefined)
  if (isOpenStart && isOpenEnd) return text.includes(core)
  if (isOpenStart) return text.endsWith(core)
  return isOpenEnd ? text.startsWith(core) : text === core
}

function isSelected(selector: Selector | undefined, labels: Record<string, string>): boolean {
  if (!selector) return true
  const labelOf = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined)
  const areLabelsEqual = Object.entries(selector.matchLabels ?? {}).every(
    ([key, value]) => labelOf(key) === value,
  )
  return (
    areLabelsEqual &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = labelOf(key)
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      if (operator === 'In') return value !== undefined && values.includes(value)
      return operator === 'NotIn' && (value === undefined || !values.includes(value))
    })
  )
}
