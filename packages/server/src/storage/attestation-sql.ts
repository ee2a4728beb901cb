/** Finds the manual findings that a person answered: answers are few and are matched in memory. */

import { type AttestationVerdict, evaluationOrder } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import type { AttestationBook } from './attestation-state.ts'
import type { RuleBook } from './rule-book.ts'

const manualCode = evaluationOrder.indexOf('manual')

/** Over the alias f, by cluster, place and evaluation alone; undefined where nothing has the verdict. */
export function isAttested(
  verdicts: readonly AttestationVerdict[],
  world: { book: RuleBook; attestations: AttestationBook },
): RawBuilder<boolean> | undefined {
  const { book, attestations } = world
  const placesOf = (clusterId: string) =>
    [...book.places.values()]
      .filter((place) => {
        const answer = attestations.find(place.rule.id, clusterId)
        return answer !== undefined && verdicts.includes(answer.verdict)
      })
      .map((place) => place.placeNo)
  const own = [...new Set(attestations.active.flatMap(({ clusterId }) => clusterId ?? []))]
  const parts = own.map((clusterId) => ({
    cluster: sql<boolean>`f.cluster_id = ${clusterId}::uuid`,
    places: placesOf(clusterId),
  }))
  // No cluster has the empty id: what is left are the answers for all.
  const others = sql<boolean>`not (f.cluster_id = any(${own}::uuid[]))`
  const conditions = [...parts, { cluster: others, places: placesOf('') }]
    .filter(({ places }) => places.length > 0)
    .map(
      ({ cluster, places }) =>
        sql<boolean>`(${cluster} and f.place_no = any(${places}::integer[]))`,
    )
  if (conditions.length === 0) return undefined
  return sql`(f.evaluation = ${sql.lit(manualCode)} and (${sql.join(conditions, sql` or `)}))`
}
