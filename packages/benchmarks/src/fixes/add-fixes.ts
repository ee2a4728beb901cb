/** Adds to the failed findings of a cycle the fixes that their rules know, each tried in memory. */

import type { Finding, Resource } from '@evenkeel/model'
import { createFixer, type FixOptions } from './fix-for.ts'

/** The findings with `result.fix` where there is one, in the same order. */
export function addFixes(
  findings: readonly Finding[],
  resources: readonly Resource[],
  options: FixOptions,
): Finding[] {
  const { fixFor } = createFixer(options)
  const byId = new Map(resources.map((it) => [it.id, it]))
  return findings.map((finding) => {
    const resource = byId.get(finding.resource.id)
    const fix = resource && fixFor(finding, resource)
    return fix ? { ...finding, result: { ...finding.result, fix } } : finding
  })
}
