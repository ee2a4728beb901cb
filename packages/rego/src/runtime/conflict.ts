/** The error of a document or function with two values. */

import { EvaluationError } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'

export function conflict(at: { isFunction: boolean; location: Location }): never {
  const message = at.isFunction
    ? 'functions must not produce multiple outputs for same inputs'
    : 'complete rules must not produce multiple outputs'
  throw new EvaluationError('eval_conflict_error', message, at.location)
}
