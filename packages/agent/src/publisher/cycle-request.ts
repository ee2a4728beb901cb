/** Turns the result of a cycle into what the server is sent: keys first, then the rows it lacks. */

import { hashFinding, hashResource } from '@evenkeel/benchmarks'
import type {
  CycleRequest,
  DiffResponse,
  Finding,
  FindingRow,
  Resource,
  ResourceKey,
  ResourceRow,
} from '@evenkeel/model'
import type { CycleResult } from '../cycle/run-cycle.ts'
import { hashLength } from './compact-keys.ts'

/** All that a cycle request needs beside the rows. */
export type CycleHead = Omit<CycleRequest, 'keys' | 'resources' | 'findings' | 'rules'>

export interface CycleRows {
  keys: Iterable<ResourceKey>
  /** The rows that the server says it lacks. */
  rowsFor(lacking: DiffResponse): Pick<CycleRequest, 'resources' | 'findings'>
  /** Of resources that are present by the head, which the server lost since. */
  again?: ((ids: ReadonlySet<string>) => CycleRows) | undefined
}

/** Every resource has a key, also one without findings: the server lists it. */
export function createCycleRows(result: Pick<CycleResult, 'resources' | 'findings'>): CycleRows {
  const resources = new Map<string, Resource>()
  for (const resource of result.resources) resources.set(resource.id, resource)
  const findings = new Map<string, Map<string, Finding>>()
  for (const finding of result.findings) {
    const { id } = finding.resource
    // The findings of a gap stand on a resource that was never seen.
    if (!resources.has(id)) resources.set(id, standIn(finding))
    const ofResource = findings.get(id) ?? new Map<string, Finding>()
    ofResource.set(finding.rule.id, finding)
    findings.set(id, ofResource)
  }
  const keys = [...resources.values()].map((resource): ResourceKey => {
    const own = [...(findings.get(resource.id)?.values() ?? [])]
    return {
      id: resource.id,
      hash: hashResource(resource).slice(0, hashLength),
      findings: own.map((finding): [string, string] => [
        finding.rule.id,
        hashFinding(finding).slice(0, hashLength),
      ]),
    }
  })
  return {
    keys,
    rowsFor: (lacking) => ({
      resources: lacking.resources.flatMap((id) => {
        const resource = resources.get(id)
        return resource ? [toResourceRow(resource)] : []
      }),
      findings: lacking.findings.flatMap(([resourceId, ruleId]) => {
        const finding = findings.get(resourceId)?.get(ruleId)
        return finding ? [toFindingRow(finding)] : []
      }),
    }),
  }
}

function standIn({ resource }: Finding): Resource {
  return {
    id: resource.id,
    type: resource.type,
    ...(resource.sub_type === null ? {} : { subType: resource.sub_type }),
    name: resource.name,
    ...(resource.namespace === null ? {} : { namespace: resource.namespace }),
    data: null,
  }
}

function toResourceRow(resource: Resource): ResourceRow {
  return {
    id: resource.id,
    type: resource.type,
    sub_type: resource.subType ?? null,
    api_version: resource.apiVersion ?? null,
    name: resource.name,
    namespace: resource.namespace ?? null,
    node: resource.node ?? null,
    owner: resource.owner ?? null,
    labels: resource.labels ?? {},
    data: resource.data,
  }
}

function toFindingRow({ resource, rule, result }: Finding): FindingRow {
  return {
    resource_id: resource.id,
    rule_id: rule.id,
    evaluation: result.evaluation,
    severity: rule.severity,
    reason: result.reason,
    evidence: result.evidence,
  }
}
