/** The query that finds exactly the selected findings. */

import type { Finding } from '@evenkeel/model'
import { filterClause } from '../query/edit-query.ts'

/** The server takes no longer query. */
const lengthMax = 8192

/** Undefined where the query would be too long to send. */
export function selectionQuery(findings: readonly Finding[]): string | undefined {
  const resourcesOf = new Map<string, { cluster: string; rule: string; resources: string[] }>()
  for (const { cluster, rule, resource } of findings) {
    const key = `${cluster.id} ${rule.id}`
    const entry = resourcesOf.get(key) ?? { cluster: cluster.id, rule: rule.id, resources: [] }
    entry.resources.push(resource.id)
    resourcesOf.set(key, entry)
  }
  const q = rulesByResources([...resourcesOf.values()])
    .map(({ cluster, rules, resources }) =>
      [
        filterClause('rule.id', rules),
        filterClause('resource.id', resources),
        filterClause('cluster.id', [cluster]),
      ].join(' and '),
    )
    .map((clause, _, all) => (all.length > 1 ? `(${clause})` : clause))
    .join(' or ')
  return q.length > lengthMax ? undefined : q
}

interface Part {
  cluster: string
  rules: string[]
  resources: string[]
}

/** Rules that are selected on the same resources share one clause. */
function rulesByResources(
  entries: { cluster: string; rule: string; resources: string[] }[],
): Part[] {
  const parts = new Map<string, Part>()
  for (const { cluster, rule, resources } of entries) {
    const key = JSON.stringify([cluster, resources.toSorted()])
    const part = parts.get(key) ?? { cluster, rules: [], resources }
    part.rules.push(rule)
    parts.set(key, part)
  }
  return [...parts.values()]
}
