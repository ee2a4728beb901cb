/** Asks for what the overview shows. */

import { Scores } from '@evenkeel/model'
import { fetchJson, searchOf } from './request.ts'

/** Over all clusters, or of one. */
export function fetchScores(clusterId: string | undefined, signal?: AbortSignal) {
  return fetchJson(Scores, `/scores${searchOf({ cluster: clusterId })}`, { signal })
}
