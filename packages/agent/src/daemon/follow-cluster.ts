/** One period of a cluster: lists, a whole cycle, then watches whose changes are sent as they come. */

import { setMaxListeners } from 'node:events'
import type { RuleSet } from '@evenkeel/benchmarks'
import type { Gap, Resource } from '@evenkeel/model'
import { collectCluster, isExcluded, nameKind } from '../collectors/cluster.ts'
import { createLiveEvaluation, type LiveEvaluation } from '../cycle/live-evaluation.ts'
import type { KubeClient } from '../kube/client.ts'
import { type CollectedKind, pathOf } from '../kube/kinds.ts'
import { watchKind } from '../kube/watch.ts'
import { createLiveObjects, type LiveObjects } from '../objects/live-objects.ts'
import { pauseAfter } from './pause.ts'
import { sendCycle, sendInParts } from './send-cycle.ts'
import type { TaskHost } from './task.ts'

export interface Following {
  host: TaskHost
  kube: KubeClient
  ruleSet: RuleSet
}

/** Changes that come within this time go together. */
const gatherMs = 100
/** From this many resources on a cycle is evaluated and sent in parts. */
const inPartsFrom = 2_000

/** Ends after the period, or when the lists must be made anew. Throws what collecting and sending throw. */
export async function followCluster(it: Following, signal: AbortSignal): Promise<void> {
  const ending = new AbortController()
  const during = AbortSignal.any([signal, ending.signal])
  // Each watch and each request listens to it.
  setMaxListeners(0, during)
  const live = createLiveObjects()
  const changes = createBell()
  const watches: Promise<void>[] = []
  try {
    const startedAt = new Date()
    const listed = await listCluster(it, live, during, (kind, resourceVersion) => {
      // From here on nothing is missed, while other kinds are still being listed.
      const watch = { kind, resourceVersion, live, changes, ending }
      if (kind.isWatched) watches.push(follow(it, watch, during))
    })
    const { resources, gaps } = listed
    const evaluator = { cluster: it.host.task.cluster }
    const evaluation = createLiveEvaluation({ ruleSet: it.ruleSet, evaluator, gaps, resources })
    const usage = it.kube.usage
    const cycle = {
      scope: 'kube-api' as const,
      usage,
      startedAt,
      nodes: nodesOf(resources),
      rulesVersion: it.ruleSet.version,
    }
    if (resources.length > inPartsFrom)
      await sendInParts(it.host, cycle, evaluation, { resources, signal: during })
    else await sendCycle(it.host, { ...cycle, result: evaluation.whole(resources) }, during)
    const period = setTimeout(() => ending.abort(), pauseAfter(0, it.host.task.config.periodMs))
    try {
      await sendChanges(it, { live, still: listed.still, changes, evaluation }, during)
    } finally {
      clearTimeout(period)
    }
  } finally {
    ending.abort()
    await Promise.all(watches)
  }
}

interface Listed {
  resources: Resource[]
  gaps: Gap[]
  /** Resources that no watch keeps up; they stay until the next lists. */
  still: Resource[]
}

async function listCluster(
  { host, kube }: Following,
  live: LiveObjects,
  signal: AbortSignal,
  onListed: (kind: CollectedKind, resourceVersion: string) => void,
): Promise<Listed> {
  const { cluster, config } = host.task
  const observations = collectCluster(kube, {
    live,
    onListed,
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
  return { resources, gaps, still: resources.filter((resource) => !living.has(resource)) }
}

interface Watch {
  kind: CollectedKind
  resourceVersion: string
  live: LiveObjects
  changes: Bell
  ending: AbortController
}

async function follow({ host, kube }: Following, it: Watch, signal: AbortSignal): Promise<void> {
  const { kind, live, changes } = it
  const path = pathOf(kind)
  const end = await watchKind(kube, {
    path,
    resourceVersion: it.resourceVersion,
    signal,
    onTrouble: (error) => host.log.debug({ err: error, path }, 'A watch broke and goes on.'),
    onEvent: ({ type, object }) => {
      nameKind(kind, object)
      if (isExcluded(host.task.config, object)) return
      if (type === 'DELETED') live.delete(path, object)
      else live.set(path, object)
      changes.ring()
    },
  })
  if (end === 'stopped') return
  const why = end === 'gone' ? 'lost its place' : 'may no longer be followed'
  host.log.info({ path }, `A watch ${why}; the cluster is listed anew.`)
  // Without the right to watch, the kind is seen again with the next period's list.
  if (end === 'gone') it.ending.abort()
}

interface Sending {
  live: LiveObjects
  still: Resource[]
  changes: Bell
  evaluation: LiveEvaluation
}

async function sendChanges(it: Following, sending: Sending, signal: AbortSignal): Promise<void> {
  const { live, still, changes, evaluation } = sending
  while (!signal.aborted) {
    await changes.rung(gatherMs, signal)
    if (signal.aborted) return
    const startedAt = new Date()
    const resources = [...live.resources(), ...still]
    const delta = evaluation.changes(resources)
    if (!delta) continue
    const { result, gone } = delta
    const hasNodes = [...gone, ...result.resources.map(({ id }) => id)].some(isNodeId)
    const nodes = hasNodes ? nodesOf(resources) : undefined
    const usage = it.kube.usage
    const scope = 'kube-api' as const
    const rulesVersion = it.ruleSet.version
    const cycle = { scope, result, startedAt, usage, nodes, rulesVersion, delta: { gone } }
    await sendCycle(it.host, cycle, signal)
  }
}

function nodesOf(resources: Resource[]): string[] {
  return resources.filter(({ subType }) => subType === 'Node').map(({ name }) => name)
}

function isNodeId(id: string): boolean {
  return id.startsWith('k8s_object/core/Node/')
}

/** Tells a waiting loop that something changed, once for all changes of a short time. */
interface Bell {
  ring(): void
  rung(gatherMs: number, signal: AbortSignal): Promise<void>
}

function createBell(): Bell {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      isRung = true
      wake?.()
    },
    async rung(gather, signal) {
      if (!isRung && !signal.aborted)
        await new Promise<void>((done) => {
          const end = (): void => {
            signal.removeEventListener('abort', end)
            wake = undefined
            done()
          }
          wake = end
          signal.addEventListener('abort', end)
        })
      if (!signal.aborted) await new Promise((done) => setTimeout(done, gather))
      isRung = false
    },
  }
}
