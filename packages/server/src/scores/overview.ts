/** Everything that the overview shows, from rollups and score points alone. */

import {
  computeScore,
  quoteKql,
  type ScorePart,
  type Scores,
  type SeverityTally,
  severityOrder,
} from '@evenkeel/model'
import { failedCode, severityOf } from '../storage/codes.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import type { ReadDatabase } from '../storage/reach.ts'
import { listWorstResources } from '../storage/resources.ts'
import type { Place } from '../storage/rule-book.ts'
import {
  type CountRow,
  listClusterPoints,
  sumCounts,
  type TrendRow,
} from '../storage/score-points.ts'
import { addToTally, addUnaccepted, mergeTallies } from './tally.ts'

const trendDays = 90
const trendPointsMax = 400
const topMax = 10

/** Of all clusters or of one. */
export async function readScores(
  world: KqlWorld & { db: ReadDatabase },
  clusterId?: string,
): Promise<Scores> {
  const { db } = world
  const rows = await sumCounts(db, ['placeNo', 'severity', 'evaluation'], clusterId)
  const byCluster = await sumCounts(db, ['clusterId', 'severity', 'evaluation'], clusterId)
  const total: SeverityTally = {}
  const unaccepted: SeverityTally = {}
  for (const row of rows) {
    addToTally(total, row)
    addUnaccepted(unaccepted, row)
  }
  const accepted = rows.reduce(
    (sum, row) => sum + (row.evaluation === failedCode ? row.excepted : 0),
    0,
  )
  const since = new Date(world.now - trendDays * 86_400_000)
  const clusterIds =
    clusterId === undefined ? world.clusters.map((it) => it.clusterId) : [clusterId]
  return {
    score: computeScore(total),
    ...(accepted > 0 && { accepted: { failed: accepted, score: computeScore(unaccepted) } }),
    sections: sectionParts(rows, world, clusterId),
    clusters: clusterParts(byCluster, world),
    trend: trendOf(await listClusterPoints(db, { clusterId, since })),
    top_rules: topRules(rows, world),
    top_resources: await topResources(db, world, clusterIds),
  }
}

const compareNaturally = new Intl.Collator('en', { numeric: true }).compare

type PlaceRow = Omit<CountRow, 'clusterId'>
type ClusterRow = Omit<CountRow, 'placeNo'>

function sectionParts(
  rows: readonly PlaceRow[],
  world: KqlWorld,
  clusterId: string | undefined,
): ScorePart[] {
  const sections = new Map<string, { place: Place; tally: SeverityTally }>()
  for (const row of rows) {
    const place = world.book.places.get(row.placeNo)
    if (!place) continue
    const key = `${place.benchmark.id}/${place.sectionNumber || place.section}`
    const section = sections.get(key) ?? { place, tally: {} }
    addToTally(section.tally, row)
    sections.set(key, section)
  }
  const cluster = world.clusters.find((it) => it.clusterId === clusterId)
  return [...sections]
    .map(([key, { place, tally }]): ScorePart => {
      const parts = [
        `rule.section : ${quoteKql(place.section)}`,
        `rule.benchmark.id : ${quoteKql(place.benchmark.id)}`,
        ...(cluster ? [`cluster.id : ${quoteKql(cluster.clusterId)}`] : []),
      ]
      return {
        key,
        label: place.section || 'Other',
        number: place.sectionNumber,
        query: parts.join(' and '),
        score: computeScore(tally),
      }
    })
    .sort(
      (a, b) =>
        compareNaturally(a.number || '~', b.number || '~') || compareNaturally(a.label, b.label),
    )
}

function clusterParts(rows: readonly ClusterRow[], world: KqlWorld): ScorePart[] {
  const tallies = new Map<string, SeverityTally>()
  for (const row of rows) {
    const tally = tallies.get(row.clusterId) ?? {}
    addToTally(tally, row)
    tallies.set(row.clusterId, tally)
  }
  return world.clusters.flatMap(({ clusterId, name }): ScorePart[] => {
    const tally = tallies.get(clusterId)
    if (!tally) return []
    const query = `cluster.id : ${quoteKql(clusterId)}`
    return [{ key: clusterId, label: name, number: '', query, score: computeScore(tally) }]
  })
}

/** At each point the last known tallies of all clusters together; thinned evenly to what a chart can show. */
function trendOf(points: readonly TrendRow[]): Scores['trend'] {
  const latest = new Map<string, SeverityTally>()
  const all: Scores['trend'] = []
  for (const [index, point] of points.entries()) {
    latest.set(point.clusterId, point.tally)
    if (points[index + 1]?.at.getTime() === point.at.getTime()) continue
    const score = computeScore(mergeTallies(latest.values()))
    all.push({ at: point.at.toISOString(), value: score.value, failed: score.counts.failed })
  }
  const step = Math.max(1, Math.ceil(all.length / trendPointsMax))
  return all.filter((_, index) => (all.length - 1 - index) % step === 0)
}

function topRules(rows: readonly PlaceRow[], world: KqlWorld): Scores['top_rules'] {
  const rules = new Map<string, { place: Place; severity: number; failed: number }>()
  for (const row of rows) {
    const place = world.book.places.get(row.placeNo)
    if (!place || row.evaluation !== failedCode) continue
    const it = rules.get(place.rule.id) ?? { place, severity: row.severity, failed: 0 }
    it.failed += row.n
    it.severity = Math.max(it.severity, row.severity)
    rules.set(place.rule.id, it)
  }
  return [...rules.values()]
    .sort(
      (a, b) => b.severity - a.severity || b.failed - a.failed || a.place.placeNo - b.place.placeNo,
    )
    .slice(0, topMax)
    .map(({ place, severity, failed }) => ({
      id: place.rule.id,
      name: place.rule.name,
      number: place.number,
      severity: severityOf(Math.min(severity, severityOrder.length - 1)),
      failed,
    }))
}

async function topResources(db: ReadDatabase, world: KqlWorld, clusterIds: readonly string[]) {
  const rows = await listWorstResources(db, clusterIds, topMax)
  const names = new Map(world.clusters.map(({ clusterId, name }) => [clusterId, name]))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.subType ?? row.type,
    namespace: row.namespace,
    cluster: { id: row.clusterId, name: names.get(row.clusterId) ?? '' },
    failed: row.failed,
  }))
}
