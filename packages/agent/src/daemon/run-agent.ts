/** The agent as a member of the DaemonSet: its node's cycles, and the cluster's while it leads. */

import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from '@evenkeel/model'
import type { DestinationStream, Logger } from 'pino'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { readClusterIdentity } from '../kube/cluster-identity.ts'
import { createElector } from '../leader/elector.ts'
import type { Publisher } from '../publisher/publisher.ts'
import type { AgentConfig } from './config.ts'
import { startHealthServer } from './health.ts'
import { connectionOf } from './kube-connection.ts'
import { createLogger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { runNodeLoop } from './node-loop.ts'
import { pauseAfter } from './pause.ts'
import { publisherOf } from './publisher-of.ts'
import {
  forkingRunner,
  inProcessRunner,
  serveTask,
  type TaskRunner,
  taskVariable,
} from './run-task.ts'
import type { Task, TaskKind, TaskReport } from './task.ts'

export const leaseName = 'evenkeel-leader'
const enrolRetryFirstMs = 2_000
const enrolRetryMaxMs = 60_000
const stopWithinMs = 4_500

export interface AgentHost {
  version: string
  /**
   * The script of this process (`process.argv[1]`): cycles then run in processes of their own, which
   * start it anew with the same arguments. Without it they run in this process.
   */
  entry?: string | undefined
  /** Where logs go; standard output without it. */
  logDestination?: DestinationStream
  /** Told once, when the health port is open. */
  onListening?: (port: number) => void
}

/** Until the signal. Throws only over what no retry can mend: a taken port, a broken kubeconfig. */
export async function runAgent(
  config: AgentConfig,
  signal: AbortSignal,
  host: AgentHost,
): Promise<void> {
  if (host.entry && process.env[taskVariable] && process.send) return serveTask(signal)
  const node = config.nodeName ?? hostname()
  const log = createLogger(config.logLevel, { node, version: host.version }, host.logDestination)
  const metrics = createMetrics()
  metrics.set('evenkeel_agent_info', 1, { version: host.version })
  const connection = await connectionOf(config)
  const kube = connection ? createKubeClient(connection) : undefined
  const agent: Agent = {
    config,
    node,
    version: host.version,
    log,
    metrics,
    kube,
    credential: undefined,
    isFirstSent: false,
    paths: [],
    runner: host.entry ? forkingRunner(host.entry) : inProcessRunner(host.logDestination),
  }
  const health =
    config.port > 0 ? await startHealthServer(config.port, healthOf(agent), metrics) : undefined
  if (health) host.onListening?.(health.port)
  try {
    await work(agent, signal)
  } finally {
    await health?.close()
    await kube?.close()
    log.info('The agent stops.')
  }
}

interface Agent {
  config: AgentConfig
  node: string
  version: string
  log: Logger
  metrics: Metrics
  kube: KubeClient | undefined
  credential: string | undefined
  isFirstSent: boolean
  /** The files that the node's facts rest on. */
  paths: string[]
  runner: TaskRunner
}

async function work(agent: Agent, signal: AbortSignal): Promise<void> {
  const { config, kube, log } = agent
  const cluster = await identify(agent, signal)
  if (!cluster) return
  log.info({ cluster, hostRoot: config.hostRoot, kube: kube?.connection.name }, 'The agent starts.')
  const loops = [
    ...(config.isNodeScopeOn ? [runOwnNode(agent, cluster, signal)] : []),
    ...(kube && config.kubeScope !== 'never' ? [runLeaderLoop(agent, kube, cluster, signal)] : []),
  ]
  await endingWith(Promise.all(loops), signal, log)
}

function healthOf(agent: Agent) {
  return {
    notAlive: () => undefined,
    notReady: () => (agent.isFirstSent ? undefined : 'The first cycle has not been sent yet.'),
  }
}

/** The server's word on which cluster this is, else the API's; tried until one answers. */
async function identify(agent: Agent, signal: AbortSignal): Promise<Cluster | undefined> {
  const publisher = await publisherOf({
    ...agent,
    onCredential: (credential) => {
      agent.credential = credential
    },
  })
  try {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const cluster = await tryIdentify(agent, publisher, signal)
      if (cluster) return cluster
      const pause = Math.min(enrolRetryFirstMs * 2 ** attempt, enrolRetryMaxMs)
      await pauseFor(pause * (0.5 + Math.random()), signal)
    }
    return undefined
  } finally {
    await publisher?.close()
  }
}

/** Where there is neither server nor API, findings still need a cluster to belong to. */
const noCluster = '00000000-0000-0000-0000-000000000000'

async function tryIdentify(
  { config, kube, log, metrics }: Agent,
  publisher: Publisher | undefined,
  signal: AbortSignal,
): Promise<Cluster | undefined> {
  try {
    if (publisher) return await publisher.enrol(signal)
    const name = config.cluster ?? kube?.connection.clusterName ?? 'cluster'
    const identity = kube ? await readClusterIdentity(kube, { name, signal }) : undefined
    return identity ?? { id: noCluster, name }
  } catch (error) {
    if (signal.aborted) return undefined
    metrics.count('evenkeel_publish_failures_total', { reason: 'enrol' })
    log.warn({ err: error }, 'The agent does not know its cluster yet and asks again.')
    return undefined
  }
}

function runOwnNode(agent: Agent, cluster: Cluster, signal: AbortSignal): Promise<void> {
  const { config, log } = agent
  return runNodeLoop(
    {
      hostRoot: config.hostRoot,
      periodMs: config.periodMs,
      log,
      cycle: async () => {
        const isDone = await runTask(agent, { kind: 'node', cluster }, signal)
        return isDone ? agent.paths : undefined
      },
    },
    signal,
  )
}

/** Turns with each election: a new leader collects at once. */
async function runLeaderLoop(
  agent: Agent,
  kube: KubeClient,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<void> {
  const { config, log, metrics } = agent
  if (config.kubeScope === 'always') return keepRunning(agent, cluster, signal)
  let term: AbortController | undefined
  let running: Promise<void> = Promise.resolve()
  const elector = createElector({
    kube,
    namespace: config.namespace,
    name: leaseName,
    identity: config.podName ?? agent.node,
    onError: (error) => log.warn({ err: error }, 'The Lease of the leader could not be used.'),
    onChange: (isLeader) => {
      metrics.set('evenkeel_leader', isLeader ? 1 : 0)
      log.info({ isLeader }, isLeader ? 'This agent leads.' : 'This agent leads no longer.')
      term?.abort()
      if (!isLeader) return
      term = new AbortController()
      const during = AbortSignal.any([signal, term.signal])
      // The work of an earlier term ends first, so that two never send at once.
      running = running.then(() => keepRunning(agent, cluster, during))
    },
  })
  metrics.set('evenkeel_leader', 0)
  await elector.run(signal)
  await running
}

/** The task of the cluster ends only by the signal; one that crashed is started anew. */
async function keepRunning(agent: Agent, cluster: Cluster, signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const isDone = await runTask(agent, { kind: 'kube-api', cluster }, signal)
    failures = isDone ? 0 : failures + 1
    if (!signal.aborted) await pauseFor(pauseAfter(failures, agent.config.periodMs), signal)
  }
}

/** False when the task failed; the reason is in the log and the metrics. */
async function runTask(
  agent: Agent,
  { kind, cluster }: { kind: TaskKind; cluster: Cluster },
  signal: AbortSignal,
): Promise<boolean> {
  const { config, node, version, credential } = agent
  const task: Task = { kind, config, cluster, node, version, credential }
  let hasFailed = false
  try {
    await agent.runner.run(
      task,
      (report) => {
        if (report.kind === 'failure') hasFailed = true
        if (report.kind === 'cycle') hasFailed = false
        take(agent, report)
      },
      signal,
    )
  } catch (error) {
    if (signal.aborted) return true
    hasFailed = true
    agent.log.error({ err: error, task: kind }, 'The task failed and is tried again.')
  }
  return !hasFailed
}

function take(agent: Agent, report: TaskReport): void {
  const { metrics } = agent
  if (report.kind === 'credential') agent.credential = report.credential
  else if (report.kind === 'paths') agent.paths = report.paths
  else if (report.kind === 'failure') {
    metrics.count('evenkeel_publish_failures_total', { reason: report.reason })
  } else {
    const { scope, findings, isComplete, ...summary } = report.summary
    agent.isFirstSent = true
    metrics.count('evenkeel_cycles_total', { scope, complete: String(isComplete) })
    if (!isComplete) return
    for (const [evaluation, count] of Object.entries(findings))
      metrics.set('evenkeel_findings', count, { scope, evaluation })
    metrics.set('evenkeel_resources', summary.resources, { scope })
    metrics.set('evenkeel_gaps', summary.gaps, { scope })
    metrics.set('evenkeel_cycle_duration_seconds', summary.seconds, { scope })
    metrics.set('evenkeel_cycle_finished_timestamp_seconds', Date.now() / 1000, { scope })
    metrics.set('evenkeel_kube_requests', summary.kubeRequests, { scope })
    metrics.set('evenkeel_kube_response_bytes', summary.kubeBytes, { scope })
  }
}

/** After the signal the loops get a little time; what hangs then is left behind. */
async function endingWith(work: Promise<unknown>, signal: AbortSignal, log: Logger): Promise<void> {
  const late = new Promise<'late'>((done) => {
    signal.addEventListener('abort', () => {
      setTimeout(() => done('late'), stopWithinMs).unref()
    })
  })
  if ((await Promise.race([work, late])) === 'late')
    log.warn('Something did not end in time and was left behind.')
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  // The signal ends the pause early; the caller's loop sees it.
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
