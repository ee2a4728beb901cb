/** Turns a Kubernetes object into a resource with a stable, readable id. */

import type { Resource } from '@evenkeel/model'
import { isRecord, type KubeObject, redactConfigMap, redactObject } from '../redaction/objects.ts'

/** Undefined when the object has no kind, apiVersion or name: then it is no Kubernetes object. */
export function toResource(
  object: KubeObject,
  source?: { file: string; line?: number },
): Resource | undefined {
  const { apiVersion, kind } = object
  const metadata = isRecord(object.metadata) ? object.metadata : {}
  const name = text(metadata.name) ?? text(metadata.generateName)
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !name) return undefined
  redactConfigMap(object)
  redactObject(object)
  const namespace = text(metadata.namespace)
  const owner = controllerOf(object)
  const labels = textMap(metadata.labels)
  return {
    id: objectId({ apiVersion, kind, namespace, name }),
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name,
    ...(namespace ? { namespace } : {}),
    ...(owner ? { owner: `${owner.kind}/${owner.name}` } : {}),
    ...(labels ? { labels } : {}),
    ...(source ? { source } : {}),
    data: object,
  }
}

export interface ObjectKey {
  apiVersion: string
  kind: string
  namespace?: string | undefined
  name: string
}

/** `k8s_object/apps/Deployment/payments/api`; the core group is `core`, a version is no part of it. */
export function objectId({ apiVersion, kind, namespace, name }: ObjectKey): string {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? 'core' : apiVersion.slice(0, slash)
  return ['k8s_object', group, kind, ...(namespace ? [namespace] : []), name].join('/')
}

export interface Owner {
  apiVersion: string
  kind: string
  name: string
}

/** The owner that manages the object; undefined when nothing does. */
export function controllerOf(object: KubeObject): Owner | undefined {
  const metadata = isRecord(object.metadata) ? object.metadata : {}
  const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences : []
  const owner = owners.find((it) => isRecord(it) && it.controller === true)
  if (!isRecord(owner)) return undefined
  const { apiVersion, kind, name } = owner
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string')
    return undefined
  return { apiVersion, kind, name }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function textMap(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
