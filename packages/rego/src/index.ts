/** The Rego engine: compiles policies and evaluates them. No I/O, no clock, no randomness of its own. */

export {
  type Builtin,
  type BuiltinContext,
  BuiltinError,
  type CustomBuiltin,
  type Host,
} from './builtins/builtin.ts'
export type { EngineName, EvaluationInput } from './engine.ts'
export {
  CompileError,
  EvaluationError,
  type EvaluationErrorCode,
  printError,
  type RegoError,
  type RegoErrorCode,
} from './errors.ts'
export { formatModule } from './format/format.ts'
export type { Observer, TraceEvent } from './interpret/frame.ts'
export {
  type CompileOptions,
  compile,
  loadPolicy,
  type Policy,
  type SavedPolicy,
  type SourceFile,
} from './policy.ts'
export type { Answer, Query } from './query.ts'
export type { Limits } from './runtime/context.ts'
export type { Annotations, Location, Module, RegoVersion } from './syntax/ast.ts'
export { parseModule } from './syntax/parser.ts'
export { fromJson, marshal } from './values/json.ts'
export { unmarshal } from './values/unmarshal.ts'
export type { Value } from './values/value.ts'
