/** A cluster while it is followed: lists and a whole cycle at once and every period, and each change as it comes. */

import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { RuleSet } from '@evenkeel/benchmarks'
import type { Gap, Resource } from '@evenkeel/model'
import { collectCluster, listInto, nameKind } from '../collectors/cluster.ts'
import { exclusionQuery, isExcluded } from '../collectors/exclusion.ts'
import { createLiveEvaluation, type LiveEvaluation } from '../cycle/live-evaluation.ts'
import type { KubeClient } from '../kube/client.ts'
import { isKubeError } from '../kube/errors.ts'
import { type CollectedKind, pathOf } from '../kube/kinds.ts'
import { watchKind } from '../kube/watch.ts'
import { createLiveObjects, type LiveObjects } from '../objects/live-objects.ts'
import { type Bell, createBell } from './bell.ts'
import { pauseAfter, pauseFor } from './pause.ts'
import { sendDelta, sendWhole } from './send-cycle.ts'
import type { TaskHost } from './task.ts'

export interface FollowOptions {
  host: TaskHost
  kube: KubeClient
  ruleSet: RuleSet
  /** Called with each whole cycle that was sent. */
  onCycle?: () => void
}

interface Following extends FollowOptions {
  live: LiveObjects
  changes: Bell
  /** Of the period that runs; ended early, everything is listed anew. */
  period: AbortController
  /** The watches that run, by the path of their kind. */
  watches: Map<string, Promise<void>>
  /** Ends the following with the error. */
  fail(error: unknown): void
  signal: AbortSignal
}

/** Changes that come within this time go together, as do those that come while others are sent. */
const gatherMs = 20
/** In large clusters looking for what changed takes longer; it then comes less often. */
const gatherMaxMs = 200

/** Until the signal. Throws what collecting and sending throw. */
export async function followCluster(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const ending = new AbortController()
  const during = AbortSignal.any([signal, ending.signal])
  // Each watch and each request listens to it.
  setMaxListeners(0, during)
  const it: Following = {
    ...options,
    live: createLiveObjects(),
    changes: createBell(),
    period: new AbortController(),
    watches: new Map(),
    fail: (error) => ending.abort(error),
    signal: during,
  }
  try {
    let sending: Sending | undefined
    it.host.onNeedsWhole = () => it.period.abort()
    while (!signal.aborted) sending = await followPeriod(it, sending)
  } finally {
    ending.abort()
    await Promise.all(it.watches.values())
  }
}

/** What changes is sent all the while: while the kinds are listed, between the parts, until the end. */
async function followPeriod(it: Following, earlier: Sending | undefined): Promise<Sending> {
  const { host, kube, ruleSet, signal } = it
  const startedAt = new Date()
  const answers = host.requestedAt
  const period = new AbortController()
  it.period = period
  const listing = listCluster(it)
  if (earlier) await sendChanges(it, earlier, abortedAfter(listing))
  const { gaps, still } = await listing
  const resources = resourcesOf(it, still)
  await host.ruleSettings?.refresh(signal)
  const evaluator = { cluster: host.task.cluster, ...host.ruleSettings?.optionsFor(ruleSet) }
  const evaluation = createLiveEvaluation({ ruleSet, evaluator, gaps, resources })
  const sending: Sending = { still, evaluation }
  const head = { scope: 'kube-api' as const, usage: kube.usage, rulesVersion: ruleSet.version }
  const cycle = { ...head, startedAt, nodes: nodesOf(resources), answers }
  await sendWhole(host, cycle, evaluation, {
    resources,
    signal,
    changes: {
      take: () => it.changes.takeRing(),
      send: (present) => sendChangesNow(it, sending, present),
    },
  })
  it.onCycle?.()
  const untilNext = startedAt.getTime() + pauseAfter(0, host.task.config.periodMs) - Date.now()
  const timer = setTimeout(() => period.abort(), Math.max(untilNext, 0))
  try {
    await sendChanges(it, sending, period.signal)
  } finally {
    clearTimeout(timer)
  }
  return sending
}

interface Listed {
  gaps: Gap[]
  /** Resources that no watch keeps up; they stay until the next lists. */
  still: Resource[]
}

function resourcesOf({ live }: Following, still: Resource[]): Resource[] {
  return [...live.resources(), ...still]
}

async function listCluster(it: Following): Promise<Listed> {
  const { host, kube, live, signal } = it
  const { cluster, config } = host.task
  const observations = collectCluster(kube, {
    live,
    // From here on nothing is missed, while other kinds are still being listed.
    onListed: (kind, resourceVersion) => startWatch(it, kind, resourceVersion),
    signal,
    clusterName: cluster.name,
    excludedNamespaces: config.excludedNamespaces,
  })
  const resources: Resource[] = []
  const gaps: Gap[] = []
  for await (const observation of observations) {
    if ('gap' in observation) gaps.push(observation.gap)
    else resources.push(observation.resource)
  }
  const living = new Set(live.resources())
  return { gaps, still: resources.filter((resource) => !living.has(resource)) }
}

function startWatch(it: Following, kind: CollectedKind, resourceVersion: string): void {
  const path = pathOf(kind)
  if (!kind.isWatched || it.watches.has(path)) return
  const watch = follow(it, kind, resourceVersion)
    .catch(it.fail)
    .finally(() => it.watches.delete(path))
  it.watches.set(path, watch)
}

/** Ends by the signal, or when the kind may no longer be watched; each period's lists then try anew. */
async function follow(it: Following, kind: CollectedKind, listedAt: string): Promise<void> {
  const { host, kube, live, changes, signal } = it
  const path = pathOf(kind)
  let resourceVersion: string | undefined = listedAt
  while (resourceVersion !== undefined) {
    const end = await watchKind(kube, {
      path,
      resourceVersion,
      query: exclusionQuery(kind, host.task.config),
      isMetadataOnly: kind.isMetadataOnly,
      signal,
      onTrouble: (error) => host.log.debug({ err: error, path }, 'A watch broke and goes on.'),
      onEvent: ({ type, object }) => {
        nameKind(kind, object)
        if (isExcluded(host.task.config, object)) return
        if (type === 'DELETED') live.delete(path, object)
        if (type === 'DELETED' || live.set(path, object)) changes.ring()
      },
    })
    if (end === 'stopped') return
    const why = end === 'gone' ? 'lost its place' : 'may no longer be followed'
    host.log.info({ path }, `A watch ${why}.`)
    // The list was read a moment ago.
    if (end === 'forbidden') return
    const version = await listAgain(it, kind)
    // Where only the watch is refused, the next period's lists try anew.
    resourceVersion = end === 'gone' ? version : undefined
  }
}

/** The version to watch from; undefined when only the lists of a new period can tell what is there. */
async function listAgain(it: Following, kind: CollectedKind): Promise<string | undefined> {
  const { host, kube, live, changes, signal } = it
  const { excludedNamespaces, periodMs } = host.task.config
  for (let failures = 1; !signal.aborted; failures += 1) {
    let version: string | undefined
    const onListed = (_kind: CollectedKind, listed: string): void => {
      version = listed
    }
    try {
      const gap = await listInto(kube, kind, { live, excludedNamespaces, onListed, signal })
      changes.ring()
      // The gap is reported with a whole cycle, which therefore comes at once.
      if (gap) it.period.abort()
      return version
    } catch (error) {
      if (signal.aborted) return undefined
      if (!isKubeError(error)) throw error
      host.log.warn({ err: error, path: pathOf(kind) }, 'A kind could not be listed again.')
    }
    await pauseFor(pauseAfter(failures, periodMs), signal)
  }
  return undefined
}

interface Sending {
  still: Resource[]
  evaluation: LiveEvaluation
}

async function sendChanges(it: Following, sending: Sending, until: AbortSignal): Promise<void> {
  let gather = gatherMs
  while (!until.aborted && !it.signal.aborted) {
    await it.changes.rung(AbortSignal.any([until, it.signal]), gather)
    if (it.signal.aborted) return
    const startedAt = performance.now()
    await sendChangesNow(it, sending)
    gather = Math.min(Math.max(performance.now() - startedAt, gatherMs), gatherMaxMs)
  }
}

/**
 * Nothing when nothing changed. What depends on the changes comes after them, and after those that
 * come meanwhile. Answers the resources that were sent or are gone.
 */
async function sendChangesNow(
  it: Following,
  sending: Sending,
  present?: Set<string>,
): Promise<Set<string>> {
  const { host, kube, ruleSet, signal } = it
  const startedAt = new Date()
  const resources = resourcesOf(it, sending.still)
  const sent = new Set<string>()
  for (const delta of sending.evaluation.changes(resources)) {
    if (delta) {
      const { result, gone } = delta
      const ids = [...gone, ...result.resources.map(({ id }) => id)]
      for (const id of ids) sent.add(id)
      const nodes = ids.some(isNodeId) ? nodesOf(resources) : undefined
      const head = { scope: 'kube-api' as const, startedAt, usage: kube.usage, nodes }
      const cycle = { ...head, rulesVersion: ruleSet.version, result, delta: { gone } }
      host.report({ kind: 'cycle', summary: await sendDelta(host, cycle, { signal, present }) })
    } else await setImmediate()
    if (delta?.isDependent !== false && it.changes.isRung()) break
  }
  return sent
}

/** Also when the promise fails, which whoever waits for it sees. */
function abortedAfter(promise: Promise<unknown>): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  promise.then(abort, abort)
  return controller.signal
}

function nodesOf(resources: Resource[]): string[] {
  return resources.filter(({ subType }) => subType === 'Node').map(({ name }) => name)
}

function isNodeId(id: string): boolean {
  return id.startsWith('k8s_object/core/Node/')
}
