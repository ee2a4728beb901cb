/** A cycle that is too large for the server or what stands before it, in ever smaller pieces. */

import type { ResourceKey } from '@evenkeel/model'
import type { CycleHead, CycleRows } from './cycle-request.ts'
import { PublishError } from './http.ts'
import { piecesMax } from './sequence.ts'

export interface Piece {
  rows: CycleRows
  head: CycleHead
}

const attempts = [4, 16, piecesMax - 4 - 16]

/**
 * Sends each piece as a part of the scope, so that the server has every row afterwards.
 * Throws the `too-large` of the smallest pieces.
 */
export async function sendInPieces(
  { rows, head }: Piece,
  send: (piece: Piece) => Promise<unknown>,
): Promise<void> {
  const keys = [...rows.keys]
  let sequence = head.sequence - piecesMax
  for (const [attempt, count] of attempts.entries()) {
    const isLast = attempt === attempts.length - 1
    try {
      for (const [index, slice] of slices(keys, count).entries()) {
        const gone = index === 0 ? head.gone : []
        const own = { ...head, gone, sequence: sequence + index, is_complete: false }
        await send({ rows: { ...rows, keys: slice }, head: own })
      }
      return
    } catch (error) {
      if (isLast || !(error instanceof PublishError) || error.kind !== 'too-large') throw error
      sequence += count
    }
  }
}

function slices(keys: ResourceKey[], count: number): ResourceKey[][] {
  const size = Math.max(Math.ceil(keys.length / count), 1)
  const all: ResourceKey[][] = []
  for (let at = 0; at < keys.length; at += size) all.push(keys.slice(at, at + size))
  return all
}
