/** Fewer points of a score the older they are: what is drawn of them has few pixels for a day long ago. */

import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** From this age on one point is kept in each stretch of time: the last, by which the trend draws it. */
const thinnings = [
  { olderThanMs: 7 * dayMs, stretchMs: hourMs },
  { olderThanMs: 90 * dayMs, stretchMs: dayMs },
] as const

/** Of one cluster, so that each statement is short. Several processes may do so at once. */
export async function thinScorePoints(
  db: Kysely<Tables>,
  clusterId: string,
  now: Date,
): Promise<void> {
  for (const { olderThanMs, stretchMs } of thinnings) {
    // Whole stretches: one that is not over yet at that age keeps what it has.
    const before = new Date(Math.floor((now.getTime() - olderThanMs) / stretchMs) * stretchMs)
    const stretch = sql`floor(extract(epoch from at) * 1000 / ${sql.lit(stretchMs)})`
    await sql`
      delete from score_point p using (
        select benchmark_id, section, ${stretch} as stretch, max(at) as last from score_point
        where cluster_id = ${clusterId} and at < ${before} group by 1, 2, 3 having count(*) > 1) it
      where p.cluster_id = ${clusterId} and p.at < ${before} and p.at < it.last
        and p.benchmark_id = it.benchmark_id and p.section = it.section
        and floor(extract(epoch from p.at) * 1000 / ${sql.lit(stretchMs)}) = it.stretch`.execute(db)
  }
}
