/** Keeps a query to what its author sees, in words that everybody can read. */

import { quoteKql } from '@evenkeel/model'
import type { World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { findVisible } from '../storage/reach.ts'

/** The query itself where the author sees everything. */
export function withinReach(query: string, { reach, clusters }: World): string {
  if (reach === null) return query
  const { whole, parts } = findVisible(reach, clusters)
  const places = [
    ...(whole.length > 0 ? [isAny('cluster.id', whole)] : []),
    ...parts.map(
      ({ clusterId, namespace }) =>
        `(${isAny('cluster.id', [clusterId])} and ${isAny('resource.namespace', [namespace])})`,
    ),
  ]
  if (places.length === 0)
    throw new ProblemError(403, 'You see no cluster that this could hold for.')
  return `(${query}) and (${places.join(' or ')})`
}

function isAny(field: string, values: readonly string[]): string {
  return `${field} : (${values.map(quoteKql).join(' or ')})`
}
