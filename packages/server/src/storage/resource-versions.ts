/** The versions of a resource before the current one: bounded, compressed, redacted as they came. */

import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import { countedSql, failedCode, goneCode, passedCode } from './codes.ts'
import type { ReadDatabase } from './reach.ts'
import { findResourceData } from './resources.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

/** With the current one there are ten. */
export const formerVersionsMax = 9
/** Configurations in memory at once. */
const versionsPerStatement = 200

export interface HeldHead {
  resourceId: string
  namespace: string | null
  owner: string | null
  /** Null where the data came before versions were kept. */
  hash: string | null
}

/** What is held of these resources, those that are gone included. */
export async function readHeads(
  db: Kysely<Tables>,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<HeldHead[]> {
  if (resourceIds.length === 0) return []
  const { rows } = await sql<HeldHead>`
    select r.resource_id, r.namespace, r.owner, d.hash
    from resource r left join resource_data d
      on d.cluster_id = r.cluster_id and d.resource_id = r.resource_id
    where r.cluster_id = ${clusterId} and r.resource_id = any(${resourceIds}::uuid[])`.execute(db)
  return rows
}

interface Former {
  resourceId: string
  hash: string
  since: Date
  data: unknown
  failed: number
  passedRules: number[]
}

/** Keeps the data that is about to be replaced, with what the rules said of it last. */
export async function keepVersions(
  db: Kysely<Tables>,
  { clusterId, at }: { clusterId: string; at: Date },
  resourceIds: readonly string[],
): Promise<void> {
  for (let start = 0; start < resourceIds.length; start += versionsPerStatement) {
    const ids = resourceIds.slice(start, start + versionsPerStatement)
    const { rows } = await sql<Former>`
      select d.resource_id, d.hash, d.since, d.data,
        (select count(*)::integer from finding f where f.cluster_id = d.cluster_id
          and f.resource_id = d.resource_id and f.evaluation = ${sql.lit(failedCode)}
          and ${countedSql('f.lifecycle')}) as failed,
        array(select f.rule_no from finding f where f.cluster_id = d.cluster_id
          and f.resource_id = d.resource_id and f.evaluation = ${sql.lit(passedCode)}
          and ${countedSql('f.lifecycle')} order by 1) as passed_rules
      from resource_data d
      where d.cluster_id = ${clusterId} and d.resource_id = any(${ids}::uuid[])
        and d.hash is not null and d.since is not null and d.since < ${at}`.execute(db)
    const writes = await Promise.all(
      rows.map(async (row) => ({
        resource_id: row.resourceId,
        since: row.since,
        hash: row.hash,
        failed: row.failed,
        passed_rules: row.passedRules,
        data: (await deflate(JSON.stringify(row.data))).toString('base64'),
      })),
    )
    if (writes.length === 0) continue
    await sql`
      insert into resource_version (cluster_id, resource_id, since, until, hash, failed,
        passed_rules, data)
      select ${clusterId}::uuid, resource_id, since, ${at}::timestamptz, hash, failed,
        array(select jsonb_array_elements_text(passed_rules)::integer), decode(data, 'base64')
      from json_to_recordset(${toJsonText(writes)}::json) as it(resource_id uuid,
        since timestamptz, hash text, failed integer, passed_rules jsonb, data text)`.execute(db)
    await dropSurplus(db, clusterId, ids)
  }
}

export interface KeptVersion {
  since: Date
  failed: number
  passedRules: number[]
}

async function dropSurplus(
  db: Kysely<Tables>,
  clusterId: string,
  resourceIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<KeptVersion & { resourceId: string }>`
    select resource_id, since, failed, passed_rules from resource_version
    where cluster_id = ${clusterId} and resource_id in (
      select resource_id from resource_version
      where cluster_id = ${clusterId} and resource_id = any(${resourceIds}::uuid[])
      group by resource_id having count(*) > ${formerVersionsMax})
    order by resource_id, since desc`.execute(db)
  const byResource = new Map<string, KeptVersion[]>()
  for (const row of rows) {
    byResource.set(row.resourceId, [...(byResource.get(row.resourceId) ?? []), row])
  }
  for (const [resourceId, versions] of byResource) {
    const surplus = chooseSurplus(versions).map((version) => version.since)
    await sql`
      delete from resource_version where cluster_id = ${clusterId}
        and resource_id = ${resourceId} and since = any(${surplus}::timestamptz[])`.execute(db)
  }
}

/**
 * Which of the versions, newest first, go: the oldest, but not the last one in which nothing failed, nor the
 * last one that passed a rule, as long as there is room for those.
 */
export function chooseSurplus<T extends KeptVersion>(versions: readonly T[]): T[] {
  const passed = new Set<number>()
  let hasClean = false
  const ranked = versions.map((version, index) => {
    const isClean = version.failed === 0
    const isLast = (isClean && !hasClean) || version.passedRules.some((rule) => !passed.has(rule))
    hasClean ||= isClean
    for (const rule of version.passedRules) passed.add(rule)
    // The newest one is what a change is held against.
    return { version, isNeeded: isLast || index === 0 }
  })
  const ordered = [...ranked.filter((it) => it.isNeeded), ...ranked.filter((it) => !it.isNeeded)]
  return ordered.slice(formerVersionsMax).map((it) => it.version)
}

export interface VersionRow {
  hash: string
  since: Date
  /** Null for the current one. */
  until: Date | null
}

/** Newest first; the current one of a resource that is gone ended when it left. */
export async function listVersions(
  db: ReadDatabase,
  clusterId: string,
  resourceId: string,
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select coalesce(hash, '') as hash, since, null::timestamptz as until from resource_data
    where cluster_id = ${clusterId} and resource_id = ${resourceId} and since is not null
    union all
    select hash, since, until from resource_version
    where cluster_id = ${clusterId} and resource_id = ${resourceId}
    order by since desc`.execute(db)
  return rows
}

/** Undefined where that version was not kept. */
export async function findVersionData(
  db: ReadDatabase,
  { clusterId, resourceId }: { clusterId: string; resourceId: string },
  since: Date,
): Promise<{ data: unknown } | undefined> {
  const { rows } = await sql<{ data: Uint8Array }>`
    select data from resource_version where cluster_id = ${clusterId}
      and resource_id = ${resourceId} and since = ${since}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  return { data: JSON.parse((await inflate(row.data)).toString('utf8')) }
}

/** The data as it was at a time; undefined where that version was not kept. */
export async function findDataAt(
  db: ReadDatabase,
  { clusterId, resourceId }: { clusterId: string; resourceId: string },
  at: Date,
): Promise<{ data: unknown } | undefined> {
  const versions = await listVersions(db, clusterId, resourceId)
  const version = versions.find((it) => it.since <= at && (it.until === null || it.until > at))
  if (!version) return undefined
  if (version.until === null) return { data: await findResourceData(db, clusterId, resourceId) }
  return await findVersionData(db, { clusterId, resourceId }, version.since)
}

/** What a finding's evaluation was at the end of each of these times; null where it was not there. */
export async function readEvaluationsUntil(
  db: ReadDatabase,
  { clusterId, findingId }: { clusterId: string; findingId: string },
  untils: readonly (Date | null)[],
): Promise<(number | null)[]> {
  const { rows } = await sql<{ position: number; evaluation: number | null }>`
    select it.position, (
      select case when f.first_seen >= coalesce(it.until, 'infinity'::timestamptz) then null
        when b.at is not null and b.previous_lifecycle >= ${goneCode} then null
        when b.at is not null then b.previous_evaluation
        when f.lifecycle >= ${goneCode} then null else f.evaluation end
      from finding f left join finding_change b on b.cluster_id = f.cluster_id and b.id = f.id
        and b.at = (select min(c.at) from finding_change c where c.cluster_id = ${clusterId}
          and c.id = ${findingId} and c.at >= it.until)
      where f.cluster_id = ${clusterId} and f.id = ${findingId}) as evaluation
    from unnest(${untils}::timestamptz[]) with ordinality as it(until, position)
    order by it.position`.execute(db)
  return rows.map((row) => row.evaluation)
}
