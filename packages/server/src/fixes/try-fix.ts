/** The fix of a stored finding, tried in memory for whoever opens it. */

import { createFixer, createInventory, inventoryKinds, loadRules } from '@evenkeel/benchmarks'
import type { Cluster, Finding, Fix, Resource } from '@evenkeel/model'

let loaded: ReturnType<typeof loadRules> | undefined

/** Rules that read other objects are unknown in the trial, so such a fix is never called verified. */
const notHeld = 'A fix is tried on the object alone, without the other objects of its cluster.'

export interface FixRequest {
  finding: Finding
  /** What was kept of the resource. */
  data: unknown
  labels: Record<string, string>
  node: string | null
  cluster: Cluster
  kubernetesVersion: string | null
}

/** Undefined where the finding has not failed, its resource was not kept or its rule knows no fix. */
export function tryFix(request: FixRequest): Fix | undefined {
  const { finding, cluster, kubernetesVersion } = request
  const resource = toResource(request)
  if (finding.result.evaluation !== 'failed' || !resource) return undefined
  loaded ??= loadRules()
  const ruleSet = loaded
  const kinds = inventoryKinds(ruleSet)
  const inventory = createInventory(kinds)
  for (const subType of kinds ?? []) {
    inventory.addGap({
      collector: 'fixes',
      source: subType,
      reason: notHeld,
      resourceType: 'k8s_object',
      subType,
    })
  }
  const evaluator = { cluster, ...(kubernetesVersion !== null && { kubernetesVersion }) }
  return createFixer({ ruleSet, evaluator, inventory }).fixFor(finding, resource)
}

function toResource({ finding, data, labels, node }: FixRequest): Resource | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const { id, type, sub_type: subType, name, namespace, owner } = finding.resource
  const apiVersion = 'apiVersion' in data ? data.apiVersion : undefined
  return {
    id,
    type,
    name,
    labels,
    data,
    ...(subType !== null && { subType }),
    ...(namespace !== null && { namespace }),
    ...(owner !== null && { owner }),
    ...(node !== null && { node }),
    ...(typeof apiVersion === 'string' && { apiVersion }),
  }
}
