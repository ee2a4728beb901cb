/** The paths of `json.filter`, `json.remove` and `json.patch`. */

import type { Value } from '../values/value.ts'
import { isArray, operandError, typeName } from './operands.ts'

/** A path as an array of steps, or as text in which `/` separates them. */
export function parsePath(path: Value): readonly Value[] {
  if (isArray(path)) return path
  if (typeof path !== 'string') {
    throw operandError(
      2,
      `must be one of {set, array} containing string paths or array of path segments but got ${typeName(path)}`,
    )
  }
  if (path === '') return []
  const steps = path.replace(/^\/+/, '').split('/')
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
