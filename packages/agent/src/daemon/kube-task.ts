/** The leader's work: the cluster as a whole at once and every period, and each change in between. */

import { loadRules } from '@evenkeel/benchmarks'
import { createKubeClient } from '../kube/client.ts'
import { followCluster } from './follow-cluster.ts'
import { connectionOf } from './kube-connection.ts'
import { pauseAfter, pauseFor } from './pause.ts'
import { reportFailure } from './send-cycle.ts'
import type { TaskHost } from './task.ts'

/** Each watched kind holds a connection, and lists need some as well. */
const connectionsMax = 64

/** Until the signal. Whatever goes wrong is reported and tried again from the lists on. */
export async function runKubeTask(host: TaskHost, signal: AbortSignal): Promise<void> {
  const connection = await connectionOf(host.task.config)
  if (!connection)
    throw new Error('There is no Kubernetes API to collect from; set EVENKEEL_KUBECONFIG.')
  const kube = createKubeClient(connection, { connectionsMax })
  const ruleSet = loadRules()
  let failures = 0
  try {
    while (!signal.aborted) {
      try {
        const onCycle = (): void => {
          failures = 0
        }
        await followCluster({ host, kube, ruleSet, onCycle }, signal)
      } catch (error) {
        if (signal.aborted) return
        failures += 1
        host.log.error({ err: error }, 'The cluster could not be followed; it is listed anew.')
        reportFailure(host, error)
      }
      await pauseFor(pauseAfter(failures, host.task.config.periodMs), signal)
    }
  } finally {
    await kube.close()
  }
}
