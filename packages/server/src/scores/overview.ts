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
import { listWorstResources } from '../storage/resources.ts'
import type { Place } from '../storage/rule-book.ts'
import { type CountRow, sumCounts } from '../storage/score-points.ts'
import { type CountsWorld, readCounts } from './counts.ts'
import { readEvents } from './events.ts'
import { addToTally, addUnaccepted } from './tally.ts'
import { readTrend } from './trend.ts'

const topMax = 10

/** Of all clusters or of one, now or at an earlier time, with the trend of so many days before it. */
export async function readScores(
  world: KqlWorld & CountsWorld,
  { clusterId, days }: { clusterId: string | undefined; days: number },
): Promise<Scores> {
  const { rows, byCluster } = await readSums(world, clusterId)
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
  const to = world.at ?? new Date(world.now)
  const from = new Date(to.getTime() - days * dayMs)
  const clusterIds =
    clusterId === undefined ? world.clusters.map((it) => it.clusterId) : [clusterId]
  return {
    score: computeScore(total),
    ...(accepted > 0 && { accepted: { failed: accepted, score: computeScore(unaccepted) } }),
    sections: sectionParts(rows, world, clusterId),
    clusters: clusterParts(byCluster, world),
    trend: await readTrend(world, { days, clusterId }),
    events: await readEvents(world, { from, to, clusterId }),
    top_rules: topRules(rows, world),
    top_resources: await topResources(world, clusterIds),
  }
}

const dayMs = 86_400_000

/** Summed by the database; of an earlier time each cluster's rows are told backwards first. */
async function readSums(world: CountsWorld, clusterId: string | undefined) {
  const { db } = world
  if (world.at) {
    const rows = await readCounts(world, clusterId)
    return { rows, byCluster: rows }
  }
  return {
    rows: await sumCounts(db, ['placeNo', 'severity', 'evaluation'], clusterId),
    byCluster: await sumCounts(db, ['clusterId', 'severity', 'evaluation'], clusterId),
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

async function topResources(world: KqlWorld & CountsWorld, clusterIds: readonly string[]) {
  const { db, at } = world
  const rows = await listWorstResources(db, clusterIds, { at, limit: topMax })
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
