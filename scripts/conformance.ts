/** `npm run conformance -- PATH...`: runs OPA's cases below the paths on both engines. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCases, readGaps } from '../packages/rego/src/conformance/read-cases.ts'
import { runCase } from '../packages/rego/src/conformance/run-case.ts'

const gapsFile = fileURLToPath(new URL('../packages/rego/known-gaps.yaml', import.meta.url))

interface Totals {
  passed: number
  failed: string[]
  skipped: number
}

function main(args: readonly string[]): number {
  const paths = args.filter((arg) => !arg.startsWith('--'))
  const asV0 = args.includes('--as-v0')
  const only = args.find((arg) => arg.startsWith('--note='))?.slice('--note='.length)
  if (paths.length === 0) {
    console.error('Name files or folders with cases: npm run conformance -- PATH...')
    return 2
  }
  const gaps = readGaps(readFileSync(gapsFile, 'utf8'))
  const totals: Totals = { passed: 0, failed: [], skipped: 0 }
  for (const path of paths) {
    for (const file of caseFiles(path)) runFile(file, { gaps, asV0, only, totals })
  }
  for (const text of totals.failed) console.log(text)
  console.log(`${totals.passed} passed, ${totals.failed.length} failed, ${totals.skipped} skipped`)
  return totals.failed.length === 0 ? 0 : 1
}

function caseFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|ya?ml)$/.test(name))
    .sort()
    .map((name) => join(path, name))
}

function runFile(
  file: string,
  options: {
    gaps: ReadonlyMap<string, string>
    asV0: boolean
    only: string | undefined
    totals: Totals
  },
): void {
  const { gaps, asV0, only, totals } = options
  for (const item of readCases(file, readFileSync(file, 'utf8'))) {
    if (only !== undefined && !item.note.includes(only)) continue
    const problems = (['generated', 'interpreted'] as const).flatMap((engine) => {
      const problem = runCase(item, { engine, asV0 })
      return problem === undefined ? [] : [`  ${engine}: ${problem}`]
    })
    const title = `${relative(process.cwd(), file)}: ${item.note}`
    if (gaps.has(item.note)) {
      if (problems.length > 0) totals.skipped++
      else
        totals.failed.push(
          `${title}\n  passes now: take it off ${relative(process.cwd(), gapsFile)}`,
        )
    } else if (problems.length > 0) {
      totals.failed.push(`${title}\n${problems.join('\n')}`)
    } else {
      totals.passed++
    }
  }
}

process.exitCode = main(process.argv.slice(2))
