/** The agent as a member of the DaemonSet: its node's cycles, and the cluster's while it leads. */

import { hostname } from 'node:os'
import type { Cluster } from '@evenkeel/model'
import type { DestinationStream, Logger } from 'pino'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { createElector } from '../leader/elector.ts'
import type { Publisher } from '../publisher/publisher.ts'
import type { AgentConfig, ConfigResult } from './config.ts'
import { createDelivery, type Delivery, type DeliveryState } from './delivery.ts'
import { startHealthServer } from './health.ts'
import type { Identity } from './identity.ts'
import { connectionOf } from './kube-connection.ts'
import { createLogger } from './logger.ts'
import { identify, type Member, renewInTime } from './membership.ts'
import { createMetrics } from './metrics.ts'
import { runNodeLoop } from './node-loop.ts'
import { pauseAfter, pauseFor } from './pause.ts'
import { publisherOf, spoolOf } from './publisher-of.ts'
import { followRequests } from './requests.ts'
import { forkingRunner, inProcessRunner, type TaskAgent, type TaskRunner } from './run-task.ts'
import { createSettingsReload, type SettingsReload } from './settings-reload.ts'
import type { Task, TaskKind, TaskReport } from './task.ts'

export const leaseName = 'evenkeel-leader'
const stopWithinMs = 4_500
/** A turn takes seconds; one that takes this long waits for a file system that is away. */
const nodeTurnMaxMs = 20 * 60_000

export interface AgentHost {
  version: string
  /**
   * The script of this process (`process.argv[1]`): cycles then run in processes of their own, which
   * start it anew with the same arguments. Without it they run in this process.
   */
  entry?: string | undefined
  /** Reads the configuration anew, when its file changed. */
  readConfig?: (() => ConfigResult) | undefined
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
    identity: undefined,
    trouble: undefined,
    states: new Map(),
    credentialUsers: new Set(),
    isFirstSent: false,
    nodeTurnedAt: undefined,
    isNodeWanted: false,
    paths: [],
    reload: createSettingsReload({ config, read: host.readConfig, log, metrics }),
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

interface Agent extends Member {
  node: string
  version: string
  /** Of what waits for the server, by whose it is. */
  states: Map<TaskKind, DeliveryState>
  /** Tasks and publishers that are told of a new credential. */
  credentialUsers: Set<(credential: string) => void>
  isFirstSent: boolean
  /** When the node was last looked at, by the clock in milliseconds; undefined where it is not. */
  nodeTurnedAt: number | undefined
  /** A cycle of the node is needed though nothing changed. */
  isNodeWanted: boolean
  /** The files that the node's facts rest on. */
  paths: string[]
  reload: SettingsReload
  runner: TaskRunner
}

async function work(agent: Agent, signal: AbortSignal): Promise<void> {
  const { config, kube, log } = agent
  const publisher = await publisherOf({
    ...agent,
    onIdentity: (identity) => takeIdentity(agent, identity),
  })
  try {
    const cluster = await identify(agent, publisher, signal)
    if (!cluster) return
    const { hostRoot } = config
    log.info({ cluster, hostRoot, kube: kube?.connection.name }, 'The agent starts.')
    await endingWith(Promise.all(loopsOf(agent, { cluster, publisher }, signal)), signal, log)
  } finally {
    await publisher?.close()
  }
}

interface Membership {
  cluster: Cluster
  publisher: Publisher | undefined
}

function loopsOf(agent: Agent, { cluster, publisher }: Membership, signal: AbortSignal) {
  const { config, kube } = agent
  const loops: Promise<void>[] = [agent.reload.run(signal), followLevel(agent, signal)]
  if (publisher) {
    agent.credentialUsers.add(publisher.useCredential)
    loops.push(renewInTime(agent, publisher, signal), hearRequests(agent, publisher, signal))
  }
  loops.push(runOwnNode(agent, { cluster, publisher }, signal))
  if (kube && config.kubeScope !== 'never') loops.push(runLeaderLoop(agent, kube, cluster, signal))
  return loops
}

/** Of each node of a cluster. */
const requestsPollMs = 60_000

function hearRequests(agent: Agent, publisher: Publisher, signal: AbortSignal): Promise<void> {
  const onRequest = (_: string, isNew: boolean): void => {
    if (isNew) agent.isNodeWanted = true
  }
  return followRequests({ publisher, pollMs: requestsPollMs, onRequest }, signal)
}

function takeIdentity(agent: Agent, identity: Identity): void {
  agent.identity = identity
  for (const use of agent.credentialUsers) use(identity.credential)
}

function healthOf(agent: Agent) {
  return {
    notAlive: () =>
      agent.nodeTurnedAt !== undefined && Date.now() - agent.nodeTurnedAt > nodeTurnMaxMs
        ? 'The node has not been looked at for too long; something there does not answer.'
        : undefined,
    notReady: () => (agent.isFirstSent ? undefined : 'The first cycle has not been sent yet.'),
    troubles: () => {
      const ofScopes = [...agent.states].flatMap(([kind, state]) => troublesOf(kind, state))
      ofScopes.push(...agent.reload.troubles())
      return [...new Set(agent.trouble ? [agent.trouble, ...ofScopes] : ofScopes)]
    },
  }
}

function troublesOf(kind: TaskKind, { troubles, waiting }: DeliveryState): string[] {
  if (waiting === 0) return troubles
  const name = kind === 'node' ? 'the node' : 'the cluster'
  return [...troubles, `Cycles of ${name} wait for the server (${waiting} kept).`]
}

/** Logs of this process; those of its tasks begin with the level that then holds. */
async function followLevel(agent: Agent, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    agent.log.level = agent.config.logLevel
    await untilAborted(AbortSignal.any([signal, agent.reload.next()]))
  }
}

/** Begins anew with each change of the settings, among which is whether there is anything to do. */
async function runOwnNode(agent: Agent, it: Membership, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const during = AbortSignal.any([signal, agent.reload.next()])
    agent.nodeTurnedAt = undefined
    if (agent.config.isNodeScopeOn) await followOwnNode(agent, it, during)
    else await untilAborted(during)
  }
}

async function followOwnNode(
  agent: Agent,
  { cluster, publisher }: Membership,
  signal: AbortSignal,
): Promise<void> {
  const { config, log } = agent
  const delivery = publisher && (await nodeDelivery(agent, publisher))
  const cycles = runNodeLoop(
    {
      hostRoot: config.hostRoot,
      periodMs: config.periodMs,
      log,
      cycle: async () => {
        agent.isNodeWanted = false
        const isDone = await runTask(agent, { kind: 'node', cluster }, signal)
        if ((agent.states.get('node')?.waiting ?? 0) > 0) delivery?.wake()
        return isDone ? agent.paths : undefined
      },
      onTurn: () => {
        agent.nodeTurnedAt = Date.now()
      },
      isWanted: () => agent.isNodeWanted,
    },
    signal,
  )
  await Promise.all([cycles, delivery?.run(signal)])
}

/** The process of a node's cycle ends with it, so what it left waiting is sent from here. */
async function nodeDelivery(agent: Agent, publisher: Publisher): Promise<Delivery> {
  const { config, log, metrics } = agent
  return createDelivery({
    publisher,
    log,
    spool: await spoolOf(config, 'node'),
    onState: (state) => takeState(agent, 'node', state),
    onFailure: (reason) => metrics.count('evenkeel_publish_failures_total', { reason }),
    onNeedsWhole: () => {
      agent.isNodeWanted = true
    },
  })
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
    untilIdle: () => running,
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
    const during = AbortSignal.any([signal, agent.reload.next()])
    const isDone = await runTask(agent, { kind: 'kube-api', cluster }, during)
    failures = isDone ? 0 : failures + 1
    if (!during.aborted) await pauseFor(pauseAfter(failures, agent.config.periodMs), during)
  }
}

/** False when the task failed; the reason is in the log and the metrics. */
async function runTask(
  agent: Agent,
  { kind, cluster }: { kind: TaskKind; cluster: Cluster },
  signal: AbortSignal,
): Promise<boolean> {
  const { config, node, version, identity } = agent
  const configGaps = agent.reload.gaps()
  const credential = identity?.credential
  const task: Task = { kind, config, configGaps, cluster, node, version, credential }
  let hasFailed = false
  try {
    const report = (report: TaskReport): void => {
      if (report.kind === 'failure') hasFailed = true
      if (report.kind === 'cycle') hasFailed = false
      take(agent, kind, report)
    }
    const onCredential: TaskAgent['onCredential'] = (use) => {
      agent.credentialUsers.add(use)
      return () => void agent.credentialUsers.delete(use)
    }
    await agent.runner.run(task, { report, onCredential }, signal)
  } catch (error) {
    if (signal.aborted) return true
    hasFailed = true
    agent.log.error({ err: error, task: kind }, 'The task failed and is tried again.')
  }
  return !hasFailed
}

function take(agent: Agent, kind: TaskKind, report: TaskReport): void {
  const { metrics } = agent
  if (report.kind === 'identity') takeIdentity(agent, report.identity)
  else if (report.kind === 'delivery') takeState(agent, kind, report.state)
  else if (report.kind === 'paths') agent.paths = report.paths
  else if (report.kind === 'failure' || report.kind === 'away') {
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

function takeState(agent: Agent, kind: TaskKind, state: DeliveryState): void {
  const { metrics } = agent
  agent.states.set(kind, state)
  const labels = { scope: kind }
  metrics.set('evenkeel_spool_cycles', state.waiting, labels)
  metrics.set('evenkeel_spool_bytes', state.bytes, labels)
  metrics.set('evenkeel_spool_losses', state.losses, labels)
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

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}
