/** The tallies of each cluster over time, from which trends are drawn. */

import type { SeverityTally } from '@evenkeel/model'
import { type Kysely, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export interface CountRow {
  clusterId: string
  placeNo: number
  severity: number
  evaluation: number
  n: number
  /** Of these, those that an exception accepts. */
  excepted: number
}

/** The rollup: findings that are there, by rule, severity and evaluation. */
export async function listCounts(db: ReadDatabase, clusterId?: string): Promise<CountRow[]> {
  const query = db.selectFrom('findingCount').selectAll().where('n', '>', 0)
  return await (clusterId === undefined
    ? query
    : query.where('clusterId', '=', clusterId)
  ).execute()
}

const countColumns = {
  clusterId: 'cluster_id',
  placeNo: 'place_no',
  severity: 'severity',
  evaluation: 'evaluation',
} as const

/** The rollup summed up in the database: one row for each combination of these columns. */
export async function sumCounts<K extends keyof typeof countColumns>(
  db: ReadDatabase,
  by: readonly K[],
  clusterId?: string,
): Promise<Pick<CountRow, K | 'n' | 'excepted'>[]> {
  const columns = sql.join(by.map((key) => sql.raw(countColumns[key])))
  const ofCluster = clusterId === undefined ? sql`true` : sql`cluster_id = ${clusterId}::uuid`
  const { rows } = await sql<Pick<CountRow, K | 'n' | 'excepted'>>`
    select ${columns}, sum(n)::integer as n, sum(excepted)::integer as excepted
    from finding_count where n > 0 and ${ofCluster} group by ${columns}`.execute(db)
  return rows
}

export interface ScorePoint {
  benchmark_id: string
  /** The section's number, or its title where it has none; empty for the whole cluster. */
  section: string
  tally: SeverityTally
}

export async function upsertScorePoints(
  db: Kysely<Tables>,
  clusterId: string,
  at: Date,
  points: readonly ScorePoint[],
): Promise<void> {
  await sql`
    insert into score_point (cluster_id, at, benchmark_id, section, tally)
    select ${clusterId}::uuid, ${at}::timestamptz, benchmark_id, section, tally
    from json_to_recordset(${toJsonText(points)}::json)
      as it(benchmark_id text, section text, tally jsonb)
    on conflict (cluster_id, at, benchmark_id, section) do update set tally = excluded.tally`.execute(
    db,
  )
}

export interface TrendRow {
  clusterId: string
  at: Date
  tally: SeverityTally
  /** The number of the stretch of time that it closes. */
  bucket: number
}

/** The last point of whole clusters in each stretch of time, oldest stretch first. */
export async function listTrendPoints(
  db: ReadDatabase,
  filter: { clusterId: string | undefined; since: Date; until: Date; everyMs: number },
): Promise<TrendRow[]> {
  const { clusterId, since, until, everyMs } = filter
  const ofCluster = clusterId === undefined ? sql`` : sql`and cluster_id = ${clusterId}`
  const { rows } = await sql<TrendRow>`
    select * from (
      select distinct on (cluster_id, bucket) cluster_id, at, tally, bucket from (
        select cluster_id, at, tally,
          floor(extract(epoch from at) * 1000 / ${sql.lit(everyMs)})::integer as bucket
        from score_point
        where benchmark_id = '' and section = '' and at >= ${since} and at <= ${until}
          ${ofCluster}) it
      order by cluster_id, bucket, at desc) last
    order by bucket, at, cluster_id`.execute(db)
  return rows
}
