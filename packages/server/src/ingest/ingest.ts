/** Applies a cycle of an agent: once, in one transaction, writing only what changed. */

import { findingId } from '@evenkeel/benchmarks'
import type { CycleRequest, CycleResponse, DiffRequest, DiffResponse } from '@evenkeel/model'
import { openAttestations } from '../storage/attestation-state.ts'
import { listAttestations } from '../storage/attestations.ts'
import { findCluster, listClusters, updateClusterSighting } from '../storage/clusters.ts'
import { evaluationCode, goneCode, severityCode } from '../storage/codes.ts'
import {
  addCounts,
  addResourceCounts,
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
import { listActiveExceptions } from '../storage/exceptions.ts'
import { ensureMonth } from '../storage/partitions.ts'
import { readEverything } from '../storage/reach.ts'
import type { RuleBook, RuleBookHolder } from '../storage/rule-book.ts'
import {
  lockCluster,
  readScopeHead,
  readScopeState,
  type ScopeState,
} from '../storage/scope-state.ts'
import { insertFlows } from '../storage/score-flows.ts'
import { addOwnerCounts } from '../storage/score-owners.ts'
import { applyToWritten, recountAccepted } from './accept.ts'
import { createFlowCounter } from './flows.ts'
import { createOwnerCounter, readOwners } from './owners.ts'
import { type CyclePlan, findLacking, planCycle, resourceUuid } from './plan.ts'
import { writeResources } from './resources.ts'
import { recordRulesUpdate, recordScores } from './scores.ts'
import { type CountedFinding, createCounter, transitionOf } from './transitions.ts'

export interface IngestHost {
  db: Database
  ruleBook: RuleBookHolder
  now(): Date
}

export async function diffCycle(
  host: IngestHost,
  clusterId: string,
  request: DiffRequest,
): Promise<DiffResponse> {
  return findLacking(await readScopeState(host.db, clusterId, request.scope), request.keys)
}

export type IngestResult = { response: CycleResponse } | { missing: DiffResponse }

const attemptsMax = 5
const notApplied: CycleResponse = { applied: false, findings_changed: 0, resources_changed: 0 }

/**
 * A cycle is known by cluster, scope and sequence: one that is not newer than the last is not applied again.
 * Held against the database outside of the transaction, so that readers of the embedded one wait little;
 * where another process was faster it is held against the new state.
 */
export async function ingestCycle(
  host: IngestHost,
  clusterId: string,
  request: CycleRequest,
): Promise<IngestResult> {
  await ensureMonth(host.db, host.now())
  const book = await host.ruleBook.withRules(
    request.rules,
    new Set(request.keys.flatMap((key) => key.findings.map(([rule]) => rule))),
    request.detected.benchmark,
  )
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const state = await readScopeState(host.db, clusterId, request.scope)
    if (request.sequence <= state.sequence) return { response: notApplied }
    const result = planCycle(state, request)
    if ('missing' in result) return result
    const response = await applyPlan({ host, book, clusterId, request, state, plan: result.plan })
    if (response) return { response }
  }
  throw new Error(
    `Other processes kept applying cycles of ${request.scope}; it is tried again later.`,
  )
}

interface Application {
  host: IngestHost
  book: RuleBook
  clusterId: string
  request: CycleRequest
  state: ScopeState
  plan: CyclePlan
}

/** Undefined where the state is no longer the one of the plan. */
function applyPlan(application: Application): Promise<CycleResponse | undefined> {
  const { host, clusterId, request, state } = application
  return host.db.transaction().execute(async (transaction) => {
    await lockCluster(transaction, clusterId)
    const head = await readScopeHead(transaction, clusterId, request.scope)
    if ((head?.sequence ?? 0) !== state.sequence) return undefined
    const cluster = await findCluster(transaction, clusterId)
    if (!cluster) throw new Error('The cluster was removed while its cycle was applied.')
    // Two cycles of a cluster never share a time, so that the log of changes has one order.
    const after = (cluster.lastEvaluatedAt?.getTime() ?? 0) + 1
    const at = new Date(Math.max(host.now().getTime(), after))
    const context = { clusterId, scope: request.scope, at }
    return await write(transaction, context, application)
  })
}

async function write(
  db: Database,
  context: CycleContext,
  application: Application,
): Promise<CycleResponse> {
  const { request, state, plan } = application
  const hasNewRules = state.sequence > 0 && state.rulesVersion !== rulesVersionOf(request)
  await writeResources(db, context, { keys: request.keys, rows: plan.resources })
  const hasMoved = state.sequence > 0 && state.benchmarkId !== request.detected.benchmark
  if (hasMoved) await moveScope(db, context, application)
  const { changed, ids } = await writeFindings(db, context, application)
  await upsertKeys(db, context, plan.keys)
  await markResourcesGone(db, context, plan.goneResources)
  if (hasMoved) await recount(db, context.clusterId)
  await acceptWritten(db, context, application, ids)
  await writeScope(db, context, application)
  if (hasNewRules) await recordRulesUpdate(db, context, rulesVersionOf(request))
  await recordScores(db, context, application.book)
  return {
    applied: true,
    findings_changed: changed,
    resources_changed: plan.resources.length + plan.goneResources.length,
  }
}

async function moveScope(
  db: Database,
  context: CycleContext,
  { host, book, request }: Application,
) {
  const rules = new Set(request.keys.flatMap((key) => key.findings.map(([rule]) => rule)))
  const moves = [...rules].flatMap((ruleId) => {
    const place = host.ruleBook.placeOf(book, ruleId, request.detected.benchmark)
    return place ? [{ rule_no: place.ruleNo, place_no: place.placeNo }] : []
  })
  await movePlaces(db, context, moves)
}

/** Answers how many findings changed, and which were written. */
async function writeFindings(
  db: Database,
  context: CycleContext,
  { host, book, request, plan }: Application,
): Promise<{ changed: number; ids: string[] }> {
  const { clusterId } = context
  const gone = await findGoneIds(db, context, plan)
  const ids = plan.findings.map((row) => findingId(clusterId, row.resource_id, row.rule_id))
  const held = await readFindings(db, clusterId, [...ids, ...gone])
  const counter = createCounter()
  const flows = createFlowCounter()
  const owners = createOwnerCounter(
    await readOwners(db, clusterId, [
      ...plan.findings.map((row) => resourceUuid(clusterId, row.resource_id)),
      ...[...held.values()].map((it) => it.resourceId),
    ]),
  )
  const move = (before: HeldFinding | undefined, after: CountedFinding | undefined) => {
    if (before) counter.lose(before)
    if (after) counter.gain(after)
    flows.move(before, after)
    owners.move(before, after)
  }
  const changes: ChangeWrite[] = []
  const writes = plan.findings.map((row, index): FindingWrite => {
    const id = ids[index] ?? ''
    const place = host.ruleBook.placeOf(book, row.rule_id, request.detected.benchmark)
    if (!place) throw new Error(`The rule ${row.rule_id} has no place in the rule book.`)
    const evaluation = evaluationCode(row.evaluation)
    const severity = severityCode(row.severity)
    const before = held.get(id)
    const { kind, lifecycle } = transitionOf(before, evaluation)
    const resourceId = resourceUuid(clusterId, row.resource_id)
    if (before) changes.push({ id, kind, evaluation })
    move(before, { resourceId, placeNo: place.placeNo, evaluation, severity })
    return {
      id,
      resource_id: resourceId,
      rule_no: place.ruleNo,
      place_no: place.placeNo,
      evaluation,
      severity,
      lifecycle,
      reason: row.reason,
      evidence: row.evidence,
    }
  })
  const left = gone.flatMap((id) => held.get(id) ?? []).filter((it) => it.lifecycle !== goneCode)
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
  await addCounts(db, clusterId, counter.counts())
  await addResourceCounts(db, clusterId, counter.resources())
  await addOwnerCounts(db, clusterId, owners.counts())
  await insertFlows(db, context, flows.flows())
  return { changed: writes.length + left.length, ids }
}

/** What was written may have come under an exception; a resource that changed may bring all its findings under one. */
async function acceptWritten(
  db: Database,
  context: CycleContext,
  { host, book, request, plan }: Application,
  ids: readonly string[],
): Promise<void> {
  const now = host.now()
  const exceptions = await listActiveExceptions(db, now)
  const { clusterId } = context
  // Findings that were written anew may have left an exception that has ended since.
  if (exceptions.length === 0) return await recountAccepted(db, clusterId)
  const changed = new Set(plan.resources.map((row) => row.id))
  const touched = request.keys
    .filter((key) => changed.has(key.id))
    .flatMap((key) => key.findings.map(([rule]) => findingId(clusterId, key.id, rule)))
  const clusters = await listClusters(readEverything(db))
  const attestations = openAttestations(await listAttestations(readEverything(db)), now)
  const world = { book, clusters, exceptions, attestations, now: now.getTime() }
  await applyToWritten(db, world, { clusterId, ids: [...new Set([...ids, ...touched])] })
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
    coverage: request.coverage,
    residentBytes: agent.resident_bytes ?? null,
  })
  await updateClusterSighting(db, context.clusterId, {
    provider: detected.provider,
    kubernetesVersion: detected.kubernetes_version,
    benchmarkId: detected.benchmark,
    nodes: request.nodes,
    at: context.at,
  })
}
