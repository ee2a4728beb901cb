/** The errors of a Rego source or evaluation, as values with a place and OPA's codes and wording. */

import type { Location } from './syntax/ast.ts'

export type RegoErrorCode =
  | 'rego_parse_error'
  | 'rego_compile_error'
  | 'rego_type_error'
  | 'rego_unsafe_var_error'
  | 'rego_recursion_error'

/** A mistake in a source. Never thrown across the package's border: compile() returns them all. */
export interface RegoError {
  code: RegoErrorCode
  /** OPA's wording, without code and place. */
  message: string
  location?: Location
  /** Lines that explain it, such as the types that do not fit. */
  details?: string[]
}

export type EvaluationErrorCode =
  | 'eval_conflict_error'
  | 'eval_type_error'
  | 'eval_builtin_error'
  | 'eval_with_merge_error'
  | 'eval_cancel_error'
  | 'eval_internal_error'

/** Thrown by an evaluation that has no result: a conflict, a limit, and in strict mode a built-in's error. */
export class EvaluationError extends Error {
  readonly code: EvaluationErrorCode
  readonly location: Location | undefined

  constructor(code: EvaluationErrorCode, message: string, location?: Location) {
    super(message)
    this.name = 'EvaluationError'
    this.code = code
    this.location = location
  }
}

/** `file:row: code: message`, as OPA prints it. */
export function printError(error: {
  code: string
  message: string
  location?: Location | undefined
}): string {
  const at = error.location
  const place = at ? `${at.file}:${at.row}: ` : ''
  return `${place}${error.code}: ${error.message}`
}

/** Thrown for a query that cannot be compiled, where the caller has no place for a list of errors. */
export class CompileError extends Error {
  readonly errors: readonly RegoError[]

  constructor(errors: readonly RegoError[]) {
    super(errors.map(printError).join('\n'))
    this.name = 'CompileError'
    this.errors = errors
  }
}
