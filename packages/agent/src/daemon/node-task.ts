/** One cycle of this node: collect, evaluate, send. */

import { loadRules } from '@evenkeel/benchmarks'
import type { NodeData } from '@evenkeel/model'
import { collectNode } from '../collectors/node.ts'
import { runCycle } from '../cycle/run-cycle.ts'
import { createKubeClient } from '../kube/client.ts'
import { pathsOf } from '../node/node-changes.ts'
import { connectionOf } from './kube-connection.ts'
import { readNodeFacts } from './node-facts.ts'
import { sendCycle } from './send-cycle.ts'
import type { TaskHost } from './task.ts'

/** Throws what the publisher throws. Without the Kubernetes API the node's own files must do. */
export async function runNodeTask(host: TaskHost, signal: AbortSignal): Promise<void> {
  const { config, cluster, node } = host.task
  const startedAt = new Date()
  // Before anything is looked at, so that what was asked by then is answered.
  await host.ruleSettings?.refresh(signal)
  const answers = host.ruleSettings?.requestedAt()
  const connection = await connectionOf(config)
  const kube = connection ? createKubeClient(connection) : undefined
  try {
    const facts = kube
      ? await readNodeFacts(kube, node, { signal, readsConfigz: config.readsConfigz })
      : {}
    const observations = collectNode({ root: config.hostRoot }, { nodeName: node, ...facts })
    const ruleSet = loadRules()
    const result = await runCycle(observations, {
      ruleSet,
      evaluator: { cluster, ...host.ruleSettings?.optionsFor(ruleSet) },
      detection: {
        ...(facts.nodeLabels ? { nodeLabels: facts.nodeLabels } : {}),
        ...(facts.providerId ? { providerId: facts.providerId } : {}),
        ...(facts.kubernetesVersion ? { kubernetesVersion: facts.kubernetesVersion } : {}),
      },
    })
    const data = result.resources[0]?.data
    if (isNodeData(data)) host.report({ kind: 'paths', paths: pathsOf(data) })
    const usage = kube?.usage
    const rulesVersion = ruleSet.version
    const cycle = {
      scope: `node/${node}` as const,
      result,
      startedAt,
      usage,
      rulesVersion,
      answers,
    }
    await sendCycle(host, cycle, signal)
  } finally {
    await kube?.close()
  }
}

function isNodeData(data: unknown): data is NodeData {
  return typeof data === 'object' && data !== null && 'files' in data && 'components' in data
}
