/** Writes what a cycle changes of what is there, and brings rollups, scores and the head of the scope in step. */

import { findingId } from '@evenkeel/benchmarks'
import type { CycleRequest } from '@evenkeel/model'
import { updateClusterSighting } from '../storage/clusters.ts'
import { evaluationCode, goneCode } from '../storage/codes.ts'
import {
  type ChangeWrite,
  type CycleContext,
  type FindingWrite,
  findTakenOver,
  type HeldFinding,
  insertChanges,
  markFindingsGone,
  markResourcesGone,
  movePlaces,
  readFindings,
  recount,
  upsertFindings,
  upsertKeys,
  upsertScope,
} from '../storage/cycle-rows.ts'
import type { Database } from '../storage/database.ts'
import type { RuleBook, RuleBookHolder } from '../storage/rule-book.ts'
import type { ScopeState } from '../storage/scope-state.ts'
import type { Owner } from '../storage/score-owners.ts'
import { openAcceptance, recountAccepted } from './accept.ts'
import { type ClusterSettings, rate } from './cluster-settings.ts'
import type { PlaceOf } from './fresh.ts'
import { readOwners } from './owners.ts'
import { type CyclePlan, resourceUuid } from './plan.ts'
import { writeResources } from './resources.ts'
import { writeRollups } from './rollups.ts'
import { recordRulesUpdate, recordScores } from './scores.ts'
import type { CycleTally } from './tally.ts'
import { type CountedFinding, placeInStory, transitionOf } from './transitions.ts'

/** A cycle and the state that its plan was made for. */
export interface Application {
  ruleBook: RuleBookHolder
  book: RuleBook
  now: Date
  clusterId: string
  request: CycleRequest
  state: ScopeState
  settings: ClusterSettings
  plan: CyclePlan
}

/** What was written before: sums that go into the rollups, and findings that exceptions may accept. */
export interface Written {
  tally: CycleTally
  ids: readonly string[]
}

/** The scope is held against another benchmark than before. */
export function hasMoved({ state, request }: Application): boolean {
  return state.sequence > 0 && state.benchmarkId !== request.detected.benchmark
}

export function placesOf({ ruleBook, book, request }: Application): PlaceOf {
  return (ruleId) => {
    const place = ruleBook.placeOf(book, ruleId, request.detected.benchmark)
    if (!place) throw new Error(`The rule ${ruleId} has no place in the rule book.`)
    return place
  }
}

/** Answers how many findings went. */
export async function writeCycle(
  db: Database,
  context: CycleContext,
  application: Application,
  { tally, ids: writtenIds }: Written,
): Promise<number> {
  const { request, state, plan } = application
  const hasNewRules = state.sequence > 0 && state.rulesVersion !== rulesVersionOf(request)
  await writeResources(db, context, { keys: request.keys, rows: plan.resources })
  if (hasMoved(application)) await moveScope(db, context, application)
  const { gone, ids } = await writeFindings(db, context, application, tally)
  await writeRollups(db, context, tally)
  await upsertKeys(db, context, plan.keys)
  await markResourcesGone(db, context, plan.goneResources)
  if (hasMoved(application)) await recount(db, context.clusterId)
  await acceptWritten(db, application, [...writtenIds, ...ids])
  await writeScope(db, context, application)
  if (hasNewRules) await recordRulesUpdate(db, context, rulesVersionOf(request))
  await recordScores(db, context, application.book)
  return gone
}

async function moveScope(db: Database, context: CycleContext, application: Application) {
  const { ruleBook, book, request, settings } = application
  const off = [...settings.rules.keys()].filter(settings.isDisabled)
  const rules = new Set([
    ...request.keys.flatMap((key) => key.findings.map(([rule]) => rule)),
    ...off,
  ])
  const moves = [...rules].flatMap((ruleId) => {
    const place = ruleBook.placeOf(book, ruleId, request.detected.benchmark)
    return place ? [{ rule_no: place.ruleNo, place_no: place.placeNo }] : []
  })
  await movePlaces(db, context, moves)
}

/** Answers how many findings went, and which were written. */
async function writeFindings(
  db: Database,
  context: CycleContext,
  application: Application,
  tally: CycleTally,
): Promise<{ gone: number; ids: string[] }> {
  const { clusterId } = context
  const { plan, settings } = application
  const goneIds = await findGoneIds(db, context, plan)
  const ids = plan.findings.map((row) => findingId(clusterId, row.resource_id, row.rule_id))
  const held = await readFindings(db, clusterId, [...ids, ...goneIds])
  const owners = await readOwners(db, clusterId, [
    ...plan.findings.map((row) => resourceUuid(clusterId, row.resource_id)),
    ...[...held.values()].map((it) => it.resourceId),
  ])
  const move = (before: HeldFinding | undefined, after: CountedFinding | undefined) => {
    const owner = owners.get((after ?? before)?.resourceId ?? '')
    tally.move(owner ?? nobody, before, after)
  }
  const changes: ChangeWrite[] = []
  const placeOf = placesOf(application)
  const writes = plan.findings.map((row, index): FindingWrite => {
    const id = ids[index] ?? ''
    const place = placeOf(row.rule_id)
    const evaluation = evaluationCode(row.evaluation)
    const { severity, own_severity } = rate(settings, row)
    const isOff = settings.isDisabled(row.rule_id)
    const before = held.get(id)
    const { kind, lifecycle } = transitionOf(before, evaluation)
    const resourceId = resourceUuid(clusterId, row.resource_id)
    if (before) changes.push({ id, kind, evaluation: isOff ? null : evaluation })
    const counted = { resourceId, placeNo: place.placeNo, evaluation, severity }
    move(before, isOff ? undefined : counted)
    return {
      id,
      resource_id: resourceId,
      rule_no: place.ruleNo,
      place_no: place.placeNo,
      evaluation,
      severity,
      own_severity,
      ...placeInStory(lifecycle, isOff),
      reason: row.reason,
      evidence: row.evidence,
    }
  })
  const left = goneIds.flatMap((id) => held.get(id) ?? []).filter((it) => it.lifecycle !== goneCode)
  for (const it of left) {
    move(it, undefined)
    changes.push({ id: it.id, kind: 'gone', evaluation: null })
  }
  await insertChanges(db, context, changes)
  await upsertFindings(db, context, writes)
  await markFindingsGone(
    db,
    context,
    left.map((it) => it.id),
  )
  return { gone: left.length, ids }
}

const nobody: Owner = { namespace: '', owner: '' }

/** What was written may have come under an exception; a resource that changed may bring all its findings under one. */
async function acceptWritten(
  db: Database,
  application: Application,
  ids: readonly string[],
): Promise<void> {
  const { clusterId, request, plan } = application
  const acceptance = await openAcceptance(db, application)
  if (acceptance) {
    const changed = new Set(plan.resources.map((row) => row.id))
    const touched = request.keys
      .filter((key) => changed.has(key.id))
      .flatMap((key) => key.findings.map(([rule]) => findingId(clusterId, key.id, rule)))
    await acceptance.markAnew(db, clusterId, [...new Set([...ids, ...touched])])
  }
  // Findings that were written anew may have left an exception that has ended since.
  await recountAccepted(db, clusterId)
}

/** A resource that another scope reports by now does not go with this one. */
async function findGoneIds(
  db: Database,
  context: CycleContext,
  plan: CyclePlan,
): Promise<string[]> {
  if (plan.goneFindings.length === 0) return []
  const { clusterId } = context
  const uuids = plan.goneResources.map((id) => resourceUuid(clusterId, id))
  const taken = await findTakenOver(db, context, uuids)
  return plan.goneFindings
    .filter(([resource]) => !taken.has(resource))
    .map(([resource, rule]) => findingId(clusterId, resource, rule))
}

/** An agent that does not name its rules brings those of its version. */
function rulesVersionOf(request: CycleRequest): string {
  return request.rules_version ?? `of agent ${request.agent.version}`
}

/** A part of a scope answers no request to look at all of it, and an earlier answer stays. */
function answerOf({ is_complete, answers, finished_at }: CycleRequest) {
  const isAnswer = is_complete && answers !== undefined && !Number.isNaN(Date.parse(answers))
  return isAnswer ? { answers: new Date(answers), answeredAt: new Date(finished_at) } : {}
}

async function writeScope(db: Database, context: CycleContext, { request, state }: Application) {
  const { agent, detected } = request
  const startedAt = new Date(request.started_at)
  const periodMs =
    state.startedAt && request.is_complete ? startedAt.getTime() - state.startedAt.getTime() : null
  await upsertScope(db, context, {
    node: agent.node,
    agentVersion: agent.version,
    benchmarkId: detected.benchmark,
    sequence: request.sequence,
    startedAt: request.started_at,
    finishedAt: request.finished_at,
    periodMs: periodMs !== null && periodMs > 0 ? periodMs : null,
    declaredPeriodMs: request.period_ms ?? null,
    rulesVersion: rulesVersionOf(request),
    settingsVersion: request.settings_version ?? null,
    coverage: request.coverage,
    residentBytes: agent.resident_bytes ?? null,
    ...answerOf(request),
  })
  await updateClusterSighting(db, context.clusterId, {
    provider: detected.provider,
    kubernetesVersion: detected.kubernetes_version,
    benchmarkId: detected.benchmark,
    nodes: request.nodes,
    at: context.at,
  })
}
