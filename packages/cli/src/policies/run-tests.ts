/** Finds `test_` rules in a policy and runs each by itself, as `opa test` does. */

import {
  EvaluationError,
  type Host,
  type Location,
  type Observer,
  type Policy,
  type SourceFile,
} from '@evenkeel/rego'
import type { TestResult } from './test-report.ts'
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
  /** Where given, a failed test is run once more to tell how it went. */
  sources?: readonly SourceFile[] | undefined
  /** Sees every expression that is evaluated. */
  observe?: Observer | undefined
}

interface TestRule {
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
    const path = [
      'data',
      ...module.package.path.path.map((it) => (it.kind === 'string' ? it.value : '')),
    ]
    for (const { head, location } of module.rules) {
      const { reference } = head
      const first = reference.head.kind === 'var' ? reference.head.name : ''
      if (!/^(todo_)?test_/.test(first) || head.args) continue
      const name = [
        first,
        ...reference.path.map((it) => (it.kind === 'string' ? it.value : '_')),
      ].join('.')
      const key = `${path.join('.')}.${name}`
      const repeated = seen.get(key) ?? 0
      seen.set(key, repeated + 1)
      tests.push({
        location,
        package: path.join('.'),
        name: repeated === 0 ? name : `${name}#${String(repeated).padStart(2, '0')}`,
        reference: `data${[...path.slice(1), ...name.split('.')].map((it) => `[${JSON.stringify(it)}]`).join('')}`,
      })
    }
  }
  return tests
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
    // OPA takes any defined value but false for a pass.
    result.outcome = value === undefined || value === false ? 'fail' : 'pass'
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
