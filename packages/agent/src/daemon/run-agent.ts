/** The agent as a member of the DaemonSet: its node's cycles, and the cluster's while it leads. */

import { readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { loadRules, type RuleSet } from '@evenkeel/benchmarks'
import type { Cluster } from '@evenkeel/model'
import type { DestinationStream, Logger } from 'pino'
import { collectCluster, readClusterIdentity } from '../collectors/cluster.ts'
import { collectNode } from '../collectors/node.ts'
import { runCycle } from '../cycle/run-cycle.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import type { KubeConnection } from '../kube/connection.ts'
import { inClusterConfig } from '../kube/in-cluster.ts'
import { loadKubeconfig } from '../kube/kubeconfig.ts'
import { createElector, type Elector } from '../leader/elector.ts'
import { createPublisher, type Publisher } from '../publisher/publisher.ts'
import type { AgentConfig } from './config.ts'
import { startHealthServer } from './health.ts'
import { createLogger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { readNodeFacts } from './node-facts.ts'
import { runScopeLoop, type ScopeCycle } from './scope-loop.ts'

export const leaseName = 'evenkeel-leader'
const enrolRetryFirstMs = 2_000
const enrolRetryMaxMs = 60_000
const stopWithinMs = 5_000

export interface AgentHost {
  version: string
  /** Where logs go; standard output without it. */
  logDestination?: DestinationStream
  /** Rules of the user beside the built-in ones. */
  ruleSet?: RuleSet
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
  const connection = connectionOf(config)
  const kube = connection ? createKubeClient(connection) : undefined
  const status = { isFirstSent: false }
  const health =
    config.port > 0 ? await startHealthServer(config.port, healthOf(status), metrics) : undefined
  if (health) host.onListening?.(health.port)
  const publisher = await publisherOf(config, node, host.version)
  try {
    const cluster = await identify({ config, kube, publisher, log, signal })
    if (!cluster) return
    log.info({ cluster, hostRoot: config.hostRoot, kube: connection?.name }, 'The agent starts.')
    const ruleSet = host.ruleSet ?? loadRules()
    const run: Run = {
      config,
      node,
      version: host.version,
      log,
      metrics,
      cluster,
      ruleSet,
      publisher,
    }
    const loops = [
      ...(config.isNodeScopeOn ? [runNodeScope(run, kube, status, signal)] : []),
      ...(kube && config.kubeScope !== 'never' ? [runKubeScope(run, kube, signal)] : []),
    ]
    await endingWith(Promise.all(loops), signal, log)
  } finally {
    await health?.close()
    await publisher?.close()
    await kube?.close()
    log.info('The agent stops.')
  }
}

interface Run {
  config: AgentConfig
  node: string
  version: string
  log: Logger
  metrics: Metrics
  cluster: Cluster
  ruleSet: RuleSet
  publisher: Publisher | undefined
}

interface Status {
  isFirstSent: boolean
}

function healthOf(status: Status) {
  return {
    notAlive: () => undefined,
    notReady: () => (status.isFirstSent ? undefined : 'The first cycle has not been sent yet.'),
  }
}

function connectionOf(config: AgentConfig): KubeConnection | undefined {
  if (config.kubeScope === 'never' && !config.isNodeScopeOn) return undefined
  const own = config.kubeconfig ? undefined : inClusterConfig()
  if (own) return own
  const loaded = loadKubeconfig({ path: config.kubeconfig, context: config.context })
  if (loaded.state === 'broken') throw new Error(loaded.reason)
  return loaded.state === 'found' ? loaded.connection : undefined
}

async function publisherOf(
  config: AgentConfig,
  node: string,
  version: string,
): Promise<Publisher | undefined> {
  const { server, tokenFile, credentialFile } = config
  if (!server) return undefined
  const credential = credentialFile
    ? await readFile(credentialFile, 'utf8').catch(() => undefined)
    : undefined
  return createPublisher({
    url: server,
    node,
    version,
    ca: config.serverCaFile ? await readFile(config.serverCaFile, 'utf8') : undefined,
    proxyUrl: config.serverProxy,
    token: tokenFile ? async () => (await readFile(tokenFile, 'utf8')).trim() : undefined,
    credential: credential?.trim() || undefined,
    onCredential: async (next) => {
      if (credentialFile) await writeFile(credentialFile, next, { mode: 0o600 })
    },
  })
}

interface Identifying {
  config: AgentConfig
  kube: KubeClient | undefined
  publisher: Publisher | undefined
  log: Logger
  signal: AbortSignal
}

/** The server's word on which cluster this is, else the API's; tried until one answers. */
async function identify(it: Identifying): Promise<Cluster | undefined> {
  const { config, kube, publisher, log, signal } = it
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      if (publisher) return await publisher.enrol(signal)
      const name = config.cluster ?? kube?.connection.clusterName ?? 'cluster'
      const identity = kube ? await readClusterIdentity(kube, { name, signal }) : undefined
      return identity ?? { id: '00000000-0000-0000-0000-000000000000', name }
    } catch (error) {
      if (signal.aborted) return undefined
      log.warn({ err: error }, 'The agent does not know its cluster yet and asks again.')
      const pause = Math.min(enrolRetryFirstMs * 2 ** attempt, enrolRetryMaxMs)
      await pauseFor(pause * (0.5 + Math.random()), signal)
    }
  }
  return undefined
}

async function runNodeScope(
  run: Run,
  kube: KubeClient | undefined,
  status: Status,
  signal: AbortSignal,
): Promise<void> {
  const { config, node } = run
  await runScopeLoop(
    {
      ...run,
      scope: `node/${node}`,
      periodMs: config.periodMs,
      onPublished: () => {
        status.isFirstSent = true
      },
      cycle: async (during) => {
        const facts = kube ? await readNodeFacts(kube, node, during) : {}
        const observations = collectNode({ root: config.hostRoot }, { nodeName: node, ...facts })
        return runCycle(observations, {
          ruleSet: run.ruleSet,
          evaluator: { cluster: run.cluster },
          detection: {
            ...(facts.nodeLabels ? { nodeLabels: facts.nodeLabels } : {}),
            ...(facts.providerId ? { providerId: facts.providerId } : {}),
            ...(facts.kubernetesVersion ? { kubernetesVersion: facts.kubernetesVersion } : {}),
          },
        })
      },
    },
    signal,
  )
}

/** Turns with each election: a new leader collects at once. */
async function runKubeScope(run: Run, kube: KubeClient, signal: AbortSignal): Promise<void> {
  const { config, log, metrics } = run
  if (config.kubeScope === 'always') return runKubeLoop(run, kube, signal)
  let term: AbortController | undefined
  let work: Promise<void> = Promise.resolve()
  const elector: Elector = createElector({
    kube,
    namespace: config.namespace,
    name: leaseName,
    identity: config.podName ?? run.node,
    onError: (error) => log.warn({ err: error }, 'The Lease of the leader could not be used.'),
    onChange: (isLeader) => {
      metrics.set('evenkeel_leader', isLeader ? 1 : 0)
      log.info({ isLeader }, isLeader ? 'This agent leads.' : 'This agent leads no longer.')
      term?.abort()
      if (!isLeader) return
      term = new AbortController()
      const during = AbortSignal.any([signal, term.signal])
      // The work of an earlier term ends first, so that two never send at once.
      work = work.then(() => runKubeLoop(run, kube, during))
    },
  })
  metrics.set('evenkeel_leader', 0)
  await elector.run(signal)
  await work
}

function runKubeLoop(run: Run, kube: KubeClient, signal: AbortSignal): Promise<void> {
  const { config } = run
  return runScopeLoop(
    {
      ...run,
      scope: 'kube-api',
      periodMs: config.periodMs,
      isWanted: () => !signal.aborted,
      cycle: async (during): Promise<ScopeCycle> => {
        const observations = collectCluster(kube, {
          signal: during,
          clusterName: run.cluster.name,
          excludedNamespaces: config.excludedNamespaces,
        })
        const result = await runCycle(observations, {
          ruleSet: run.ruleSet,
          evaluator: { cluster: run.cluster },
        })
        run.metrics.set('evenkeel_kube_requests', kube.usage.requests)
        run.metrics.set('evenkeel_kube_response_bytes', kube.usage.bytes)
        const nodes = result.resources.filter(({ subType }) => subType === 'Node')
        return { ...result, nodes: nodes.map(({ name }) => name) }
      },
    },
    signal,
  )
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

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
