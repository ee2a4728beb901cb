/** What a request makes of the settings that there are; nothing is written. */

import { randomUUID } from 'node:crypto'
import {
  findParameterMistake,
  type PreviewRulesRequest,
  type RuleSetting,
  type SettingScope,
  scopeKey,
} from '@evenkeel/model'
import type { World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import type { SettingValues } from '../storage/tables.ts'

export interface SettingPlan {
  /** All settings as they are afterwards. */
  after: RuleSetting[]
  changes: { before: RuleSetting | undefined; after: RuleSetting | undefined; scope: ScopedRule }[]
}

type ScopedRule = SettingScope & { rule_id: string }

export interface Author {
  by: string
  now: Date
  reason: string
}

/** Throws ProblemError where the request names what there is not. */
export function planSettings(
  world: Pick<World, 'book' | 'clusters'>,
  settings: readonly RuleSetting[],
  request: PreviewRulesRequest,
  author: Author,
): SettingPlan {
  refuseUnknown(world, request)
  const wanted = request.rule_ids.map((ruleId) => {
    const scope = { rule_id: ruleId, ...scopeOf(request) }
    const before = settings.find(
      (it) => it.rule_id === ruleId && scopeKey(it) === scopeKey(request),
    )
    return { before, after: changeOf(before, scope, request, author), scope }
  })
  return applyChanges(settings, wanted)
}

/** Only what differs. */
export function applyChanges(
  settings: readonly RuleSetting[],
  wanted: SettingPlan['changes'],
): SettingPlan {
  const changes = wanted.filter(({ before, after }) => !isSame(before, after))
  const replaced = new Set(changes.map(({ before }) => before?.id))
  const kept = settings.filter((it) => !replaced.has(it.id))
  return { after: [...kept, ...changes.flatMap(({ after }) => after ?? [])], changes }
}

export function scopeOf({ cluster_id, cluster_labels }: SettingScope): SettingScope {
  return { cluster_id, cluster_labels }
}

export function valuesOf({ state, severity, parameters }: SettingValues): SettingValues {
  return { state, severity, parameters }
}

/** Undefined where it says nothing any more. */
function changeOf(
  before: RuleSetting | undefined,
  scope: ScopedRule,
  request: PreviewRulesRequest,
  author: Author,
): RuleSetting | undefined {
  if (request.is_removal) return undefined
  const values = {
    state: request.state === undefined ? (before?.state ?? null) : request.state,
    severity: request.severity === undefined ? (before?.severity ?? null) : request.severity,
    parameters: request.parameters ?? before?.parameters ?? {},
  }
  return writeSetting(before, { ...scope, ...values }, author)
}

export function writeSetting(
  before: RuleSetting | undefined,
  values: ScopedRule & SettingValues,
  { by, now, reason }: Author,
): RuleSetting | undefined {
  const { state, severity, parameters } = values
  if (state === null && severity === null && Object.keys(parameters).length === 0) return undefined
  const at = now.toISOString()
  return {
    id: before?.id ?? randomUUID(),
    rule_id: values.rule_id,
    ...scopeOf(values),
    ...valuesOf(values),
    reason,
    created_at: before?.created_at ?? at,
    created_by: before?.created_by ?? by,
    updated_at: at,
    updated_by: by,
  }
}

function isSame(a: RuleSetting | undefined, b: RuleSetting | undefined): boolean {
  if (!a || !b) return a === b
  return a.reason === b.reason && JSON.stringify(valuesOf(a)) === JSON.stringify(valuesOf(b))
}

export function refuseUnknown(
  { book, clusters }: Pick<World, 'book' | 'clusters'>,
  request: PreviewRulesRequest,
): void {
  const { cluster_id, cluster_labels, rule_ids, parameters = {} } = request
  if (cluster_id !== null && !clusters.some((it) => it.clusterId === cluster_id)) {
    throw new ProblemError(400, `There is no cluster "${cluster_id}".`, '/cluster_id')
  }
  if (cluster_id !== null && Object.keys(cluster_labels).length > 0) {
    throw new ProblemError(400, 'Name one cluster or labels of clusters, not both.', '/cluster_id')
  }
  for (const [index, ruleId] of rule_ids.entries()) {
    const rule = book.rules.get(ruleId)?.rule
    if (!rule) throw new ProblemError(400, `There is no rule "${ruleId}".`, `/rule_ids/${index}`)
    const mistake = findParameterMistake(rule, parameters)
    if (mistake) throw new ProblemError(400, mistake.message, `/parameters/${mistake.name}`)
  }
}
