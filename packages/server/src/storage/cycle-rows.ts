/** Writes what one cycle changed: findings, resources, the log of changes and the rollups. */

import type { Coverage, ResourceRow } from '@evenkeel/model'
import { type Kysely, sql } from 'kysely'
import { countedSql, goneCode } from './codes.ts'
import { toJsonText } from './sanitize.ts'
import type { Tables } from './tables.ts'

export interface FindingWrite {
  id: string
  resource_id: string
  rule_no: number
  place_no: number
  evaluation: number
  severity: number
  lifecycle: number | null
  /** Beside `disabled`: what the lifecycle would be. */
  held_lifecycle: number | null
  /** The rule's, where somebody set another. */
  own_severity: number | null
  reason: string | null
  evidence: unknown[]
}

/** A change of a finding that was there before; `evaluation` is null where it is gone. */
export interface ChangeWrite {
  id: string
  kind: string
  evaluation: number | null
}

export interface HeldFinding {
  id: string
  resourceId: string
  placeNo: number
  evaluation: number
  severity: number
  lifecycle: number | null
  heldLifecycle: number | null
}

export interface ResourceWrite extends ResourceRow {
  resource_id: string
  words: string
  /** Of its content, as the agent's key says. */
  hash: string
  /** What it starts with where it is new; the counts of others follow by addResourceCounts. */
  failed: number
  passed: number
  unknown: number
  manual: number
}

export interface KeyWrite {
  id: string
  hash: string
  findings: Record<string, string>
}

export interface CountChange {
  place_no: number
  severity: number
  evaluation: number
  n: number
}

export interface ResourceCountChange {
  resource_id: string
  failed: number
  passed: number
  unknown: number
  manual: number
}

/** Of one scope of one cluster at one time; `at` rises with every cycle of the cluster. */
export interface CycleContext {
  clusterId: string
  scope: string
  at: Date
}

/** Rows of one statement: bounds the memory of the embedded database. */
const rowsPerStatement = 4000

export async function inBatches<T>(
  rows: readonly T[],
  run: (batch: T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    await run(rows.slice(at, at + rowsPerStatement))
  }
}

export async function readFindings(
  db: Kysely<Tables>,
  clusterId: string,
  ids: readonly string[],
): Promise<Map<string, HeldFinding>> {
  const held = new Map<string, HeldFinding>()
  await inBatches(ids, async (batch) => {
    const { rows } = await sql<HeldFinding>`
      select id, resource_id, place_no, evaluation, severity, lifecycle, held_lifecycle from finding
      where cluster_id = ${clusterId} and id = any(${batch}::uuid[])`.execute(db)
    for (const row of rows) held.set(row.id, row)
  })
  return held
}

/** Logs the state before; so it has to come before the findings are written. */
export async function insertChanges(
  db: Kysely<Tables>,
  { clusterId, at }: CycleContext,
  changes: readonly ChangeWrite[],
): Promise<void> {
  await inBatches(changes, (batch) =>
    sql`
      insert into finding_change (cluster_id, at, id, resource_id, rule_no, place_no, kind,
        previous_evaluation, previous_severity, previous_lifecycle, previous_changed_at,
        previous_reason, previous_evidence, evaluation)
      select f.cluster_id, ${at}, f.id, f.resource_id, f.rule_no, f.place_no, it.kind,
        f.evaluation, f.severity, f.lifecycle, f.changed_at, e.reason, e.evidence, it.evaluation
      from json_to_recordset(${toJsonText(batch)}::json) as it(id uuid, kind text, evaluation smallint)
      join finding f on f.cluster_id = ${clusterId} and f.id = it.id
      left join finding_evidence e on e.cluster_id = ${clusterId} and e.id = it.id`.execute(db),
  )
}

export async function upsertFindings(
  db: Kysely<Tables>,
  { clusterId, at }: CycleContext,
  findings: readonly FindingWrite[],
): Promise<void> {
  await inBatches(findings, async (batch) => {
    const text = toJsonText(batch.map(({ reason, evidence, ...row }) => row))
    const evidenceText = toJsonText(
      batch.map(({ id, reason, evidence }) => ({ id, reason, evidence })),
    )
    await sql`
      insert into finding (cluster_id, id, resource_id, rule_no, place_no, evaluation, severity,
        lifecycle, held_lifecycle, own_severity, first_seen, changed_at)
      select ${clusterId}::uuid, id, resource_id, rule_no, place_no, evaluation, severity, lifecycle,
        held_lifecycle, own_severity, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${text}::json) as it(id uuid, resource_id uuid, rule_no integer,
        place_no integer, evaluation smallint, severity smallint, lifecycle smallint,
        held_lifecycle smallint, own_severity smallint)
      on conflict (cluster_id, id) do update set place_no = excluded.place_no,
        evaluation = excluded.evaluation, severity = excluded.severity,
        lifecycle = excluded.lifecycle, held_lifecycle = excluded.held_lifecycle,
        own_severity = excluded.own_severity, changed_at = excluded.changed_at,
        exception_id = null`.execute(db)
    await sql`
      insert into finding_evidence (cluster_id, id, reason, evidence)
      select ${clusterId}::uuid, id, reason, evidence
      from json_to_recordset(${evidenceText}::json) as it(id uuid, reason text, evidence jsonb)
      on conflict (cluster_id, id) do update set reason = excluded.reason,
        evidence = excluded.evidence`.execute(db)
  })
}

export async function markFindingsGone(
  db: Kysely<Tables>,
  { clusterId, at }: CycleContext,
  ids: readonly string[],
): Promise<void> {
  await inBatches(ids, (batch) =>
    sql`
      update finding set lifecycle = ${goneCode}, held_lifecycle = null, changed_at = ${at},
        exception_id = null
      where cluster_id = ${clusterId} and id = any(${batch}::uuid[])`.execute(db),
  )
}

/** From when to when those that come back were not there. Comes before they are written. */
export async function insertAbsences(
  db: Kysely<Tables>,
  { clusterId, at }: CycleContext,
  resourceIds: readonly string[],
): Promise<void> {
  await inBatches(resourceIds, (batch) =>
    sql`
      insert into resource_absence (cluster_id, resource_id, gone_at, back_at)
      select cluster_id, resource_id, gone_at, ${at}::timestamptz from resource
      where cluster_id = ${clusterId} and gone_at is not null
        and resource_id = any(${batch}::uuid[])`.execute(db),
  )
}

export async function upsertResources(
  db: Kysely<Tables>,
  { clusterId, scope, at }: CycleContext,
  resources: readonly ResourceWrite[],
): Promise<void> {
  await inBatches(resources, async (batch) => {
    // Apart, so that the database does not read the data for the columns beside it.
    const text = toJsonText(batch.map(({ data, ...row }) => row))
    const dataText = toJsonText(
      batch.map(({ resource_id, data, hash }) => ({ resource_id, data, hash })),
    )
    await sql`
      insert into resource (cluster_id, resource_id, scope, id, type, sub_type, api_version, name,
        namespace, node, owner, labels, words, failed, passed, unknown, manual, first_seen)
      select ${clusterId}::uuid, resource_id, ${scope}, id, type, sub_type, api_version, name,
        namespace, node, owner, labels, words, failed, passed, unknown, manual, ${at}::timestamptz
      from json_to_recordset(${text}::json) as it(resource_id uuid, id text, type text,
        sub_type text, api_version text, name text, namespace text, node text, owner text,
        labels jsonb, words text, failed integer, passed integer, unknown integer, manual integer)
      on conflict (cluster_id, resource_id) do update set scope = excluded.scope,
        type = excluded.type, sub_type = excluded.sub_type, api_version = excluded.api_version,
        name = excluded.name, namespace = excluded.namespace, node = excluded.node,
        owner = excluded.owner, labels = excluded.labels, words = excluded.words,
        gone_at = null`.execute(db)
    await sql`
      insert into resource_data (cluster_id, resource_id, data, hash, since)
      select ${clusterId}::uuid, resource_id, coalesce(data, 'null'), hash, ${at}::timestamptz
      from json_to_recordset(${dataText}::json) as it(resource_id uuid, data jsonb, hash text)
      on conflict (cluster_id, resource_id) do update set data = excluded.data,
        hash = excluded.hash, since = case when resource_data.hash = excluded.hash
          then resource_data.since else excluded.since end`.execute(db)
  })
}

export async function upsertKeys(
  db: Kysely<Tables>,
  { clusterId, scope }: CycleContext,
  keys: readonly KeyWrite[],
): Promise<void> {
  await inBatches(keys, (batch) =>
    sql`
      insert into resource_key (cluster_id, scope, id, hash, findings)
      select ${clusterId}::uuid, ${scope}, id, hash, findings
      from json_to_recordset(${toJsonText(batch)}::json) as it(id text, hash text, findings jsonb)
      on conflict (cluster_id, scope, id) do update set hash = excluded.hash,
        findings = excluded.findings`.execute(db),
  )
}

/** The resources that this scope no longer has; those that another scope took over stay. */
export async function markResourcesGone(
  db: Kysely<Tables>,
  { clusterId, scope, at }: CycleContext,
  ids: readonly string[],
): Promise<void> {
  await inBatches(ids, async (batch) => {
    await sql`
      update resource set gone_at = ${at}
      where cluster_id = ${clusterId} and scope = ${scope} and id = any(${batch}::text[])
        and gone_at is null`.execute(db)
    await sql`
      delete from resource_key
      where cluster_id = ${clusterId} and scope = ${scope} and id = any(${batch}::text[])`.execute(
      db,
    )
    for (const table of ['resource_link', 'resource_selector']) {
      await sql`
        delete from ${sql.table(table)} where cluster_id = ${clusterId} and resource_id in (
          select resource_id from resource where cluster_id = ${clusterId} and gone_at = ${at}
            and scope = ${scope} and id = any(${batch}::text[]))`.execute(db)
    }
  })
}

/** Which of these resources another scope has by now. */
export async function findTakenOver(
  db: Kysely<Tables>,
  { clusterId, scope }: CycleContext,
  resourceIds: readonly string[],
): Promise<Set<string>> {
  const taken = new Set<string>()
  await inBatches(resourceIds, async (batch) => {
    const { rows } = await sql<{ id: string }>`
      select id from resource where cluster_id = ${clusterId} and scope <> ${scope}
        and resource_id = any(${batch}::uuid[])`.execute(db)
    for (const { id } of rows) taken.add(id)
  })
  return taken
}

/** The benchmark of the scope changed: its findings stand at other numbers now. */
export async function movePlaces(
  db: Kysely<Tables>,
  { clusterId, scope }: CycleContext,
  moves: readonly { rule_no: number; place_no: number }[],
): Promise<void> {
  await sql`
    update finding set place_no = it.place_no
    from json_to_recordset(${toJsonText(moves)}::json) as it(rule_no integer, place_no integer)
    where finding.cluster_id = ${clusterId} and finding.rule_no = it.rule_no
      and finding.resource_id in (
        select resource_id from resource where cluster_id = ${clusterId} and scope = ${scope})`.execute(
    db,
  )
}

export async function addCounts(
  db: Kysely<Tables>,
  clusterId: string,
  changes: readonly CountChange[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into finding_count (cluster_id, place_no, severity, evaluation, n)
    select ${clusterId}::uuid, place_no, severity, evaluation, n
    from json_to_recordset(${toJsonText(changes)}::json)
      as it(place_no integer, severity smallint, evaluation smallint, n integer)
    on conflict (cluster_id, place_no, severity, evaluation)
      do update set n = finding_count.n + excluded.n`.execute(db)
}

/** Counts a cluster's findings anew: after its places moved, and to verify the rollups. */
export async function recount(db: Kysely<Tables>, clusterId: string): Promise<void> {
  await sql`delete from finding_count where cluster_id = ${clusterId}`.execute(db)
  await sql`
    insert into finding_count (cluster_id, place_no, severity, evaluation, n)
    select cluster_id, place_no, severity, evaluation, count(*) from finding
    where cluster_id = ${clusterId} and ${countedSql('lifecycle')}
    group by cluster_id, place_no, severity, evaluation`.execute(db)
}

export async function addResourceCounts(
  db: Kysely<Tables>,
  clusterId: string,
  changes: readonly ResourceCountChange[],
): Promise<void> {
  await inBatches(changes, (batch) =>
    sql`
      update resource set failed = resource.failed + it.failed, passed = resource.passed + it.passed,
        unknown = resource.unknown + it.unknown, manual = resource.manual + it.manual
      from json_to_recordset(${toJsonText(batch)}::json)
        as it(resource_id uuid, failed integer, passed integer, unknown integer, manual integer)
      where resource.cluster_id = ${clusterId} and resource.resource_id = it.resource_id`.execute(
      db,
    ),
  )
}

export interface ScopeWrite {
  node: string | null
  agentVersion: string
  benchmarkId: string | null
  sequence: number
  startedAt: string
  finishedAt: string
  periodMs: number | null
  declaredPeriodMs: number | null
  rulesVersion: string
  settingsVersion: string | null
  coverage: Coverage
  residentBytes: number | null
  /** Absent where it answers no request. */
  answers?: Date
  answeredAt?: Date
}

export async function upsertScope(
  db: Kysely<Tables>,
  { clusterId, scope }: CycleContext,
  write: ScopeWrite,
): Promise<void> {
  const row = { ...write, coverage: toJsonText(write.coverage) }
  await db
    .insertInto('scope')
    .values({ clusterId, scope, ...row })
    .onConflict((conflict) => conflict.columns(['clusterId', 'scope']).doUpdateSet(row))
    .execute()
}
