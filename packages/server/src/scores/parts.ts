/** The score of each part of the whole, from the rollups alone. */

import {
  computeScore,
  quoteKql,
  type ScoreDimension,
  type ScorePart,
  type SeverityTally,
} from '@evenkeel/model'
import { failedCode } from '../storage/codes.ts'
import type { KqlWorld } from '../storage/kql-sql.ts'
import type { ReadDatabase } from '../storage/reach.ts'
import type { CountRow } from '../storage/score-points.ts'
import { type CountsWorld, readCounts, readOwnerCounts } from './counts.ts'
import { addToTally, addUnaccepted } from './tally.ts'

/** A field of the rollup, or a label of the clusters. */
export type PartsBy = { dimension: ScoreDimension } | { label: string }

type Counted = Pick<CountRow, 'clusterId' | 'severity' | 'evaluation' | 'n' | 'excepted'>

interface Part {
  key: string
  label: string
  number: string
  query: string
}

export interface PartsWorld extends KqlWorld, CountsWorld {
  db: ReadDatabase
  clusters: readonly { clusterId: string; name: string; labels: Record<string, string> }[]
}

/** More than a page shows; the worst come first. */
const partsMax = 1000

/** Lowest score first; what was not evaluated has none and comes last. */
export async function readScoreParts(
  world: PartsWorld,
  by: PartsBy,
  clusterId?: string,
): Promise<ScorePart[]> {
  const parts = createParts()
  if ('dimension' in by && (by.dimension === 'namespace' || by.dimension === 'owner')) {
    for (const row of await readOwnerCounts(world, by.dimension, clusterId)) {
      parts.add(ownerPart(by.dimension, row[by.dimension]), row)
    }
  } else {
    const partsOf = createPartsOf(world, by)
    for (const row of await readCounts(world, clusterId)) {
      for (const part of partsOf(row)) parts.add(part, row)
    }
  }
  const within = clusterId === undefined ? [] : [`cluster.id : ${quoteKql(clusterId)}`]
  return parts.list(within).slice(0, partsMax)
}

function createParts() {
  const sums = new Map<
    string,
    { part: Part; tally: SeverityTally; unaccepted: SeverityTally; accepted: number }
  >()
  return {
    add(part: Part, row: Counted): void {
      const sum = sums.get(part.key) ?? { part, tally: {}, unaccepted: {}, accepted: 0 }
      addToTally(sum.tally, row)
      addUnaccepted(sum.unaccepted, row)
      if (row.evaluation === failedCode) sum.accepted += row.excepted
      sums.set(part.key, sum)
    },
    list(within: readonly string[]): ScorePart[] {
      return [...sums.values()]
        .map(({ part, tally, unaccepted, accepted }) => ({
          ...part,
          query: [part.query, ...within].filter((it) => it !== '').join(' and '),
          score: computeScore(tally),
          ...(accepted > 0 && {
            accepted: { failed: accepted, score: computeScore(unaccepted) },
          }),
        }))
        .sort(worstFirst)
    },
  }
}

const compareNaturally = new Intl.Collator('en', { numeric: true }).compare

function worstFirst(a: ScorePart, b: ScorePart): number {
  // Without a score on both sides the difference is NaN, which the next comparison replaces.
  return (
    (a.score.value ?? Number.POSITIVE_INFINITY) - (b.score.value ?? Number.POSITIVE_INFINITY) ||
    compareNaturally(a.number, b.number) ||
    compareNaturally(a.label, b.label)
  )
}

function ownerPart(dimension: 'namespace' | 'owner', value: string): Part {
  const field = `resource.${dimension}`
  const query = value === '' ? `not ${field} : *` : `${field} : ${quoteKql(value)}`
  return { key: value, label: value === '' ? 'none' : value, number: '', query }
}

function createPartsOf(world: PartsWorld, by: PartsBy): (row: CountRow) => Part[] {
  const clusters = new Map(world.clusters.map((it) => [it.clusterId, it]))
  if ('label' in by) {
    return ({ clusterId }) => {
      const value = clusters.get(clusterId)?.labels[by.label] ?? ''
      return [labelPart(world, by.label, value)]
    }
  }
  const { places } = world.book
  switch (by.dimension) {
    case 'organisation':
      return () => [{ key: '', label: 'Everything', number: '', query: '' }]
    case 'cluster':
      return ({ clusterId }) => {
        const label = clusters.get(clusterId)?.name ?? clusterId
        const query = `cluster.id : ${quoteKql(clusterId)}`
        return [{ key: clusterId, label, number: '', query }]
      }
    case 'benchmark':
      return ({ placeNo }) => {
        const id = places.get(placeNo)?.benchmark.id
        if (id === undefined) return []
        return [{ key: id, label: id, number: '', query: `rule.benchmark.id : ${quoteKql(id)}` }]
      }
    case 'framework':
      return ({ placeNo }) => {
        const place = places.get(placeNo)
        const ids = new Set(place?.shownControls.map((control) => control.benchmark))
        ids.delete(place?.benchmark.id ?? '')
        return [...ids].map((id) => {
          const query = `rule.controls.benchmark : ${quoteKql(id)}`
          return { key: id, label: id, number: '', query }
        })
      }
    default:
      return ({ placeNo }) => {
        const place = places.get(placeNo)
        if (!place) return []
        const query = `rule.section : ${quoteKql(place.section)} and rule.benchmark.id : ${quoteKql(place.benchmark.id)}`
        const key = `${place.benchmark.id}/${place.sectionNumber || place.section}`
        return [{ key, label: place.section || 'Other', number: place.sectionNumber, query }]
      }
  }
}

/** KQL knows no labels of clusters, so the clusters are named. */
function labelPart(world: PartsWorld, label: string, value: string): Part {
  const ids = world.clusters
    .filter((it) => (it.labels[label] ?? '') === value)
    .map((it) => quoteKql(it.clusterId))
  const query = `cluster.id : (${ids.join(' or ')})`
  return { key: value, label: value === '' ? 'none' : value, number: '', query }
}
