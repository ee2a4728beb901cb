/** `evenkeel rules test`: OPA's test command on our engine. */

import { trivyBuiltin } from '@evenkeel/benchmarks'
import { compile, printError } from '@evenkeel/rego'
import { parseDuration } from '../duration.ts'
import { exitStatus, Failure } from '../failure.ts'
import { writeOutput } from '../output.ts'
import { createCoverage } from '../policies/coverage.ts'
import { loadPolicies } from '../policies/load.ts'
import { runTests } from '../policies/run-tests.ts'
import { prepareTestCases } from '../policies/test-cases.ts'
import {
  printBenchmarks,
  printPretty,
  printTestJson,
  type TestResult,
} from '../policies/test-report.ts'

export interface RulesTestOptions {
  verbose?: boolean
  format: 'pretty' | 'json' | 'gobench'
  coverage?: boolean
  threshold?: number
  bench?: boolean
  run?: string
  timeout: string
  count: number
  v0Compatible?: boolean
  ignore: string[]
  exitZeroOnSkipped?: boolean
  failOnEmpty?: boolean
}

/** OPA's exit status: 0 all passed, 1 nothing could be run, 2 something failed. */
export async function testRules(paths: string[], options: RulesTestOptions): Promise<number> {
  const { sources, data } = await loadPolicies(paths, { ignore: options.ignore })
  const regoVersion = options.v0Compatible ? 'v0' : 'v1'
  const isCovering = options.coverage === true || options.threshold !== undefined
  const cases = prepareTestCases(sources, regoVersion)
  const { policy, errors } = compile(cases.sources, {
    regoVersion,
    builtins: [trivyBuiltin, cases.builtin],
    observable: isCovering,
  })
  if (!policy) {
    const count = errors.length === 1 ? '1 error' : `${errors.length} errors`
    const texts = errors.map(printError).join('\n')
    process.stderr.write(`${count} occurred${errors.length === 1 ? ': ' : ':\n'}${texts}\n`)
    return 1
  }
  const coverage = isCovering ? createCoverage() : undefined
  const results = [
    ...runTests(policy, {
      data,
      run: options.run === undefined ? undefined : toPattern(options.run),
      timeoutMilliseconds: parseDuration(options.timeout),
      count: options.count,
      isBenchmark: options.bench === true,
      cases,
      observe: coverage?.observe,
      sources: options.verbose ? cases.sources : undefined,
    }),
  ]
  if (options.failOnEmpty && results.length === 0) return 2
  if (!coverage) {
    await writeOutput(print(results, options), undefined)
    return statusOf(results, options)
  }
  const report = coverage.report(policy.modules)
  const status = statusOf(results, options)
  if (status !== exitStatus.done) {
    await writeOutput(print(results, options), undefined)
    return status
  }
  if (options.coverage) await writeOutput([`${JSON.stringify(report, null, 2)}\n`], undefined)
  if (options.threshold !== undefined && report.coverage < options.threshold) {
    const [has, wants] = [report.coverage.toFixed(2), options.threshold.toFixed(2)]
    process.stderr.write(`Code coverage threshold not met: got ${has} instead of ${wants}\n`)
    return 2
  }
  return status
}

function print(results: readonly TestResult[], options: RulesTestOptions): Iterable<string> {
  if (options.bench || options.format === 'gobench') return printBenchmarks(results)
  if (options.format === 'json') return printTestJson(results)
  return printPretty(results, options.verbose === true)
}

function statusOf(results: readonly TestResult[], options: RulesTestOptions): number {
  const has = (outcome: TestResult['outcome']) => results.some((it) => it.outcome === outcome)
  if (has('fail') || has('error')) return 2
  return has('skip') && !options.exitZeroOnSkipped ? 2 : 0
}

function toPattern(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw new Failure(`--run takes a regular expression; "${text}" is none.`, undefined, error)
  }
}
