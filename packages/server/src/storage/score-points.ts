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
}

/** The points of whole clusters, oldest first. */
export function listClusterPoints(
  db: ReadDatabase,
  filter: { clusterId?: string | undefined; since: Date },
): Promise<TrendRow[]> {
  const query = db
    .selectFrom('scorePoint')
    .select(['clusterId', 'at', 'tally'])
    .where('section', '=', '')
    .where('benchmarkId', '=', '')
    .where('at', '>=', filter.since)
    .orderBy('at')
  return (
    filter.clusterId === undefined ? query : query.where('clusterId', '=', filter.clusterId)
  ).execute()
}
