/** Runs one case in OPA's conformance format and says how the result differs from the wanted one. */

import type { CustomBuiltin } from '../builtins/builtin.ts'
import type { EngineName } from '../engine.ts'
import { EvaluationError } from '../errors.ts'
import { compile, type Policy } from '../policy.ts'
import { marshal } from '../values/json.ts'
import { RegoSet } from '../values/set.ts'
import type { Value } from '../values/value.ts'

/** The fields of a case that matter, as values: their numbers are exact. */
export interface ConformanceCase {
  note: string
  query: string
  modules?: readonly string[]
  data?: Value
  input?: Value
  /** A Rego term, for inputs that JSON cannot hold. */
  input_term?: string
  want_result?: readonly Record<string, Value>[]
  want_error_code?: string
  want_error?: string
  strict_error?: boolean
  sort_bindings?: boolean
  ignore_generated_vars?: boolean
  rego_version?: 'v0' | 'v1'
}

export interface RunOptions {
  engine: EngineName
  /** Compiles each v1 module as v0 that imports `rego.v1`. */
  asV0?: boolean
}

/** What is wrong, in a sentence, or undefined when the case passes. */
export function runCase(given: ConformanceCase, options: RunOptions): string | undefined {
  try {
    const outcome = evaluateCase(given, options)
    return judge(given, outcome)
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`
  }
}

/** OPA's test suite has a built-in of its own, which waits. */
const testSleep: CustomBuiltin = {
  name: 'test.sleep',
  arity: 1,
  call: () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    return null
  },
}

type Outcome = { answers: Record<string, Value>[] } | { code: string; message: string }

function evaluateCase(given: ConformanceCase, options: RunOptions): Outcome {
  const version = given.rego_version ?? 'v1'
  const isShifted = options.asV0 === true && version === 'v1'
  const sources = (given.modules ?? []).map((source, i) => ({
    file: `module-${i}.rego`,
    source: isShifted ? source.replace(/^(\s*package[^\n]*)/m, '$1\nimport rego.v1') : source,
  }))
  const { policy, errors } = compile(sources, {
    regoVersion: isShifted ? 'v0' : version,
    engine: options.engine,
    builtins: [testSleep],
  })
  const [first] = errors
  if (first) {
    return { code: first.code, message: errors.map((error) => error.message).join('\n') }
  }
  if (!policy) throw new Error('compile() returned neither a policy nor errors.')
  return answer(given, policy)
}

function answer(given: ConformanceCase, policy: Policy): Outcome {
  const host = {
    timeNowNs: () => BigInt(Date.now()) * 1_000_000n,
    random: Math.random,
    runtime: {},
  }
  const prepared = policy.prepare(given.query)
  const [first] = prepared.errors
  if (first) return { code: first.code, message: first.message }
  const input = given.input_term === undefined ? given.input : termValue(policy, given.input_term)
  try {
    const answers = prepared.query?.values({
      host,
      strictBuiltinErrors: given.strict_error === true,
      ...(input !== undefined && { input }),
      ...(given.data !== undefined && { data: given.data }),
    })
    return { answers: answers ?? [] }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    if (error.code === 'eval_internal_error') throw error.cause ?? error
    return { code: error.code, message: error.message }
  }
}

function termValue(policy: Policy, term: string): Value | undefined {
  return policy.prepare(`x = ${term}`).query?.values({})[0]?.x
}

function judge(given: ConformanceCase, outcome: Outcome): string | undefined {
  if ('code' in outcome) return judgeError(given, outcome)
  if (given.want_error_code !== undefined || given.want_error !== undefined) {
    return `wanted ${given.want_error_code}: ${given.want_error}, got ${print(outcome.answers)}`
  }
  if (given.want_result === undefined) return undefined
  const wanted = canonical(given.want_result, given)
  const got = canonical(outcome.answers, given)
  return wanted === got ? undefined : `wanted ${wanted}\n  got    ${got}`
}

function judgeError(
  given: ConformanceCase,
  { code, message }: { code: string; message: string },
): string | undefined {
  const got = `${code}: ${message}`
  if (given.want_error_code === undefined && given.want_error === undefined) {
    return `wanted ${print(given.want_result ?? [])}, got the error ${got}`
  }
  const isCode = given.want_error_code === undefined || given.want_error_code === code
  const isText = given.want_error === undefined || got.includes(given.want_error)
  if (isCode && isText) return undefined
  return `wanted ${given.want_error_code}: ${given.want_error}, got ${got}`
}

/** Bindings without order; `sort_bindings` takes it from the arrays bound, too. */
function canonical(answers: readonly Record<string, Value>[], given: ConformanceCase): string {
  const texts = answers.map((bindings) => {
    const shown: Record<string, Value> = {}
    for (const [name, value] of Object.entries(bindings)) {
      if (given.ignore_generated_vars === true && name.startsWith('__local')) continue
      shown[name] = given.sort_bindings === true ? sorted(value) : value
    }
    return marshal(shown)
  })
  return `[${texts.sort().join(', ')}]`
}

function sorted(value: Value): Value {
  if (value instanceof RegoSet) return sorted(value.sorted())
  if (!Array.isArray(value)) return value
  return [...value].sort((a, b) => (marshal(a) < marshal(b) ? -1 : 1))
}

function print(answers: readonly Record<string, Value>[]): string {
  return `[${answers.map((bindings) => marshal(bindings)).join(', ')}]`
}
