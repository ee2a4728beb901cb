/** The score over time, drawn from the points that cycles left, thinned to what a chart can show. */

import { computeScore, type Scores, type SeverityTally } from '@evenkeel/model'
import { listTrendPoints, type TrendRow } from '../storage/score-points.ts'
import { type CountsWorld, seesParts } from './counts.ts'
import { mergeTallies } from './tally.ts'

const dayMs = 86_400_000
const minuteMs = 60_000
/** Points of all clusters together that are read for one chart. */
const rowsAimed = 4000
const pointsMin = 30
const pointsMax = 400
/** A cluster that is evaluated at all has a point within this time. */
const lookBackMs = 2 * dayMs

/** Of all clusters or of one, oldest first. Empty for who sees parts of clusters: points are of whole ones. */
export async function readTrend(
  world: CountsWorld & { now: number },
  { days, clusterId }: { days: number; clusterId: string | undefined },
): Promise<Scores['trend']> {
  if (seesParts(world)) return []
  const until = world.at ?? new Date(world.now)
  const since = new Date(until.getTime() - days * dayMs)
  const clusters = clusterId === undefined ? world.clusters.length : 1
  const points = Math.max(pointsMin, Math.min(pointsMax, Math.floor(rowsAimed / clusters)))
  const rows = await listTrendPoints(world.db, {
    clusterId,
    since: new Date(since.getTime() - lookBackMs),
    until,
    everyMs: Math.max(minuteMs, Math.ceil((days * dayMs) / points)),
  })
  return addUp(rows).filter((point) => Date.parse(point.at) >= since.getTime())
}

/** At each time the last known tallies of all clusters together. */
function addUp(rows: readonly TrendRow[]): Scores['trend'] {
  const latest = new Map<string, SeverityTally>()
  const trend: Scores['trend'] = []
  for (const [index, row] of rows.entries()) {
    latest.set(row.clusterId, row.tally)
    if (rows[index + 1]?.bucket === row.bucket) continue
    const { value, counts } = computeScore(mergeTallies(latest.values()))
    trend.push({ at: row.at.toISOString(), value, failed: counts.failed })
  }
  return trend
}
