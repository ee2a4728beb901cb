/** Applies a cycle of an agent: once, as a whole, writing only what changed. */

import type { CycleRequest, CycleResponse, DiffRequest, DiffResponse } from '@evenkeel/model'
import { findCluster } from '../storage/clusters.ts'
import type { CycleContext } from '../storage/cycle-rows.ts'
import type { Database, Store } from '../storage/database.ts'
import { addAccepted } from '../storage/exceptions.ts'
import { ensureMonth } from '../storage/partitions.ts'
import { openLoad } from '../storage/prepared-load.ts'
import type { RuleBookHolder } from '../storage/rule-book.ts'
import { isStoredAsIs } from '../storage/sanitize.ts'
import {
  inTurn,
  lockCluster,
  readScopeHead,
  readScopeIds,
  readScopeState,
  type ScopeState,
} from '../storage/scope-state.ts'
import { openAcceptance } from './accept.ts'
import { type ClusterSettings, readClusterSettings, toAgentSettings } from './cluster-settings.ts'
import { writeFresh } from './fresh.ts'
import { joinParts, type SplitPlan, splitPlan } from './parts.ts'
import { findLacking, planCycle, resourceUuid } from './plan.ts'
import { findKnown } from './resources.ts'
import { timeOfChange } from './rollups.ts'
import { createTally } from './tally.ts'
import { type Application, hasMoved, placesOf, writeCycle } from './write-cycle.ts'

export interface IngestHost {
  db: Database
  store: Pick<Store, 'kind' | 'quiet'>
  ruleBook: RuleBookHolder
  now(): Date
  /** So many rows of a large cycle are written at once; tests take fewer than usual. */
  rowsPerPart?: number | undefined
}

export async function diffCycle(
  host: IngestHost,
  clusterId: string,
  request: DiffRequest,
): Promise<DiffResponse> {
  const { scope, keys } = request
  const ids = keys.map(({ id }) => id)
  return findLacking(await readScopeState(host.db, { clusterId, scope, ids }), keys)
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
  const { db, ruleBook, now } = host
  return await inTurn(db, clusterId, async () => {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const { state, lost } = await readState(db, clusterId, request)
      const settings = await readSettings(db, clusterId)
      const hint = { settings_version: toAgentSettings(settings).version }
      const { sequence } = state
      if (request.sequence <= sequence) return { response: { ...notApplied, sequence, ...hint } }
      const result = planCycle(state, request, { isOff: settings.isDisabled, lost })
      if ('missing' in result) return result
      const { plan } = result
      const held = { book, clusterId, request, state, settings, plan }
      const application = { ruleBook, now: now(), ...held }
      const response = await apply(host, application)
      if (response) return { response: { ...response, ...hint } }
    }
    throw new Error(
      `Other processes kept applying cycles of ${request.scope}; it is tried again later.`,
    )
  })
}

/** Of the scope what the request is about, and which resources it takes for present that are not there. */
async function readState(
  db: Database,
  clusterId: string,
  { scope, is_complete, keys, gone, present }: CycleRequest,
): Promise<{ state: ScopeState; lost: string[] }> {
  const of = { clusterId, scope }
  const named = [...keys.map(({ id }) => id), ...gone]
  if (!is_complete) return { state: await readScopeState(db, { ...of, ids: named }), lost: [] }
  // What a complete cycle does not name is gone, so that it is held against all there is.
  if (!present) return { state: await readScopeState(db, of), lost: [] }
  const held = await readScopeIds(db, of)
  const there = new Set(present)
  const absent = [...held].filter((id) => !there.has(id))
  const state = await readScopeState(db, { ...of, ids: [...named, ...absent] })
  return { state, lost: present.filter((id) => !held.has(id)) }
}

/** Undefined where the state is no longer the one of the plan. */
async function apply(
  host: IngestHost,
  application: Application,
): Promise<CycleResponse | undefined> {
  const { db, store } = host
  if (store.kind === 'embedded' && canBePrepared(application)) {
    const split = await splitFresh(db, application, host.rowsPerPart)
    if (split.parts.length > 1) return await applyInParts(host, application, split)
  }
  return await db.transaction().execute(async (transaction) => {
    await lockCluster(transaction, application.clusterId)
    if (await isOutdated(transaction, application)) return undefined
    const context = await openContext(transaction, application)
    const { parts, rest } = await splitFresh(transaction, application, host.rowsPerPart)
    const tally = createTally()
    const ids: string[] = []
    for (const part of parts) {
      const { settings } = application
      const fresh = { part, placeOf: placesOf(application), settings, tally }
      ids.push(...(await writeFresh(transaction, context, fresh)))
    }
    const left = { ...application, plan: rest }
    return respond(application, await writeCycle(transaction, context, left, { tally, ids }))
  })
}

/** With nobody else there: a part costs as much as some fifty rows. */
const partsAtOnce = 5

/** The embedded database has one connection: readers come in between the parts and see none of them. */
async function applyInParts(
  { db, store }: IngestHost,
  application: Application,
  { parts, rest }: SplitPlan,
): Promise<CycleResponse | undefined> {
  const { clusterId, request, settings } = application
  const context = await openContext(db, application)
  const acceptance = await openAcceptance(db, application)
  const tally = createTally()
  const load = openLoad(db, { clusterId, scope: request.scope, sequence: request.sequence })
  try {
    for (let next = 0; next < parts.length; ) {
      const count = (await store.quiet()) ? 1 : partsAtOnce
      const part = joinParts(parts.slice(next, next + count))
      next += count
      await load.prepare(async (transaction) => {
        const fresh = { part, placeOf: placesOf(application), settings, tally }
        const ids = await writeFresh(transaction, context, fresh)
        await acceptance?.mark(transaction, clusterId, ids)
      })
    }
    await store.quiet()
    return await load.finish(async (transaction) => {
      // Settings that came meanwhile wait for their turn.
      const head = await readScopeHead(transaction, clusterId, request.scope)
      if ((head?.sequence ?? 0) !== application.state.sequence)
        throw new Error('The scope changed in turn.')
      const left = { ...application, plan: rest }
      const gone = await writeCycle(transaction, context, left, { tally, ids: [] })
      await addAccepted(transaction, clusterId, acceptance?.counts() ?? [])
      return respond(application, gone)
    })
  } catch (error) {
    await load.abandon()
    throw error
  }
}

function respond({ plan }: Application, goneFindings: number): CycleResponse {
  return {
    applied: true,
    findings_changed: plan.findings.length + goneFindings,
    resources_changed: plan.resources.length + plan.goneResources.length,
  }
}

/** Parts never wait for each other: no two rows have the same key, and nothing that is there is touched. */
function canBePrepared(application: Application): boolean {
  return !hasMoved(application) && application.plan.keys.every((key) => isStoredAsIs(key.id))
}

async function splitFresh(
  db: Database,
  { clusterId, state, plan }: Application,
  rowsPerPart: number | undefined,
): Promise<SplitPlan> {
  const ids = plan.resources.map((row) => row.id)
  const known = await findKnown(
    db,
    clusterId,
    ids.map((id) => resourceUuid(clusterId, id)),
  )
  const isKnown = (id: string) => state.resources.has(id) || known.has(resourceUuid(clusterId, id))
  return splitPlan(plan, isKnown, rowsPerPart)
}

async function isOutdated(
  db: Database,
  { clusterId, request, state, settings }: Application,
): Promise<boolean> {
  const head = await readScopeHead(db, clusterId, request.scope)
  if ((head?.sequence ?? 0) !== state.sequence) return true
  return (await readSettings(db, clusterId)).fingerprint !== settings.fingerprint
}

async function readSettings(db: Database, clusterId: string): Promise<ClusterSettings> {
  const { labels = {} } = (await findCluster(db, clusterId)) ?? {}
  return await readClusterSettings(db, { clusterId, labels })
}

async function openContext(
  db: Database,
  { clusterId, request, now }: Application,
): Promise<CycleContext> {
  const cluster = await findCluster(db, clusterId)
  if (!cluster) throw new Error('The cluster was removed while its cycle was applied.')
  return { clusterId, scope: request.scope, at: timeOfChange(cluster, now) }
}
