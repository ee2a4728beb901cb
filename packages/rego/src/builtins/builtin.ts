/** What a built-in function is, and what it may ask of its host. */

import type { Value } from '../values/value.ts'

/** All that reaches a policy from outside but input and data. The engine has no clock, network or randomness. */
export interface Host {
  /** Nanoseconds since the epoch; the same for one evaluation. */
  timeNowNs?: () => bigint
  /** A number in [0, 1). */
  random?: () => number
  /** What `opa.runtime()` returns. */
  runtime?: Value
  /** Where `print` writes. */
  print?: (text: string) => void
  /** `http.send`, absent unless the host allows it. */
  httpSend?: (request: Value) => Value
  /** `net.lookup_ip_addr`, absent unless the host allows it. */
  lookupIpAddress?: (name: string) => string[]
}

/** What one evaluation gives its built-ins: the host, a cache, and the budget they charge. */
export interface BuiltinContext {
  host: Host
  /** Lives as long as the evaluation: `rand.intn`, `uuid.rfc4122`, `time.now_ns` repeat by it. */
  cache: Map<string, unknown>
  /** Charges work or output in units of about one instruction; throws when the budget is spent. */
  charge(units: number): void
}

/**
 * A built-in gets defined arguments and returns a value or undefined.
 * It throws `BuiltinError` for what OPA calls a built-in error: undefined, or fatal in strict mode.
 */
export type Builtin = (args: readonly Value[], context: BuiltinContext) => Value | undefined

/** The built-ins of one topic: name, number of operands, function. */
export type BuiltinTable = Readonly<Record<string, readonly [arity: number, call: Builtin]>>

/** The built-ins added by a host (such as `result.new` of Trivy), by name. */
export interface CustomBuiltin {
  name: string
  arity: number
  call: Builtin
}

/**
 * A built-in's refusal of its operands.
 * The message has OPA's wording without the function's name: who calls prefixes it with `name: `.
 */
export class BuiltinError extends Error {
  readonly code: 'eval_builtin_error' | 'eval_type_error' | 'eval_conflict_error'

  constructor(message: string, code: BuiltinError['code'] = 'eval_builtin_error') {
    super(message)
    this.name = 'BuiltinError'
    this.code = code
  }
}
