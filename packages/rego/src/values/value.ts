/** How Rego's values are held: plain JavaScript wherever that is exact, three classes where it is not. */

import type { RegoNumber } from './number.ts'
import type { RegoObject } from './object.ts'
import type { RegoSet } from './set.ts'

/**
 * One Rego value. JSON input is used as it is, without a conversion:
 *
 * - null, booleans, strings (well-formed UTF-16, but for the bytes of decoded binaries, which are lone
 *   surrogates U+DC80 to U+DCFF; compared by code point, see compare.ts);
 * - `number` for every number that prints to the same text as a JavaScript number, so that equal
 *   numbers of small size are `===`; `RegoNumber` for all others (integers beyond 2^53, long decimals).
 *   Never NaN, an infinity or -0;
 * - arrays are plain arrays and never changed after they are made;
 * - objects with string keys only are plain objects: those of the input (with Object.prototype) or
 *   `Object.create(null)`; never changed after they are made. Always read through own properties, so
 *   that `__proto__` and `constructor` are data. An object with any other key is a `RegoObject`,
 *   and only then, so that a kind of object has one form;
 * - sets are `RegoSet`, iterated in OPA's order.
 *
 * Undefined is JavaScript's `undefined` and never inside a value.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | RegoNumber
  | readonly Value[]
  | PlainObject
  | RegoObject
  | RegoSet

export interface PlainObject {
  readonly [key: string]: Value
}
