/** Turns the rollup of a cluster into points of its score, one a minute at most. */

import { addToTally } from '../scores/tally.ts'
import { findCluster } from '../storage/clusters.ts'
import type { CycleContext } from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import { readEverything } from '../storage/reach.ts'
import type { RuleBook } from '../storage/rule-book.ts'
import { insertClusterEvent } from '../storage/score-events.ts'
import {
  type CountRow,
  listCounts,
  type ScorePoint,
  upsertScorePoints,
} from '../storage/score-points.ts'

const pointMs = 60_000

/** A score may jump because something else is looked for. */
export async function recordRulesUpdate(
  db: Database,
  { clusterId, at, scope }: CycleContext,
  rulesVersion: string,
): Promise<void> {
  const name = (await findCluster(db, clusterId))?.name ?? ''
  const short = rulesVersion.slice(0, 24)
  const text = `${name} is held against other rules: version ${short}, first in ${scope}.`
  const event = { clusterId, at, kind: 'rules-updated', subject: rulesVersion, text } as const
  await insertClusterEvent(db, event)
}

export async function recordScores(
  db: Database,
  context: CycleContext,
  book: RuleBook,
): Promise<void> {
  const points = toPoints(await listCounts(readEverything(db), context.clusterId), book)
  const at = new Date(Math.floor(context.at.getTime() / pointMs) * pointMs)
  await upsertScorePoints(db, context.clusterId, at, points)
}

function toPoints(rows: readonly CountRow[], book: RuleBook): ScorePoint[] {
  const points = new Map<string, ScorePoint>()
  const add = (benchmark: string, section: string, row: CountRow) => {
    const key = `${benchmark}\0${section}`
    const point = points.get(key) ?? { benchmark_id: benchmark, section, tally: {} }
    addToTally(point.tally, row)
    points.set(key, point)
  }
  for (const row of rows) {
    add('', '', row)
    const place = book.places.get(row.placeNo)
    if (place) add(place.benchmark.id, place.sectionNumber || place.section, row)
  }
  return [...points.values()]
}
