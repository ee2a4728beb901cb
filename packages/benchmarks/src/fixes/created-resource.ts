/** A new object of a fix as a resource that rules can judge. */

import type { Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'

/** Throws where a rule's fix names an object without kind or name, which is a mistake in the rule. */
export function createdResource(object: Record<string, unknown>): Resource {
  const { apiVersion, kind, metadata } = object
  const name = isRecord(metadata) ? metadata.name : undefined
  const namespace = isRecord(metadata) ? metadata.namespace : undefined
  if (typeof kind !== 'string' || typeof name !== 'string' || typeof apiVersion !== 'string') {
    throw new Error('A new object in a fix has no apiVersion, kind or metadata.name.')
  }
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : undefined
  return {
    id: ['k8s_object', group, kind, namespace, name].filter(Boolean).join('/'),
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name,
    ...(typeof namespace === 'string' ? { namespace } : {}),
    data: object,
  }
}
