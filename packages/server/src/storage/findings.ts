/** Reads findings: pages, single ones, and what a page needs beside them. */

import type { Evidence, Finding, FindingAttestation, KqlNode } from '@evenkeel/model'
import { type RawBuilder, sql } from 'kysely'
import type { AttestationRow } from './attestations.ts'
import {
  countedSql,
  disabledCode,
  evaluationOf,
  failedCode,
  isCounted,
  lifecycleOf,
  severityOf,
} from './codes.ts'
import { type Branch, type Branches, countOf, planBranches, unlimited } from './finding-branches.ts'
import { createOrder, type FindingOrder, type SortKey } from './finding-sort.ts'
import { type CompiledKql, compileKql, type KqlWorld } from './kql-sql.ts'
import type { ReadDatabase } from './reach.ts'
import { staleSince } from './staleness.ts'

/** A row with all that a finding says; the rule comes from the rule book. */
export interface FindingRecord {
  id: string
  clusterId: string
  placeNo: number
  evaluation: number
  severity: number
  lifecycle: number | null
  firstSeen: Date
  changedAt: Date
  exceptionId: string | null
  ownSeverity: number | null
  assignee: string | null
  reason: string | null
  evidence: Evidence[]
  resourceId: string
  resourceKey: string
  type: Finding['resource']['type']
  subType: string | null
  name: string
  namespace: string | null
  owner: string | null
  node: string | null
  labels: Record<string, string>
  /** Of the scope that reports it; null of recorded clusters, and for who does not see the cluster as a whole. */
  reported: { finishedAt: string; periodMs: number | null; declaredPeriodMs: number | null } | null
}

export interface FindingFilter {
  where: KqlNode
  sort: readonly SortKey[]
  cursor: string | undefined
  limit: number
}

export interface FindingPageRows {
  rows: FindingRecord[]
  nextCursor: string | null
}

/** From finding with what the query needs joined, and gone ones left out unless it asks for the lifecycle. */
export function findingSource(
  query: Pick<CompiledKql, 'where' | 'asksLifecycle'>,
  world: Pick<KqlWorld, 'at'>,
  needs: { resource?: boolean; cluster?: boolean } = {},
): RawBuilder<unknown> {
  const resource = needs.resource
    ? sql`join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id`
    : sql``
  const cluster = needs.cluster ? sql`join cluster c on c.cluster_id = f.cluster_id` : sql``
  const present = query.asksLifecycle ? sql`` : sql`and ${countedSql('f.lifecycle')}`
  return sql`${findingTable(world.at)} f ${resource} ${cluster} where ${query.where} ${present}`
}

/** The state at a time is that before the first change after it; what was first seen later was not there. */
export function findingTable(at: Date | undefined): RawBuilder<unknown> {
  if (!at) return sql`finding`
  return sql`(
    select f.cluster_id, f.id, f.resource_id, f.rule_no, coalesce(b.place_no, f.place_no) as place_no,
      coalesce(b.previous_evaluation, f.evaluation) as evaluation,
      coalesce(b.previous_severity, f.severity) as severity,
      case when b.id is null then f.lifecycle else b.previous_lifecycle end as lifecycle,
      f.first_seen, coalesce(b.previous_changed_at, f.changed_at) as changed_at,
      case when b.id is null then f.exception_id end as exception_id,
      case when b.id is null then f.own_severity end as own_severity, null::text as assignee
    from finding f left join (${firstChangesAfter(at)}) b on b.cluster_id = f.cluster_id and b.id = f.id
    where f.first_seen <= ${at})`
}

function firstChangesAfter(at: Date): RawBuilder<unknown> {
  return sql`select distinct on (cluster_id, id) * from finding_change where at > ${at} order by cluster_id, id, at`
}

/** Keyset pages: they neither skip nor repeat while findings change. Throws SortError and KqlError. */
export async function listFindings(
  db: ReadDatabase,
  world: KqlWorld,
  filter: FindingFilter,
): Promise<FindingPageRows> {
  const { keys, nextCursor } = await readKeys(db, world, filter)
  return { rows: await readFindingRecords(db, keys, world.at), nextCursor }
}

/** The keys of such a page alone. */
export async function listFindingKeys(
  db: ReadDatabase,
  world: KqlWorld,
  filter: FindingFilter,
): Promise<{ clusterId: string; id: string }[]> {
  return (await readKeys(db, world, filter)).keys
}

async function readKeys(db: ReadDatabase, world: KqlWorld, filter: FindingFilter) {
  const query = compileKql(filter.where, world)
  const order = createOrder(filter.sort, filter.cursor, world)
  const { limit } = filter
  const plan = await planBranches(db, world, { query, order, limit })
  const needs = { resource: order.needsResource, cluster: order.needsCluster }
  const source = ({ instead }: Branch) =>
    findingSource(instead ? { ...query, where: instead } : query, world, needs)
  const read = ({ list }: Branches) => readBranches(db, { source, order, limit }, list)
  let rows = await read(plan)
  // What the rollups promised may have changed meanwhile.
  if (rows.length <= limit && !plan.isWhole) rows = await read(unlimited({ order }))
  const keys = rows.slice(0, limit)
  const last = keys.at(-1)
  return {
    keys,
    nextCursor: rows.length > limit && last ? order.toCursor(last) : null,
  }
}

type KeyRow = Record<string, unknown> & { id: string; clusterId: string }

/** One row more than the limit where there is one. */
async function readBranches(
  db: ReadDatabase,
  page: { source(branch: Branch): RawBuilder<unknown>; order: FindingOrder; limit: number },
  branches: readonly Branch[],
): Promise<KeyRow[]> {
  if (branches.length === 0) return []
  const { source, order, limit } = page
  const parts = branches.map((branch) => {
    const { where, after, orderFrom } = branch
    const isAfter = after ? sql`and ${after}` : sql``
    return sql`(select f.id, f.cluster_id, ${order.select} from ${source(branch)} and ${where} ${isAfter}
      order by ${order.orderBy(orderFrom)} limit ${limit + 1})`
  })
  const { rows } = await sql<KeyRow>`
    select * from (${sql.join(parts, sql` union all `)}) it
    order by ${order.orderSelected} limit ${limit + 1}`.execute(db)
  return rows
}

/** In the order of the keys; one that left meanwhile is not there. */
export async function readFindingRecords(
  db: ReadDatabase,
  keys: readonly { clusterId: string; id: string }[],
  at?: Date,
): Promise<FindingRecord[]> {
  if (keys.length === 0) return []
  const ids = keys.map((key) => key.id)
  // In pairs, so that each is one look into the index of the key.
  const wanted = sql`unnest(${keys.map((key) => key.clusterId)}::uuid[], ${ids}::uuid[])`
  const evidence = at
    ? sql`(
        select e.cluster_id, e.id, case when b.id is null then e.reason else b.previous_reason end as reason,
          case when b.id is null then e.evidence else b.previous_evidence end as evidence
        from finding_evidence e
        left join (
          select distinct on (cluster_id, id) * from finding_change where at > ${at}
            and (cluster_id, id) in (select * from ${wanted})
          order by cluster_id, id, at) b on b.cluster_id = e.cluster_id and b.id = e.id)`
    : sql`finding_evidence`
  const { rows } = await sql<FindingRecord>`
    select f.id, f.cluster_id, f.place_no, f.evaluation, f.severity, f.lifecycle, f.first_seen,
      f.changed_at, f.exception_id, f.own_severity, f.assignee, e.reason, e.evidence, f.resource_id, r.id as resource_key, r.type, r.sub_type,
      r.name, r.namespace, r.owner, r.node, r.labels, ${reported} as reported
    from ${wanted} it (cluster_id, id)
    join ${findingTable(at)} f on f.cluster_id = it.cluster_id and f.id = it.id
    join ${evidence} e on e.cluster_id = f.cluster_id and e.id = f.id
    join resource r on r.cluster_id = f.cluster_id and r.resource_id = f.resource_id
    left join scope s on s.cluster_id = r.cluster_id and s.scope = r.scope
    left join cluster k on k.cluster_id = f.cluster_id`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const reported = sql`case when s.scope is not null and k.kind <> 'sample' then json_build_object(
  'finishedAt', s.finished_at, 'periodMs', s.period_ms, 'declaredPeriodMs', s.declared_period_ms) end`

/** The id alone does not say the cluster; those that there are get probed by their keys. */
export async function findFindingRecord(
  db: ReadDatabase,
  world: KqlWorld,
  id: string,
): Promise<FindingRecord | undefined> {
  const clusters = world.clusters.map(({ clusterId }) => ({ clusterId, id }))
  const [row] = await readFindingRecords(db, clusters, world.at)
  return row
}

const relatedMax = 20

/** Other failed findings of the same resource, worst first. */
export async function listRelated(
  db: ReadDatabase,
  world: KqlWorld,
  record: FindingRecord,
): Promise<FindingRecord[]> {
  const { rows } = await sql<{ id: string; clusterId: string }>`
    select f.id, f.cluster_id from ${findingTable(world.at)} f
    where f.cluster_id = ${record.clusterId} and f.resource_id = ${record.resourceId}
      and f.id <> ${record.id} and f.evaluation = ${failedCode}
      and ${countedSql('f.lifecycle')}
    order by f.severity desc, f.changed_at desc, f.id limit ${relatedMax}`.execute(db)
  return await readFindingRecords(db, rows, world.at)
}

/** Exact. Answered from the rollups where the query asks for nothing that they do not hold. */
export async function countFindings(
  db: ReadDatabase,
  world: KqlWorld,
  where: KqlNode,
): Promise<number> {
  const { rows } = await counting(compileKql(where, world), world).execute(db)
  return rows[0]?.n ?? 0
}

function counting(query: CompiledKql, world: KqlWorld): RawBuilder<{ n: number }> {
  const { byResource } = query
  if (!world.at && !query.needsFinding) {
    return sql`select coalesce(sum(n), 0)::bigint as n from finding_count f where ${query.where}`
  }
  if (!world.at && !query.asksLifecycle && byResource) {
    return sql`select coalesce(sum(${countOf(byResource)}), 0)::bigint as n from resource r
      where r.gone_at is null and ${byResource.where}`
  }
  return sql`select count(*) as n from ${findingSource(query, world)}`
}

/** A record as everybody sees it. */
export function toFinding(record: FindingRecord, world: KqlWorld): Finding {
  const place = world.book.places.get(record.placeNo)
  if (!place)
    throw new Error(`The finding ${record.id} stands at the unknown place ${record.placeNo}.`)
  const cluster = world.clusters.find((it) => it.clusterId === record.clusterId)
  const exception = world.exceptions.find((it) => it.exceptionId === record.exceptionId)
  const lifecycle = lifecycleOf(record.lifecycle)
  const evaluation = evaluationOf(record.evaluation)
  const answer =
    evaluation === 'manual' ? world.attestations.find(place.rule.id, record.clusterId) : undefined
  return {
    id: record.id,
    rule: {
      id: place.rule.id,
      name: place.rule.name,
      section: place.section,
      number: place.number,
      benchmark: place.benchmark,
      severity: severityOf(record.severity),
      ...describeOwnSeverity(record),
      controls: place.shownControls,
    },
    resource: {
      id: record.resourceKey,
      type: record.type,
      sub_type: record.subType,
      name: record.name,
      namespace: record.namespace,
      owner: record.owner,
      source: null,
    },
    cluster: { id: record.clusterId, name: cluster?.name ?? '' },
    result: {
      evaluation,
      reason: record.reason,
      evidence: record.evidence,
    },
    first_seen: record.firstSeen.toISOString(),
    changed_at: record.changedAt.toISOString(),
    exception: exception
      ? {
          reason: exception.reason,
          owner: exception.owner,
          until: exception.until?.toISOString() ?? null,
        }
      : null,
    ...(lifecycle && { lifecycle }),
    ...(record.assignee !== null && { assignee: record.assignee }),
    ...describeDisabled(record, world),
    ...(answer && { attestation: describeAnswer(answer) }),
    ...describeStale(record, world),
  }
}

function describeOwnSeverity({ severity, ownSeverity }: FindingRecord) {
  const isOther = ownSeverity !== null && ownSeverity !== severity
  return isOther ? { own_severity: severityOf(ownSeverity) } : {}
}

/** Of an earlier time who had turned it off then is not known any more where it is on now. */
function describeDisabled({ lifecycle, placeNo, clusterId }: FindingRecord, world: KqlWorld) {
  if (lifecycle !== disabledCode) return {}
  const ruleId = world.book.places.get(placeNo)?.rule.id ?? ''
  const state = world.settings?.get(clusterId)?.get(ruleId)?.state
  if (state?.value !== 'disabled') return {}
  const { reason, updated_by, updated_at } = state.from
  return { disabled: { reason, by: updated_by, since: updated_at } }
}

/** What is gone is told by its lifecycle, and an earlier time has no now to be late for. */
function describeStale({ lifecycle, reported: it }: FindingRecord, { at, now }: KqlWorld) {
  if (!it || at || !isCounted(lifecycle)) return {}
  const since = staleSince({ ...it, finishedAt: new Date(it.finishedAt) }, now)
  return since ? { stale_since: since.toISOString() } : {}
}

function describeAnswer(row: AttestationRow): FindingAttestation {
  return {
    id: row.attestationId,
    verdict: row.verdict,
    statement: row.statement,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    until: row.until?.toISOString() ?? null,
  }
}
