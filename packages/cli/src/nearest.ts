/** The names that a mistyped one may have meant. */

import { Failure } from './failure.ts'

const namesMax = 3

/** Throws a sentence with the nearest names for the first that is not known. */
export function checkNames(noun: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (known.includes(name)) continue
    throw new Failure(`There is no ${noun} ${name}; nearest: ${nearest(name, known).join(', ')}.`)
  }
}

/** Nearest first, by edit distance; names that contain the text count as near. */
export function nearest(text: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, distance: name.includes(text) ? 0 : editDistance(text, name) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, namesMax)
    .map((it) => it.name)
}

/** Levenshtein's distance, with one row of memory. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution))
    }
    row = next
  }
  return row[b.length] ?? 0
}
