/** Remembers the results of a call whose operands are constants but for one text. */

import type { Value } from '../values/value.ts'

const entriesMax = 256
const lengthMax = 128

/** Belongs to one place in a policy and lives as long as it; bounded in number and size of its keys. */
export class SiteCache {
  readonly #results: Map<string, Value> = new Map()

  get(operand: Value): Value | undefined {
    return typeof operand === 'string' ? this.#results.get(operand) : undefined
  }

  /** Returns the result as it is given. */
  keep(operand: Value, result: Value | undefined): Value | undefined {
    if (result === undefined || typeof operand !== 'string' || operand.length > lengthMax) {
      return result
    }
    if (this.#results.size >= entriesMax) this.#results.clear()
    // A result is handed out again, so that nobody may change it.
    if (typeof result === 'object') Object.freeze(result)
    this.#results.set(operand, result)
    return result
  }
}
