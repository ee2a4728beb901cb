/** Sets rules, changes and takes away settings, lists them and their history. */

import {
  type PreviewRulesRequest,
  type RuleSetting,
  type RuleSettingChange,
  type RuleSettingValues,
  type SetRulesRequest,
  scopeKey,
} from '@evenkeel/model'
import { type WritingHost, writeOnRecord } from '../http/audit.ts'
import type { World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { settleAll } from '../ingest/settle.ts'
import type { Database } from '../storage/database.ts'
import {
  deleteRuleSettings,
  findRuleSetting,
  insertSettingChanges,
  listRuleSettings,
  listSettingChanges,
  lockRuleSettings,
  upsertRuleSettings,
} from '../storage/rule-settings.ts'
import {
  applyChanges,
  planSettings,
  refuseUnknown,
  type SettingPlan,
  valuesOf,
  writeSetting,
} from './plan.ts'

/** What these rules have at the scope afterwards. */
export async function setRules(
  host: WritingHost,
  world: World,
  {
    request,
    by,
    held,
  }: {
    request: SetRulesRequest
    by: string
    /** What the caller has seen of all rules; undefined where that does not matter to them. */
    held?: readonly RuleSetting[] | undefined
  },
): Promise<RuleSetting[]> {
  const { state, severity, parameters } = request
  if (state === undefined && severity === undefined && parameters === undefined) {
    throw new ProblemError(400, 'Say what to set: state, severity or parameters.', '/state')
  }
  const reason = readReason(request.reason)
  const author = { by, now: host.now(), reason }
  const written = await write(host, author, (settings) => {
    if (held) refuseOthers(request.rule_ids, held, settings)
    return planSettings(world, settings, request, author)
  })
  const key = scopeKey(request)
  return written.after.filter((it) => request.rule_ids.includes(it.rule_id) && scopeKey(it) === key)
}

/** Undefined where the new values say nothing, so that there is no setting any more. */
export async function replaceSetting(
  host: WritingHost,
  world: World,
  { id, values, by }: { id: string; values: RuleSettingValues; by: string },
): Promise<RuleSetting | undefined> {
  const held = await readSetting(world, id)
  const request: PreviewRulesRequest = { ...held, ...values, rule_ids: [held.rule_id] }
  refuseUnknown(world, request)
  const author = { by, now: host.now(), reason: readReason(values.reason) }
  let isLeft = true
  const record = async (db: Database) => await host.record?.(db, isLeft ? 200 : 204)
  const { after } = await write({ ...host, record }, author, (settings) => {
    const before = settings.find((it) => it.id === id)
    refuseChanged(held, before)
    const next = writeSetting(before, { ...before, ...valuesOf(values) }, author)
    isLeft = next !== undefined
    return applyChanges(settings, [{ before, after: next, scope: before }])
  })
  return after.find((it) => it.id === id)
}

export async function removeSetting(
  host: WritingHost,
  world: World,
  { id, by }: { id: string; by: string },
): Promise<void> {
  const held = await readSetting(world, id)
  const author = { by, now: host.now(), reason: 'Taken away.' }
  await write(host, author, (settings) => {
    const before = settings.find((it) => it.id === id)
    refuseChanged(held, before)
    return applyChanges(settings, [{ before, after: undefined, scope: before }])
  })
}

/** Somebody may have been faster between reading and writing. */
function refuseChanged(
  held: RuleSetting,
  now: RuleSetting | undefined,
): asserts now is RuleSetting {
  if (now?.updated_at === held.updated_at) return
  throw changedMeanwhile()
}

/** The same as refuseChanged, for all settings of some rules. */
function refuseOthers(
  ruleIds: readonly string[],
  held: readonly RuleSetting[],
  now: readonly RuleSetting[],
): void {
  const ids = new Set(ruleIds)
  const textOf = (settings: readonly RuleSetting[]) =>
    JSON.stringify(settings.filter((it) => ids.has(it.rule_id)))
  if (textOf(held) === textOf(now)) return
  throw changedMeanwhile()
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    412,
    'It was changed by somebody meanwhile; read it again and then write.',
    'if-match',
  )
}

export async function readSetting(world: World, id: string): Promise<RuleSetting> {
  const setting = await findRuleSetting(world.db, id)
  if (!setting) throw new ProblemError(404, `There is no setting ${id}.`)
  return setting
}

export async function describeHistory(
  world: World,
  { rule, last }: { rule?: string; last?: boolean },
): Promise<RuleSettingChange[]> {
  const changes = await listSettingChanges(world.db, {
    ruleId: rule?.replaceAll('\0', '\ufffd'),
    isLastOnly: last === true,
  })
  return changes.map((it) => ({ ...it, at: it.at.toISOString() }))
}

interface Author {
  by: string
  now: Date
  reason: string
}

/** The settings and their log at once; then the findings, cluster by cluster, which a cycle would do as well. */
async function write(
  host: WritingHost,
  author: Author,
  plan: (settings: RuleSetting[]) => SettingPlan,
): Promise<SettingPlan> {
  const written = await writeOnRecord(host, async (transaction) => {
    await lockRuleSettings(transaction)
    const planned = plan(await listRuleSettings(transaction))
    await writePlan(transaction, planned, author)
    return planned
  })
  if (written.changes.length > 0) {
    const changed = await settleAll(host, describeChanges(written, author))
    host.events.publish({ kind: 'rules', cluster: '' })
    for (const cluster of changed) host.events.publish({ kind: 'cycle', cluster })
  }
  return written
}

async function writePlan(
  db: Database,
  { changes }: SettingPlan,
  { by, now, reason }: Author,
): Promise<void> {
  await upsertRuleSettings(
    db,
    changes.flatMap(({ after }) => (after ? [{ ...after, scopeKey: scopeKey(after) }] : [])),
  )
  await deleteRuleSettings(
    db,
    changes.flatMap(({ before, after }) => (before && !after ? [before.id] : [])),
  )
  await insertSettingChanges(
    db,
    changes.map(({ before, after, scope }) => ({
      at: now,
      by,
      rule_id: scope.rule_id,
      cluster_id: scope.cluster_id,
      cluster_labels: scope.cluster_labels,
      reason,
      before: before ? valuesOf(before) : null,
      after: after ? valuesOf(after) : null,
    })),
  )
}

const namedMax = 3

function describeChanges({ changes }: SettingPlan, { by, reason }: Author): string {
  const names = changes.map(({ scope }) => scope.rule_id)
  const named = names.slice(0, namedMax).join(', ')
  const more = names.length > namedMax ? ` and ${names.length - namedMax} more` : ''
  const first = changes[0]?.after
  const what = first?.state ?? (first?.severity ? `rated ${first.severity}` : 'set anew')
  return `${named}${more} ${what} by ${by}: ${reason}`
}

/** PostgreSQL knows no NUL in text. */
function readReason(text: string): string {
  const reason = text.replaceAll('\0', '\ufffd').trim()
  if (reason === '') throw new ProblemError(400, 'Say why, for those who come after.', '/reason')
  return reason
}
