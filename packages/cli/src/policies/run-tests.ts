/** Finds `test_` rules in a policy and runs each by itself, as `opa test` does. */

import {
  EvaluationError,
  type Host,
  type Location,
  type Observer,
  type Policy,
  type SourceFile,
} from '@evenkeel/rego'
import { hasCases, type TestCases } from './test-cases.ts'
import type { TestCaseResult, TestResult } from './test-report.ts'
import { createTrace } from './trace.ts'

export interface RunTestsOptions {
  data: Record<string, unknown>
  /** Only tests whose `data.package.name` this matches. */
  run?: RegExp | undefined
  /** Of one test. */
  timeoutMilliseconds: number
  /** How often each test is repeated. */
  count: number
  isBenchmark: boolean
  cases?: TestCases | undefined
  /** Where given, a failed test is run once more to tell how it went. */
  sources?: readonly SourceFile[] | undefined
  /** Sees every expression that is evaluated. */
  observe?: Observer | undefined
}

interface TestRule {
  hasCases: boolean
  location: Location
  package: string
  name: string
  /** What is asked of the engine: `data["a"]["test_x"]`. */
  reference: string
}

/** A benchmark runs a test for about this long. */
const benchmarkMilliseconds = 500

/** In the order in which the tests stand in their files. */
export function* runTests(policy: Policy, options: RunTestsOptions): Iterable<TestResult> {
  for (const test of findTests(policy)) {
    if (options.run && !options.run.test(`${test.package}.${test.name}`)) continue
    for (let round = 0; round < options.count; round += 1) yield runTest(policy, test, options)
  }
}

export function findTests(policy: Policy): TestRule[] {
  const tests: TestRule[] = []
  const seen = new Map<string, number>()
  for (const module of policy.modules) {
    for (const rule of module.rules) {
      const names = namesOf(module.package.path.path)
      const test = toTest(names, rule, seen)
      if (test) tests.push(test)
    }
  }
  return tests
}

type ParsedRule = Policy['modules'][number]['rules'][number]
type PathTerms = Policy['modules'][number]['package']['path']['path']

function namesOf(path: PathTerms): string[] {
  return path.map((it) => (it.kind === 'string' ? it.value : '_'))
}

function toTest(
  names: string[],
  rule: ParsedRule,
  seen: Map<string, number>,
): TestRule | undefined {
  const { reference, args } = rule.head
  const first = reference.head.kind === 'var' ? reference.head.name : ''
  if (!/^(todo_)?test_/.test(first) || args) return undefined
  const isOfCases = hasCases(rule)
  const parts = [first, ...(isOfCases ? [] : namesOf(reference.path))]
  const path = ['data', ...names].join('.')
  const name = parts.join('.')
  const repeated = seen.get(`${path}.${name}`) ?? 0
  seen.set(`${path}.${name}`, repeated + 1)
  // All definitions of a test with cases are one test.
  if (isOfCases && repeated > 0) return undefined
  return {
    hasCases: isOfCases,
    location: rule.location,
    package: path,
    name: repeated === 0 ? name : `${name}#${String(repeated).padStart(2, '0')}`,
    reference: `data${[...names, ...parts].map((it) => `[${JSON.stringify(it)}]`).join('')}`,
  }
}

function runTest(policy: Policy, test: TestRule, options: RunTestsOptions): TestResult {
  const { location, package: path, name } = test
  const result: TestResult = {
    location,
    package: path,
    name,
    duration: 0,
    outcome: 'skip',
    output: [],
  }
  if (name.startsWith('todo_')) return result

  const query = policy.query(test.reference)
  const host = createHost((text) => result.output.push(text))
  const evaluate = (observe = options.observe) => {
    const end = performance.now() + options.timeoutMilliseconds
    return query.evaluate({
      data: options.data,
      host,
      limits: { isExpired: () => performance.now() > end },
      ...(observe ? { observe } : {}),
    })
  }
  const start = process.hrtime.bigint()
  try {
    const value = evaluate()
    const cases = test.hasCases ? options.cases?.take(`${path}.${name}`) : undefined
    if (cases && cases.length > 0) result.cases = cases.map((it) => judgeCase(it, value))
    // Only true is a pass; another value is no answer of a test.
    const isPassed = result.cases ? result.cases.every((it) => it.isPassed) : value === true
    result.outcome = isPassed ? 'pass' : 'fail'
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    result.outcome = 'error'
    result.error = { code: error.code, message: error.message, location: error.location }
  }
  result.duration = Number(process.hrtime.bigint() - start)
  if (result.outcome === 'fail' && options.sources) {
    const trace = createTrace(options.sources, test.reference)
    const printed = result.output.length
    evaluate(trace.observe)
    result.output.length = printed
    result.trace = trace.print('fails')
  }
  if (options.isBenchmark && result.outcome === 'pass')
    result.benchmark = benchmark(() => evaluate())
  return result
}

function judgeCase(path: string[], value: unknown): TestCaseResult {
  const held = path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? Reflect.get(at, part)
        : undefined,
    value,
  )
  return { name: path.join('/'), isPassed: held === true }
}

function benchmark(evaluate: () => unknown): NonNullable<TestResult['benchmark']> {
  let iterations = 0
  const start = process.hrtime.bigint()
  let elapsed = 0n
  while (elapsed < BigInt(benchmarkMilliseconds) * 1_000_000n) {
    for (let round = 0; round < 16; round += 1) evaluate()
    iterations += 16
    elapsed = process.hrtime.bigint() - start
  }
  return { iterations, nanosecondsPerOperation: Number(elapsed) / iterations }
}

/** What rules may ask of this machine: the time, randomness and a place to print; no network. */
export function createHost(print: (text: string) => void): Host {
  return {
    print,
    timeNowNs: () => BigInt(Date.now()) * 1_000_000n,
    random: Math.random,
    runtime: {},
  }
}
