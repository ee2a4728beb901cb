/** Asks for what the overview shows, what moved the score, and what differs between two times. */

import { type DifferenceKind, FindingDifferencePage, ScoreChanges, Scores } from '@evenkeel/model'
import { fetchJson, searchOf } from './request.ts'

export interface ScoresRequest {
  /** All clusters where it is not set. */
  cluster: string | undefined
  at: string | undefined
  /** Of the trend and its events. */
  days: number
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

export interface DifferenceRequest {
  q: string
  from: string
  to: string | undefined
  kind: DifferenceKind | undefined
  cursor?: string | undefined
  limit: number
}

/** Findings whose evaluation differs between two times. */
export function fetchDifference(request: DifferenceRequest, signal?: AbortSignal) {
  return fetchJson(FindingDifferencePage, `/diff${searchOf({ ...request })}`, { signal })
}
