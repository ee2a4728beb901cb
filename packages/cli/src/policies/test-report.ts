/** How test results are printed: OPA's pretty form, its JSON, and Go's benchmark lines. */

import { type Location, printError } from '@evenkeel/rego'

export interface TestCaseResult {
  name: string
  isPassed: boolean
}

export interface TestResult {
  location: Location
  /** `data.a.b_test`, without the rule's name. */
  package: string
  /** `test_x`; a second rule of the same name is `test_x#01`. */
  name: string
  /** Nanoseconds of one evaluation. */
  duration: number
  outcome: 'pass' | 'fail' | 'error' | 'skip'
  /** Only of a test with cases. */
  cases?: TestCaseResult[]
  /** Why an error is one. */
  error?: { code: string; message: string; location?: Location | undefined }
  /** How a failed test went, for -v. */
  trace?: string
  /** What `print` wrote, one text a call. */
  output: string[]
  /** Only with --bench. */
  benchmark?: { iterations: number; nanosecondsPerOperation: number }
}

const rule = '-'.repeat(80)

/** As `opa test` prints: failures, errors and skipped tests only, or everything with `isVerbose`. */
export function* printPretty(results: readonly TestResult[], isVerbose: boolean): Iterable<string> {
  const shown = results.filter((it) => isVerbose || it.outcome !== 'pass')
  for (const result of shown) {
    yield `${result.location.file}:${result.location.row}:\n`
    yield `${result.package}.${result.name}: ${describeOutcome(result)}\n`
    yield* printCases(result, isVerbose)
    if (result.error !== undefined) yield `${indent(printError(result.error))}`
    if (result.output.length > 0) yield `\n${result.output.map(indent).join('')}\n`
  }
  if (isVerbose) yield* printFailures(results)
  if (shown.length > 0) yield `${rule}\n`
  yield* printCounts(results)
}

/** Why each failed, where traces were kept. */
function* printFailures(results: readonly TestResult[]): Iterable<string> {
  const traced = results.filter((it) => it.outcome === 'fail' && it.trace !== undefined)
  if (traced.length === 0) return
  yield `FAILURES\n${rule}\n`
  for (const result of traced) {
    yield `${result.package}.${result.name}: ${describeOutcome(result)}\n\n${indent(result.trace ?? '')}\n`
  }
}

function* printCases({ cases = [] }: TestResult, isVerbose: boolean): Iterable<string> {
  for (const { name, isPassed } of cases) {
    if (isVerbose || !isPassed) yield `  ${name}: ${isPassed ? 'PASS' : 'FAIL'}\n`
  }
}

/** A case counts as a test. */
function* printCounts(results: readonly TestResult[]): Iterable<string> {
  const outcomes = results.flatMap(({ outcome, cases }): TestResult['outcome'][] =>
    cases ? cases.map((it) => (it.isPassed ? 'pass' : 'fail')) : [outcome],
  )
  const count = (outcome: TestResult['outcome']) => outcomes.filter((it) => it === outcome).length
  const total = outcomes.length
  if (count('pass') > 0) yield `PASS: ${count('pass')}/${total}\n`
  if (count('fail') > 0) yield `FAIL: ${count('fail')}/${total}\n`
  if (count('skip') > 0) yield `SKIPPED: ${count('skip')}/${total}\n`
  if (count('error') > 0) yield `ERROR: ${count('error')}/${total}\n`
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')
}

function describeOutcome(result: TestResult): string {
  if (result.outcome === 'skip') return 'SKIPPED'
  const word = { pass: 'PASS', fail: 'FAIL', error: 'ERROR' }[result.outcome]
  return `${word} (${printDuration(result.duration)})`
}

/** As `opa test --format json` prints. */
export function* printTestJson(results: readonly TestResult[]): Iterable<string> {
  const items = results.map(
    ({ location, package: path, name, duration, outcome, cases, error, output }) => ({
      location: { file: location.file, row: location.row, col: location.col },
      package: path,
      name,
      ...(outcome === 'fail' ? { fail: true } : {}),
      ...(outcome === 'skip' ? { skip: true } : {}),
      ...(error === undefined ? {} : { error: describeError(error) }),
      duration: Math.round(duration),
      ...(cases ? { sub_results: describeCases(cases) } : {}),
      ...(output.length > 0
        ? { output: Buffer.from(`${output.join('\n')}\n`).toString('base64') }
        : {}),
    }),
  )
  yield `${JSON.stringify(items, null, 2)}\n`
}

function describeCases(cases: readonly TestCaseResult[]) {
  return Object.fromEntries(
    cases.map(({ name, isPassed }) => [name, { name, ...(isPassed ? {} : { fail: true }) }]),
  )
}

function describeError({ code, message, location }: NonNullable<TestResult['error']>) {
  const place = location && { file: location.file, row: location.row, col: location.col }
  return { code, message, ...(place ? { location: place } : {}) }
}

/** Go's benchmark format, which benchstat reads. */
export function* printBenchmarks(results: readonly TestResult[]): Iterable<string> {
  for (const result of results) {
    const name = `${result.package}.${result.name}`
    const { benchmark } = result
    if (!benchmark) yield `${name}\t${describeOutcome(result)}\n`
    else {
      const count = String(benchmark.iterations).padStart(8)
      const nanoseconds = benchmark.nanosecondsPerOperation.toFixed(0).padStart(12)
      yield `Benchmark${name}\t${count}\t${nanoseconds} ns/op\n`
    }
  }
}

/** As Go prints a duration: `1.234ms`, `56.7µs`. */
export function printDuration(nanoseconds: number): string {
  const steps: [number, string][] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ]
  for (const [size, unit] of steps) {
    if (nanoseconds >= size) return `${Number((nanoseconds / size).toFixed(6))}${unit}`
  }
  return `${Math.round(nanoseconds)}ns`
}
