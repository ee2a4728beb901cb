/** A result of before, to tell what is new from what was known. */

import type { Finding } from '@evenkeel/model'
import { readResult } from './results.ts'

/** The ids of what had failed, in a result or a snapshot. */
export async function readBaseline(file: string): Promise<ReadonlySet<string>> {
  const { findings } = await readResult(file)
  return new Set(findings.filter((it) => it.result.evaluation === 'failed').map((it) => it.id))
}

export function isNew(finding: Finding, baseline: ReadonlySet<string>): boolean {
  return finding.result.evaluation === 'failed' && !baseline.has(finding.id)
}
