/** Runs the cycles of local mode and publishes them as an agent would, over HTTP to the server beside it. */

import {
  type CycleResult,
  createPublisher,
  openRuleSettings,
  type Publisher,
  runCycle,
} from '@evenkeel/agent'
import { type EvaluatorOptions, loadRules } from '@evenkeel/benchmarks'
import type { Cluster } from '@evenkeel/model'
import { version } from '../version.ts'
import type { Source, SourceScope } from './choose-source.ts'
import type { Destination } from './messages.ts'

interface Evaluated {
  cycle: CycleResult
  started: Date
  finished: Date
}

/** A cycle of each scope, begun while the server still starts. */
export type BegunCycles = readonly Promise<Evaluated>[]

export function beginCycles(cluster: Cluster, scopes: readonly SourceScope[]): BegunCycles {
  return scopes.map((source) => {
    const evaluated = evaluateScope(source, cluster)
    // Whoever publishes it tells what went wrong.
    evaluated.catch(() => undefined)
    return evaluated
  })
}

/** Sends a cycle of every scope. One that fails is told and does not stop the others. */
export async function publishCycles(
  { url, token, clusterId }: Destination,
  { cluster, scopes }: Pick<Source, 'cluster' | 'scopes'>,
  cycles: BegunCycles,
): Promise<void> {
  for (const [at, source] of scopes.entries()) {
    const publisher = createPublisher({ url, token: async () => token, node: source.node, version })
    try {
      const ruleSettings = await openRuleSettings({ publisher })
      await ruleSettings.refresh()
      const options = ruleSettings.optionsFor(loadRules())
      // It was begun before anybody could say what was set for the rules.
      const isBegunRight = Object.keys(options.parameters ?? {}).length === 0
      const known = { id: clusterId, name: cluster.name }
      const begun = isBegunRight ? cycles[at] : undefined
      const evaluated = await (begun ?? evaluateScope(source, known, options))
      await publishScope(source, publisher, evaluated)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      process.stderr.write(`evenkeel: ${source.scope} was not evaluated: ${message}\n`)
    } finally {
      await publisher.close()
    }
  }
}

async function evaluateScope(
  source: SourceScope,
  cluster: Cluster,
  options: Partial<EvaluatorOptions> = {},
): Promise<Evaluated> {
  const started = new Date()
  const cycle = await runCycle(await source.observe(), {
    ruleSet: loadRules(),
    evaluator: { ...options, cluster },
  })
  return { cycle, started, finished: new Date() }
}

async function publishScope(
  source: SourceScope,
  publisher: Publisher,
  { cycle, started, finished }: Evaluated,
): Promise<void> {
  const nodes = cycle.resources.filter((it) => it.subType === 'Node').map((it) => it.name)
  await publisher.publish(cycle, {
    scope: source.scope,
    sequence: started.getTime(),
    is_complete: true,
    gone: [],
    started_at: started.toISOString(),
    finished_at: finished.toISOString(),
    agent: { version, node: source.node, resident_bytes: process.memoryUsage.rss() },
    detected: {
      benchmark: cycle.detected.benchmark,
      kubernetes_version: cycle.detected.version,
      provider: cycle.detected.provider,
    },
    ...(source.scope === 'kube-api' ? { nodes } : {}),
    coverage: cycle.coverage,
  })
}
