/** What a built-in may produce at once, beside the budget of the evaluation. */

import { EvaluationError } from '../errors.ts'
import type { BuiltinContext } from './builtin.ts'

/** The longest string a built-in makes, in UTF-16 units. */
const textLengthMax = 1 << 26
/** The most members of an array, set or object a built-in makes. */
const membersMax = 1 << 23
/** So many characters cost as much as one instruction. */
const charactersPerUnit = 16

/** Charges a string to be made, and ends the evaluation when it is longer than can be allowed. */
export function chargeText(context: BuiltinContext, length: number): void {
  if (length > textLengthMax) {
    throw new EvaluationError(
      'eval_cancel_error',
      `a built-in function was to make a string of more than ${textLengthMax} characters`,
    )
  }
  context.charge(1 + Math.ceil(length / charactersPerUnit))
}

/** Charges the members of a collection to be made or gone through. */
export function chargeMembers(context: BuiltinContext, count: number): void {
  if (count > membersMax) {
    throw new EvaluationError(
      'eval_cancel_error',
      `a built-in function was to make a collection of more than ${membersMax} members`,
    )
  }
  context.charge(1 + count)
}
