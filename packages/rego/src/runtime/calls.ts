/** Calls of built-ins and replaced functions, with OPA's treatment of their errors. */

import { type Builtin, BuiltinError } from '../builtins/builtin.ts'
import { EvaluationError } from '../errors.ts'
import type { Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'
import type { Context, Mock } from './context.ts'
import { withoutMock } from './with.ts'

/** A built-in's error makes the call undefined, or in strict mode ends the evaluation. */
export function callBuiltin(
  context: Context,
  name: string,
  builtin: Builtin,
  args: readonly Value[],
  location?: Location,
): Value | undefined {
  const { session } = context
  if (--session.steps < 0) session.refill()
  try {
    return builtin(args, session)
  } catch (error) {
    if (!(error instanceof BuiltinError)) throw error
    if (session.isStrict) {
      throw new EvaluationError(error.code, `${name}: ${error.message}`, location)
    }
    return undefined
  }
}

export function callNamedBuiltin(
  context: Context,
  name: string,
  args: readonly Value[],
  location?: Location,
): Value | undefined {
  const builtin = context.session.builtins.get(name)
  if (builtin === undefined) {
    throw new EvaluationError('eval_internal_error', `there is no built-in ${name}`, location)
  }
  return callBuiltin(context, name, builtin, args, location)
}

/** Calls what a `with` put in a function's place; while it runs, the original is back. */
export function callMock(
  context: Context,
  name: string,
  mock: Mock,
  args: readonly Value[],
  location?: Location,
): Value | undefined {
  if (mock.kind === 'value') return mock.value
  const inside = withoutMock(context, name)
  if (mock.kind === 'builtin') return callNamedBuiltin(inside, mock.builtin, args, location)
  const func = context.session.functions[mock.func]
  return mock.kind === 'rule' ? func?.(inside) : func?.(inside, ...args)
}
