/** Reads results of before: what `scan --format json` wrote, or a snapshot, which is evaluated. */

import { readFile } from 'node:fs/promises'
import { isSnapshot, readSnapshot, runCycle } from '@evenkeel/agent'
import { loadRules } from '@evenkeel/benchmarks'
import { computeScore, Finding, tallyFindings } from '@evenkeel/model'
import { Check } from 'typebox/value'
import { Failure } from './failure.ts'
import type { ScanResult } from './formats/result.ts'
import { version } from './version.ts'

export async function readResult(file: string): Promise<ScanResult> {
  return (await isSnapshot(file)) ? await evaluateSnapshot(file) : await readJson(file)
}

async function evaluateSnapshot(file: string): Promise<ScanResult> {
  const { header, observations } = await readSnapshot(file)
  const evaluator = { cluster: header.cluster, benchmarks: [], rules: [], foreignRules: [] }
  const { findings, coverage } = await runCycle(observations, { ruleSet: loadRules(), evaluator })
  const score = computeScore(tallyFindings(findings))
  return { version, cluster: header.cluster, findings, score, coverage }
}

async function readJson(file: string): Promise<ScanResult> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`${file} cannot be read: ${why}.`, undefined, error)
  }
  if (!isResult(value)) {
    throw new Failure(
      `${file} is no result: "findings" is missing or not as "evenkeel scan --format json" writes it.`,
    )
  }
  return value
}

function isResult(value: unknown): value is ScanResult {
  if (typeof value !== 'object' || value === null || !('findings' in value)) return false
  const { findings } = value
  return Array.isArray(findings) && findings.every((it) => Check(Finding, it))
}
