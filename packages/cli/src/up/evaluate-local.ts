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
import type { SourceScope } from './choose-source.ts'

export interface LocalEvaluation {
  /** One cycle of every scope. A scope that fails is told and does not stop the others. */
  evaluate(): Promise<void>
  close(): Promise<void>
}

interface Evaluated {
  cycle: CycleResult
  started: Date
  finished: Date
}

/** A cycle of each scope that was begun while the server was still starting. */
export type FirstCycles = readonly Promise<Evaluated>[]

export function beginCycles(cluster: Cluster, scopes: readonly SourceScope[]): FirstCycles {
  return scopes.map((source) => {
    const evaluated = evaluateScope(source, cluster)
    // Whoever publishes it tells what went wrong.
    evaluated.catch(() => undefined)
    return evaluated
  })
}

export function createLocalEvaluation(
  server: { url: string; token: string },
  cluster: Cluster,
  scopes: readonly SourceScope[],
  firstCycles: FirstCycles,
): LocalEvaluation {
  const first = [...firstCycles]
  const publishers = scopes.map((source) => ({
    source,
    publisher: createPublisher({
      url: server.url,
      token: async () => server.token,
      node: source.node,
      version,
    }),
  }))
  return {
    async evaluate() {
      for (const { source, publisher } of publishers) {
        try {
          const ruleSettings = await openRuleSettings({ publisher })
          await ruleSettings.refresh()
          const options = ruleSettings.optionsFor(loadRules())
          const begun = first.shift()
          // It was begun before anybody could say what was set for the rules.
          const isBegunRight = begun && Object.keys(options.parameters ?? {}).length === 0
          const evaluated = await (isBegunRight ? begun : evaluateScope(source, cluster, options))
          await publishScope(source, publisher, evaluated)
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error)
          process.stderr.write(`evenkeel: ${source.scope} was not evaluated: ${message}\n`)
        }
      }
    },
    async close() {
      for (const { publisher } of publishers) await publisher.close()
    },
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
