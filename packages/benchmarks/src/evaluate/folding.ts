/** Pods are judged through the workload that makes them, not one by one. */

import type { Resource } from '@evenkeel/model'
import { isRecord } from '../contract/records.ts'
import { type Inventory, workloadKinds } from './inventory.ts'

/**
 * Whether the pod template of this resource is judged at its owner.
 * With an inventory the owner must be in it; without one the collector's `owner` is trusted.
 * Bare pods, static pods (owned by their node) and pods of unknown controllers are judged themselves.
 */
export function isJudgedAtOwner(resource: Resource, inventory?: Inventory): boolean {
  const makers = makersOf(resource.subType)
  const owners = [...controllersOf(resource.data), ...namedOwner(resource.owner)].filter(
    ({ kind }) => makers.has(kind),
  )
  if (!inventory) return resource.owner !== undefined && owners.length > 0
  return owners.some(({ kind, name }) => inventory.hasWorkload(resource.namespace, kind, name))
}

const none: ReadonlySet<string> = new Set()
const deployments: ReadonlySet<string> = new Set(['Deployment'])
const cronJobs: ReadonlySet<string> = new Set(['CronJob'])

/** Of a pod also the top owner is named. Workloads that no other makes are judged whatever owner they name. */
function makersOf(kind: string | undefined): ReadonlySet<string> {
  if (kind === 'Pod') return workloadKinds
  if (kind === 'ReplicaSet') return deployments
  return kind === 'Job' ? cronJobs : none
}

interface Owner {
  kind: string
  name: string
}

function controllersOf(data: unknown): Owner[] {
  if (!isRecord(data) || !isRecord(data.metadata)) return []
  const references = data.metadata.ownerReferences
  if (!Array.isArray(references)) return []
  return references.flatMap((reference: unknown) =>
    isRecord(reference) &&
    reference.controller === true &&
    typeof reference.kind === 'string' &&
    typeof reference.name === 'string'
      ? [{ kind: reference.kind, name: reference.name }]
      : [],
  )
}

/** The collector names the top owner `Kind/name`. */
function namedOwner(owner: string | undefined): Owner[] {
  const at = owner?.indexOf('/') ?? -1
  return owner && at > 0 ? [{ kind: owner.slice(0, at), name: owner.slice(at + 1) }] : []
}
