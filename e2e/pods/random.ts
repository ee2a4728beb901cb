/** Random choices that a seed repeats. */

export interface Random {
  chance(percent: number): boolean
  pick<T>(values: readonly [T, ...T[]]): T
  /** Up to `max` of the values, in any order; the same one may come twice. */
  some<T>(values: readonly [T, ...T[]], max: number): T[]
  /** From 0 to one less than the limit. */
  below(limit: number): number
}

/** The generator known as mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  const pick = <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0]
  return {
    below,
    pick,
    chance: (percent) => below(100) < percent,
    some: (values, max) => Array.from({ length: below(max + 1) }, () => pick(values)),
  }
}
