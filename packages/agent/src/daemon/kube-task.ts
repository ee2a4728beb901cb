/** The leader's work: the cluster through its API, at once and every period. */

import { setTimeout as sleep } from 'node:timers/promises'
import { loadRules } from '@evenkeel/benchmarks'
import { collectCluster } from '../collectors/cluster.ts'
import { runCycle } from '../cycle/run-cycle.ts'
import { createKubeClient, type KubeClient } from '../kube/client.ts'
import { connectionOf } from './kube-connection.ts'
import { pauseAfter } from './pause.ts'
import { reportFailure, sendCycle } from './send-cycle.ts'
import type { TaskHost } from './task.ts'

/** Until the signal. Whatever a cycle throws is reported and tried again. */
export async function runKubeTask(host: TaskHost, signal: AbortSignal): Promise<void> {
  const connection = await connectionOf(host.task.config)
  if (!connection)
    throw new Error('There is no Kubernetes API to collect from; set EVENKEEL_KUBECONFIG.')
  const kube = createKubeClient(connection)
  let failures = 0
  try {
    while (!signal.aborted) {
      failures = (await tryCycle(host, kube, signal)) ? 0 : failures + 1
      // The signal ends the pause early; the loop's condition sees it.
      await sleep(pauseAfter(failures, host.task.config.periodMs), undefined, { signal }).catch(
        () => undefined,
      )
    }
  } finally {
    await kube.close()
  }
}

async function tryCycle(host: TaskHost, kube: KubeClient, signal: AbortSignal): Promise<boolean> {
  try {
    await runKubeCycle(host, kube, signal)
    return true
  } catch (error) {
    if (signal.aborted) return true
    host.log.error({ err: error }, 'The cycle of the cluster failed and is tried again.')
    reportFailure(host, error)
    return false
  }
}

async function runKubeCycle(host: TaskHost, kube: KubeClient, signal: AbortSignal): Promise<void> {
  const { cluster, config } = host.task
  const startedAt = new Date()
  const observations = collectCluster(kube, {
    signal,
    clusterName: cluster.name,
    excludedNamespaces: config.excludedNamespaces,
  })
  const result = await runCycle(observations, { ruleSet: loadRules(), evaluator: { cluster } })
  const nodes = result.resources.filter(({ subType }) => subType === 'Node').map(({ name }) => name)
  await sendCycle(host, { scope: 'kube-api', result, startedAt, nodes, usage: kube.usage }, signal)
}
