/** Ids and hashes of resources and findings: what makes two of them the same. */

import { hash } from 'node:crypto'
import type { Finding, Resource } from '@evenkeel/model'

/** Fields of `metadata` that change without the object changing. */
const volatileMetadata = new Set([
  'resourceVersion',
  'managedFields',
  'generation',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'selfLink',
])

/** A uuid for one rule on one resource of one cluster; the same in every cycle and every process. */
export function findingId(clusterId: string, resourceId: string, ruleId: string): string {
  const bytes = hash('sha256', `${clusterId}\0${resourceId}\0${ruleId}`, 'buffer')
  // Version 8 (made by its maker's own rule) and the variant of RFC 9562.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}

/** Says whether a resource changed in anything that rules or people look at. */
export function hashResource(resource: Resource): string {
  const data = resource.type === 'k8s_object' ? withoutChurn(resource.data) : resource.data
  return digest({ ...resource, data })
}

/** Says whether a verdict changed: all of the finding but its history. */
export function hashFinding(finding: Finding): string {
  const { first_seen, changed_at, lifecycle, exception, ...lasting } = finding
  return digest(lasting)
}

function withoutChurn(data: unknown): unknown {
  if (!isObject(data)) return data
  const { status, ...lasting } = data
  // Of a status only a node's versions and addresses are facts; the rest is heartbeats.
  const { nodeInfo, addresses } = isObject(status) ? status : {}
  if (!isObject(lasting.metadata)) return { ...lasting, nodeInfo, addresses }
  const metadata = Object.entries(lasting.metadata).filter(([key]) => !volatileMetadata.has(key))
  return { ...lasting, nodeInfo, addresses, metadata: Object.fromEntries(metadata) }
}

function digest(value: unknown): string {
  return hash('sha256', canonical(value), 'hex')
}

/** Deeper than any object of Kubernetes; a bomb below that has no part in the hash. */
const depthMax = 200

/** JSON with sorted keys, so that the order in which a source lists them is of no matter. */
function canonical(value: unknown, depth = 0): string {
  if (depth > depthMax) return 'null'
  if (Array.isArray(value)) return `[${value.map((it) => canonical(it, depth + 1)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`)
  return `{${fields.join(',')}}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
