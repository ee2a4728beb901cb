/** The agent's place in its cluster: enrols, remembers it, and renews its credential in time. */

import type { Cluster } from '@evenkeel/model'
import type { Logger } from 'pino'
import type { KubeClient } from '../kube/client.ts'
import { readClusterIdentity } from '../kube/cluster-identity.ts'
import type { Publisher } from '../publisher/publisher.ts'
import type { AgentConfig } from './config.ts'
import { type Identity, readIdentity, renewalIn } from './identity.ts'
import type { Metrics } from './metrics.ts'
import { pauseAfter, pauseFor } from './pause.ts'

export interface Member {
  config: AgentConfig
  log: Logger
  metrics: Metrics
  kube: KubeClient | undefined
  /** Of the last enrolment; whoever publishes sets it. */
  identity: Identity | undefined
  /** What keeps it from its cluster, as a sentence. */
  trouble: string | undefined
}

const retryFirstMs = 2_000
const retryMaxMs = 60_000

/** The server's word on which cluster this is, now or before, else the API's; tried until one answers. */
export async function identify(
  member: Member,
  publisher: Publisher | undefined,
  signal: AbortSignal,
): Promise<Cluster | undefined> {
  const { credentialFile } = member.config
  const kept = publisher && credentialFile ? await readIdentity(credentialFile) : undefined
  if (kept) {
    member.identity = kept
    publisher?.useCredential(kept.credential)
    return kept.cluster
  }
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const cluster = await tryIdentify(member, publisher, signal)
    if (cluster) return cluster
    const pause = Math.min(retryFirstMs * 2 ** attempt, retryMaxMs)
    await pauseFor(pause * (0.5 + Math.random()), signal)
  }
  return undefined
}

/** Where there is neither server nor API, findings still need a cluster to belong to. */
const noCluster = '00000000-0000-0000-0000-000000000000'

async function tryIdentify(
  member: Member,
  publisher: Publisher | undefined,
  signal: AbortSignal,
): Promise<Cluster | undefined> {
  const { config, kube, log, metrics } = member
  try {
    if (publisher) {
      const { cluster } = await publisher.enrol(signal)
      member.trouble = undefined
      return cluster
    }
    const name = config.cluster ?? kube?.connection.clusterName ?? 'cluster'
    const identity = kube ? await readClusterIdentity(kube, { name, signal }) : undefined
    return identity ?? { id: noCluster, name }
  } catch (error) {
    if (signal.aborted) return undefined
    member.trouble = error instanceof Error ? error.message : String(error)
    metrics.count('evenkeel_publish_failures_total', { reason: 'enrol' })
    log.warn({ err: error }, 'The agent does not know its cluster yet and asks again.')
    return undefined
  }
}

/** Timers hold no more than some 24 days. */
const sleepMaxMs = 24 * 3_600_000
/** Renewals that fail are tried again within this time. */
const renewRetryMaxMs = 3_600_000

/** Until the signal. Nobody but this loop renews, since a credential that is renewed twice counts as stolen. */
export async function renewInTime(
  member: Member,
  publisher: Publisher,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const due = member.identity && renewalIn(member.identity, Date.now())
    const pause = Math.min(due ?? sleepMaxMs, sleepMaxMs)
    await pauseFor(failures > 0 ? pauseAfter(failures, renewRetryMaxMs) : pause, signal)
    if (signal.aborted || due === undefined || (failures === 0 && due > sleepMaxMs)) continue
    try {
      await publisher.renew(signal)
      member.log.info('The credential was renewed.')
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      member.metrics.count('evenkeel_publish_failures_total', { reason: 'renew' })
      member.log.warn({ err: error }, 'The credential could not be renewed; it is tried again.')
    }
  }
}
