/** What the server says it lacks, or is taken to lack. */

import type { DiffResponse, ResourceKey } from '@evenkeel/model'

export const lacksNothing: DiffResponse = { resources: [], findings: [] }

/** Every row. */
export function lacksAll(keys: Iterable<ResourceKey>): DiffResponse {
  const lacking: DiffResponse = { resources: [], findings: [] }
  for (const { id, findings } of keys) {
    lacking.resources.push(id)
    for (const [rule] of findings) lacking.findings.push([id, rule])
  }
  return lacking
}
