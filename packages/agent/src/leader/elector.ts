/** Elects one leader among the agents of a cluster by a Lease, as Kubernetes' own components do. */

import { setTimeout as sleep } from 'node:timers/promises'
import type { KubeClient } from '../kube/client.ts'
import { isKubeError } from '../kube/errors.ts'

export interface ElectorOptions {
  kube: KubeClient
  namespace: string
  /** `evenkeel-leader`. */
  name: string
  /** Unique among the agents: the pod's name. */
  identity: string
  onChange?: ((isLeader: boolean) => void) | undefined
  onError?: ((error: unknown) => void) | undefined
  /** The work of this leader; the Lease is not given back before it ended. */
  untilIdle?: (() => Promise<void>) | undefined
  durations?: Partial<Durations>
}

export interface Elector {
  isLeader(): boolean
  /** Until the signal; then gives the Lease back, so that another takes over at once. */
  run(signal: AbortSignal): Promise<void>
}

interface Durations {
  /** How long others wait after the last renewal that they saw. */
  leaseMs: number
  /** A leader that could not renew for this long steps down: before anybody may take over. */
  renewDeadlineMs: number
  retryMs: number
}

/** Between stepping down and the end of the Lease its task has three seconds to end. */
const usual: Durations = { leaseMs: 14_000, renewDeadlineMs: 9_000, retryMs: 2_000 }

/** An agent that stops has five seconds, three of them for its task. */
const giveBackMs = 1_000

interface Lease {
  metadata: Record<string, unknown>
  spec: Record<string, unknown>
}

/** The clocks of machines differ, so renewals of others are timed by when this one saw them change. */
interface Observed {
  holder: string
  renewTime: string
  seenAt: number
}

export function createElector(options: ElectorOptions): Elector {
  const { kube, namespace, name, identity } = options
  const durations = { ...usual, ...options.durations }
  const folder = leasesOf(namespace)
  let isLeader = false
  let steppingDown: NodeJS.Timeout | undefined
  const expiresIn = createObserver(durations.leaseMs)

  function become(next: boolean): void {
    if (!next) clearTimeout(steppingDown)
    if (next === isLeader) return
    isLeader = next
    options.onChange?.(next)
  }

  /** How long the Lease of another still holds, after which the next attempt must not be late. */
  async function attempt(signal: AbortSignal): Promise<number | undefined> {
    const lease = await readLease(kube, `${folder}/${name}`, signal)
    const sentAt = performance.now()
    if (!lease) {
      await kube.write('POST', folder, newLease(options, durations), { signal })
      renewed(sentAt)
      return undefined
    }
    const holder = text(lease.spec.holderIdentity)
    const leftMs = expiresIn(lease)
    if (holder !== identity && holder !== '' && leftMs > 0) {
      become(false)
      return leftMs
    }
    await kube.write(
      'PUT',
      `${folder}/${name}`,
      { ...lease, spec: newSpec(lease, options, durations) },
      { signal },
    )
    renewed(sentAt)
    return undefined
  }

  /** Others count from when the API server took the renewal, which is later than it was sent. */
  function renewed(sentAt: number): void {
    clearTimeout(steppingDown)
    const leftMs = sentAt + durations.renewDeadlineMs - performance.now()
    // Whatever the next attempts wait for, it steps down in time.
    steppingDown = setTimeout(() => become(false), leftMs)
    become(leftMs > 0)
  }

  async function release(): Promise<void> {
    if (!isLeader) return
    become(false)
    await options.untilIdle?.()
    const until = AbortSignal.timeout(giveBackMs)
    await giveBack(options, until).catch((error: unknown) => {
      if (!isKubeError(error, 'conflict')) throw error
      // A renewal that was on its way came between.
      return giveBack(options, until)
    })
  }

  return {
    isLeader: () => isLeader,
    async run(signal) {
      while (!signal.aborted) {
        let pauseMs = durations.retryMs * (0.75 + Math.random() / 2)
        try {
          const leftMs = await attempt(
            AbortSignal.any([signal, AbortSignal.timeout(durations.renewDeadlineMs)]),
          )
          // The end of the Lease is not slept through.
          if (leftMs !== undefined) pauseMs = Math.min(pauseMs, leftMs + 1)
        } catch (error) {
          // A conflict is another agent that was faster.
          if (!isKubeError(error, 'conflict') && !signal.aborted) options.onError?.(told(error))
          if (isKubeError(error, 'conflict')) become(false)
        }
        await sleep(pauseMs, undefined, { signal }).catch(
          // Only the signal ends the pause early.
          () => undefined,
        )
      }
      // The Lease runs out by itself where it cannot be given back.
      await release().catch((error: unknown) => options.onError?.(error))
    },
  }
}

/** Where it is held still; the next leader then need not wait for its end. */
async function giveBack(
  { kube, namespace, name, identity }: ElectorOptions,
  signal: AbortSignal,
): Promise<void> {
  const path = `${leasesOf(namespace)}/${name}`
  const lease = await readLease(kube, path, signal)
  if (!lease || text(lease.spec.holderIdentity) !== identity) return
  const spec = {
    ...lease.spec,
    holderIdentity: '',
    leaseDurationSeconds: 1,
    renewTime: microTime(),
  }
  await kube.write('PUT', path, { ...lease, spec }, { signal })
}

const leasesOf = (namespace: string): string =>
  `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`

/** A request that was ended by its own time limit says only that it was aborted. */
function told(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'AbortError') return error
  return new Error('The API server did not answer in time.')
}

/** Milliseconds until the holder of a Lease has not renewed it for its whole duration. */
function createObserver(leaseMs: number): (lease: Lease) => number {
  let observed: Observed | undefined
  return ({ spec }) => {
    const holder = text(spec.holderIdentity)
    const renewTime = text(spec.renewTime)
    if (observed?.holder !== holder || observed.renewTime !== renewTime)
      observed = { holder, renewTime, seenAt: performance.now() }
    const seconds = Number(spec.leaseDurationSeconds ?? leaseMs / 1000)
    return observed.seenAt + seconds * 1000 - performance.now()
  }
}

function newLease(options: ElectorOptions, durations: Durations): unknown {
  const { name, namespace } = options
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace },
    spec: newSpec(undefined, options, durations),
  }
}

function newSpec(
  lease: Lease | undefined,
  { identity }: ElectorOptions,
  { leaseMs }: Durations,
): Record<string, unknown> {
  const now = microTime()
  const isOwn = text(lease?.spec.holderIdentity) === identity
  const transitions = Number(lease?.spec.leaseTransitions ?? 0)
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(leaseMs / 1000),
    acquireTime: isOwn ? lease?.spec.acquireTime : now,
    renewTime: now,
    leaseTransitions: isOwn || !lease ? transitions : transitions + 1,
  }
}

async function readLease(
  kube: KubeClient,
  path: string,
  signal: AbortSignal,
): Promise<Lease | undefined> {
  try {
    const lease = await kube.get(path, { signal })
    if (!isRecord(lease) || !isRecord(lease.metadata)) return undefined
    return { ...lease, metadata: lease.metadata, spec: isRecord(lease.spec) ? lease.spec : {} }
  } catch (error) {
    if (isKubeError(error, 'not-found')) return undefined
    throw error
  }
}

/** MicroTime of Kubernetes has six digits. */
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
