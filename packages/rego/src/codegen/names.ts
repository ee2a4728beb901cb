/** Which property names may be read directly, without asking whether the property is an object's own. */

import { RegoNumber } from '../values/number.ts'
import { ObjectBuilder } from '../values/object.ts'
import { RegoSet } from '../values/set.ts'

/**
 * Names that a value may have without holding data under them: what is inherited by objects, arrays,
 * strings, numbers and booleans, and the properties of the classes for sets, numbers and objects.
 * Asked when code is made, so that a host's additions to the prototypes count.
 */
function takenNames(): Set<string> {
  const taken = new Set<string>()
  const keyed = new ObjectBuilder()
  keyed.set(1, 1)
  const samples: unknown[] = [
    {},
    [],
    '',
    0,
    false,
    new RegoSet(),
    new RegoNumber(1n, 0),
    keyed.build(),
  ]
  for (const sample of samples) {
    for (let at: unknown = Object(sample); at !== null; at = Object.getPrototypeOf(at)) {
      for (const name of Object.getOwnPropertyNames(at)) taken.add(name)
    }
  }
  return taken
}

const identifier = /^[A-Za-z_$][\w$]*$/

/** Prints `?.name` for names that may be read directly, undefined for all others. */
export function propertyPrinter(): (name: string) => string | undefined {
  const taken = takenNames()
  return (name) => {
    if (taken.has(name) || /^\d/.test(name)) return undefined
    return identifier.test(name) ? `?.${name}` : `?.[${JSON.stringify(name)}]`
  }
}
