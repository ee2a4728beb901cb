/** Numbers cycles so that each is newer than those before it. */

/** Below each number so many are free, for a cycle that has to go in pieces. */
export const piecesMax = 64

let last = 0

/** The time in milliseconds, and always `piecesMax` more than the last time at least. */
export function nextSequence(startedAt: Date): number {
  last = Math.max(startedAt.getTime(), last + piecesMax)
  return last
}

/** Where the server has seen a later number, as after a clock that went back: beyond that. */
export function continueAfter(sequence: number): void {
  last = Math.max(last, sequence)
}
