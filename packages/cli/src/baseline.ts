/** A result of before, to tell what is new from what was known. */

import { readFile } from 'node:fs/promises'
import type { Finding } from '@evenkeel/model'
import { Failure } from './failure.ts'

/** The ids of what had failed. Reads what `scan --format json` wrote. */
export async function readBaseline(file: string): Promise<ReadonlySet<string>> {
  let result: unknown
  try {
    result = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`The baseline ${file} cannot be read: ${why}.`, undefined, error)
  }
  const findings = field(result, 'findings')
  if (!Array.isArray(findings)) {
    throw new Failure(
      `${file} is no baseline: it has no list "findings". Write one with "evenkeel scan --format json --output ${file}".`,
    )
  }
  return new Set(findings.filter(isFailed).map(({ id }) => id))
}

export function isNew(finding: Finding, baseline: ReadonlySet<string>): boolean {
  return finding.result.evaluation === 'failed' && !baseline.has(finding.id)
}

function isFailed(finding: unknown): finding is { id: string } {
  return (
    typeof field(finding, 'id') === 'string' &&
    field(field(finding, 'result'), 'evaluation') === 'failed'
  )
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
