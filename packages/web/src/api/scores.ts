/** Asks for what the overview shows, what moved the score, and what differs between two times. */

import { Evaluation, FindingDifference, nullable, ScoreChanges, Scores } from '@evenkeel/model'
import { Type } from 'typebox'
import { fetchJson, searchOf } from './request.ts'

export interface ScoresRequest {
  /** All clusters where it is not set. */
  cluster: string | undefined
  at: string | undefined
}

export function fetchScores(request: ScoresRequest, signal?: AbortSignal) {
  return fetchJson(Scores, `/scores${searchOf({ ...request })}`, { signal })
}

export function fetchScoreChanges(
  request: { from: string; to: string | undefined; cluster: string | undefined },
  signal?: AbortSignal,
) {
  return fetchJson(ScoreChanges, `/scores/changes${searchOf({ ...request })}`, { signal })
}

const Difference = Type.Object({
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  /** How many went from which evaluation to which. */
  moves: Type.Optional(
    Type.Array(
      Type.Object({
        before: nullable(Evaluation),
        after: nullable(Evaluation),
        count: Type.Integer(),
      }),
    ),
  ),
  items: Type.Array(FindingDifference),
  total: Type.Optional(Type.Integer()),
  next_cursor: Type.Optional(nullable(Type.String())),
})

export interface DifferenceRequest {
  q: string
  from: string
  to: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Findings whose evaluation differs between two times. */
export function fetchDifference(request: DifferenceRequest, signal?: AbortSignal) {
  return fetchJson(Difference, `/diff${searchOf({ ...request })}`, { signal })
}
