/** What an evaluation carries along: input, data, memoized documents, replacements, and its budget. */

import type { Builtin, BuiltinContext, Host } from '../builtins/builtin.ts'
import { EvaluationError } from '../errors.ts'
import type { Program } from '../ir/ir.ts'
import type { Value } from '../values/value.ts'

/** Bounds of one evaluation. Each has a default; the budget counts loop rounds, calls and made values. */
export interface Limits {
  /** Rounds of loops, calls and work of built-ins. */
  steps?: number
  /** Asked every few thousand steps; true ends the evaluation, for a wall-clock limit of the host. */
  isExpired?: () => boolean
}

export const defaultSteps = 100_000_000
/** What a member of a set, array or object that is gathered costs. */
export const stepsPerMember = 16
const stepsBetweenChecks = 16_384

/** A rule takes the context, a function also its operands. Undefined is a result. */
export type CompiledFunction = (context: Context, ...args: Value[]) => Value | undefined

export type Mock =
  | { kind: 'value'; value: Value }
  | { kind: 'function'; func: number }
  | { kind: 'rule'; func: number }
  | { kind: 'builtin'; builtin: string }

/** One evaluation, whatever contexts `with` opens in it. */
export class Session implements BuiltinContext {
  /** Counts down; below zero `refill` decides. */
  steps: number
  readonly answers: Value[][]
  #cache: Map<string, unknown> | undefined
  readonly host: Host
  readonly isStrict: boolean
  readonly program: Program
  readonly functions: readonly CompiledFunction[]
  readonly builtins: ReadonlyMap<string, Builtin>
  #left: number
  readonly #isExpired: (() => boolean) | undefined

  constructor(
    policy: {
      program: Program
      functions: readonly CompiledFunction[]
      builtins: ReadonlyMap<string, Builtin>
    },
    options: {
      host?: Host | undefined
      isStrict?: boolean | undefined
      limits?: Limits | undefined
    },
  ) {
    this.program = policy.program
    this.functions = policy.functions
    this.builtins = policy.builtins
    this.host = options.host ?? {}
    this.isStrict = options.isStrict ?? false
    this.#isExpired = options.limits?.isExpired
    this.#left = options.limits?.steps ?? defaultSteps
    this.answers = []
    this.steps = 0
    this.#grant()
  }

  /** Made when it is asked for, which most evaluations do not. */
  get cache(): Map<string, unknown> {
    this.#cache ??= new Map()
    return this.#cache
  }

  /** Called when `steps` is below zero: grants more or ends the evaluation. */
  refill(): void {
    this.#left += this.steps + 1
    if (this.#left <= 0) {
      throw new EvaluationError('eval_cancel_error', 'the evaluation used up its budget of steps')
    }
    if (this.#isExpired?.()) {
      throw new EvaluationError('eval_cancel_error', 'the evaluation took longer than it may')
    }
    this.#grant()
  }

  charge(units: number): void {
    this.steps -= units
    if (this.steps < 0) this.refill()
  }

  #grant(): void {
    this.steps = Math.min(this.#left, stepsBetweenChecks)
    this.#left -= this.steps
  }
}

/** Marks a memoized document that is undefined. */
export const isUndefined: unique symbol = Symbol('undefined')

export class Context {
  readonly session: Session
  readonly input: Value | undefined
  readonly data: Value
  /** The documents made so far, by their function's number. */
  readonly memo: unknown[]
  /** The paths of data that `with` replaces: no virtual documents at or below them. */
  readonly overlays: readonly (readonly string[])[] | null
  readonly mocks: ReadonlyMap<string, Mock> | null

  constructor(
    session: Session,
    input: Value | undefined,
    data: Value,
    overlays: readonly (readonly string[])[] | null = null,
    mocks: ReadonlyMap<string, Mock> | null = null,
  ) {
    this.session = session
    this.input = input
    this.data = data
    this.memo = new Array(session.functions.length)
    this.overlays = overlays
    this.mocks = mocks
  }
}
