/** Reads and writes what people set for rules, and the log of that. */

import type { RuleSetting } from '@evenkeel/model'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { ReadDatabase } from './reach.ts'
import { toJsonText } from './sanitize.ts'
import type { SettingValues, Tables } from './tables.ts'

export type RuleSettingRow = Selectable<Tables['ruleSetting']>

/** By rule, then in the order in which they were made. */
export async function listRuleSettings(
  db: ReadDatabase | Kysely<Tables>,
  ruleId?: string,
): Promise<RuleSetting[]> {
  const all = db.selectFrom('ruleSetting').selectAll()
  const query = ruleId === undefined ? all : all.where('ruleId', '=', ruleId)
  const rows = await query.orderBy('ruleId').orderBy('createdAt').orderBy('settingId').execute()
  return rows.map(describeSetting)
}

export async function findRuleSetting(
  db: ReadDatabase,
  settingId: string,
): Promise<RuleSetting | undefined> {
  const query = db.selectFrom('ruleSetting').selectAll().where('settingId', '=', settingId)
  const row = await query.executeTakeFirst()
  return row && describeSetting(row)
}

function describeSetting(row: RuleSettingRow): RuleSetting {
  return {
    id: row.settingId,
    rule_id: row.ruleId,
    cluster_id: row.clusterId,
    cluster_labels: row.clusterLabels,
    state: row.state,
    severity: row.severity,
    parameters: row.parameters,
    reason: row.reason,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    updated_at: row.updatedAt.toISOString(),
    updated_by: row.updatedBy,
  }
}

/** One for each rule and scope: whoever comes second changes the first. */
export async function upsertRuleSettings(
  db: Kysely<Tables>,
  rows: readonly (RuleSetting & { scopeKey: string })[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into rule_setting (setting_id, rule_id, cluster_id, cluster_labels, scope_key, state,
      severity, parameters, reason, created_at, created_by, updated_at, updated_by)
    select id, rule_id, cluster_id, cluster_labels, "scopeKey", state, severity, parameters, reason,
      created_at, created_by, updated_at, updated_by
    from json_to_recordset(${toJsonText(rows)}::json) as it(id uuid, rule_id text, cluster_id uuid,
      cluster_labels jsonb, "scopeKey" text, state text, severity text, parameters jsonb,
      reason text, created_at timestamptz, created_by text, updated_at timestamptz,
      updated_by text)
    on conflict (rule_id, scope_key) do update set state = excluded.state,
      severity = excluded.severity, parameters = excluded.parameters, reason = excluded.reason,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(db)
}

export async function deleteRuleSettings(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await db.deleteFrom('ruleSetting').where('settingId', 'in', ids).execute()
}

/** Writers of settings come one after another, over all processes; let go when the transaction ends. */
export async function lockRuleSettings(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rule_setting', 0))`.execute(db)
}

export interface SettingChange {
  at: Date
  by: string
  rule_id: string
  cluster_id: string | null
  cluster_labels: Record<string, string>
  reason: string
  before: SettingValues | null
  after: SettingValues | null
}

export async function insertSettingChanges(
  db: Kysely<Tables>,
  changes: readonly SettingChange[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into rule_setting_change (at, by, rule_id, cluster_id, cluster_labels, reason, before, after)
    select at, by, rule_id, cluster_id, cluster_labels, reason,
      nullif(before, 'null'::jsonb), nullif(after, 'null'::jsonb)
    from json_to_recordset(${toJsonText(changes)}::json) as it(at timestamptz, by text, rule_id text,
      cluster_id uuid, cluster_labels jsonb, reason text, before jsonb, after jsonb)`.execute(db)
}

const changesMax = 500
const lastChangesMax = 5000

/** Latest first; of each rule the last one alone, where that is asked for. */
export async function listSettingChanges(
  db: ReadDatabase,
  { ruleId, isLastOnly }: { ruleId: string | undefined; isLastOnly: boolean },
): Promise<SettingChange[]> {
  const all = db.selectFrom('ruleSettingChange').selectAll()
  const asked = ruleId === undefined ? all : all.where('ruleId', '=', ruleId)
  const lastIds = db
    .selectFrom('ruleSettingChange')
    .select((it) => it.fn.max('changeId').as('changeId'))
    .groupBy('ruleId')
  const query = isLastOnly
    ? asked.where('changeId', 'in', lastIds).limit(lastChangesMax)
    : asked.limit(changesMax)
  const rows = await query.orderBy('changeId', 'desc').execute()
  return rows.map(
    ({ at, by, ruleId: rule_id, clusterId, clusterLabels, reason, before, after }) => ({
      at,
      by,
      rule_id,
      cluster_id: clusterId,
      cluster_labels: clusterLabels,
      reason,
      before,
      after,
    }),
  )
}
