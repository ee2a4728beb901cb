/** Turns a planned policy into functions, generated or interpreted, and runs them under limits. */

import type { Builtin, Host } from './builtins/builtin.ts'
import { canGenerate, generate } from './codegen/generate.ts'
import { EvaluationError } from './errors.ts'
import type { Observer } from './interpret/frame.ts'
import { interpretFunc, interpretProgram } from './interpret/interpret.ts'
import type { Func, Program } from './ir/ir.ts'
import { plainJson } from './results.ts'
import { type CompiledFunction, Context, type Limits, Session } from './runtime/context.ts'
import type { Value } from './values/value.ts'

export type EngineName = 'generated' | 'interpreted'

/** What an evaluation gets from its caller. `input` and `data` are plain JSON and are not changed. */
export interface EvaluationInput {
  input?: unknown
  data?: unknown
  host?: Host | undefined
  limits?: Limits | undefined
  /** Errors of built-ins end the evaluation instead of making the call undefined. */
  strictBuiltinErrors?: boolean | undefined
  /** Is told what is evaluated and what fails, by the interpreter, whatever the engine is. */
  observe?: Observer | undefined
}

/** A policy's functions, made once. */
export interface Engine {
  name: EngineName
  program: Program
  functions: readonly CompiledFunction[]
  builtins: ReadonlyMap<string, Builtin>
}

export function createEngine(
  program: Program,
  builtins: ReadonlyMap<string, Builtin>,
  wanted: EngineName,
): Engine {
  const name = wanted === 'generated' && canGenerate() ? 'generated' : 'interpreted'
  const functions =
    name === 'generated' ? generate(program, builtins).functions : interpretProgram(program)
  return { name, program, functions, builtins }
}

/** A function of its own that calls the policy's: a query. */
export interface Entry {
  engine: Engine
  program: Program
  func: Func
  run: CompiledFunction
}

export function createEntry(engine: Engine, program: Program, func: Func): Entry {
  const run =
    directCall(engine, func) ??
    (engine.name === 'generated'
      ? generate(program, engine.builtins, engine.functions, [func]).functions[0]
      : interpretFunc(func, program.constants))
  if (run === undefined) throw new Error('A query was not compiled.')
  return { engine, program, func, run }
}

/** A query for one rule's document needs no function of its own. */
function directCall(engine: Engine, func: Func): CompiledFunction | undefined {
  const [call, result, ...more] = func.body.filter((statement) => statement.op !== 'mark')
  if (call?.op !== 'rule' || call.isOverridable || call.context !== 0) return undefined
  if (result?.op !== 'return' || more.length > 0) return undefined
  const { source } = result
  const isItsResult = source.kind === 'local' && source.index === call.target
  return isItsResult ? engine.functions[call.rule] : undefined
}

export interface Outcome {
  value: Value | undefined
  answers: Value[][]
}

/** Throws nothing but `EvaluationError`. */
export function runEntry(entry: Entry, given: EvaluationInput): Outcome {
  const { engine } = entry
  const { observe } = given
  if (!observe) return runFunction(engine, entry.run, given)
  const functions = interpretProgram(engine.program, observe)
  const run = interpretFunc(entry.func, entry.program.constants, observe)
  return runFunction({ ...engine, functions }, run, given)
}

/** The value of one function as plain JSON; undefined when it has none. */
export function evaluateFunction(
  engine: Engine,
  run: CompiledFunction,
  given: EvaluationInput,
): unknown {
  const { value } = runFunction(engine, run, given)
  return value === undefined ? undefined : plainJson(value)
}

function runFunction(engine: Engine, run: CompiledFunction, given: EvaluationInput): Outcome {
  const session = new Session(engine, {
    host: given.host,
    isStrict: given.strictBuiltinErrors,
    limits: given.limits,
  })
  // Plain JSON is a value already.
  const context = new Context(
    session,
    given.input as Value | undefined,
    (given.data ?? noData) as Value,
  )
  try {
    return { value: run(context), answers: session.answers }
  } catch (error) {
    throw asEvaluationError(error)
  }
}

const noData: Value = {}

function asEvaluationError(error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return error
  if (error instanceof RangeError) {
    return new EvaluationError(
      'eval_cancel_error',
      'the evaluation went too deep or grew too large',
    )
  }
  const failure = new EvaluationError('eval_internal_error', String(error))
  failure.cause = error
  return failure
}
