/** Namespaces that the configuration leaves out: they are not asked for, and dropped where they come anyway. */

import type { CollectedKind } from '../kube/kinds.ts'
import { isRecord, type KubeObject } from '../redaction/objects.ts'

export interface Exclusion {
  excludedNamespaces?: string[] | undefined
}

/** A URL holds so many; beyond them the answer is sifted here alone. */
const selectorNamespacesMax = 100

/** What a list or watch of the kind says of them, so that they are not even sent. */
export function exclusionQuery(
  kind: CollectedKind,
  { excludedNamespaces = [] }: Exclusion,
): Record<string, string> {
  const field = kind.isNamespaced
    ? 'metadata.namespace'
    : kind.kind === 'Namespace'
      ? 'metadata.name'
      : undefined
  const { length } = excludedNamespaces
  if (!field || length === 0 || length > selectorNamespacesMax) return {}
  return { fieldSelector: excludedNamespaces.map((it) => `${field}!=${it}`).join(',') }
}

/** The namespace itself is left out too: rules on it would see none of what is in it. */
export function isExcluded(
  { excludedNamespaces = [] }: Exclusion,
  { kind, metadata }: KubeObject,
): boolean {
  if (!isRecord(metadata)) return false
  const namespace = kind === 'Namespace' ? metadata.name : metadata.namespace
  return typeof namespace === 'string' && excludedNamespaces.includes(namespace)
}
