/** The support bundle: how the server and its clusters are, without a name, a token or the contents of a resource. */

import type { ClusterDetail } from '@evenkeel/model'
import { describeClusters } from '../clusters/describe.ts'
import type { AppHost, World } from '../http/host.ts'
import { readSystemStatus } from './status.ts'

/**
 * Made of what is listed here and of nothing else.
 * Texts that people or clusters wrote stay out: names, labels, reasons of gaps, messages of errors.
 */
export async function makeBundle(host: AppHost, world: World) {
  const { jobs, ...status } = await readSystemStatus(host)
  const clusters = await describeClusters(host, world)
  return {
    made_at: host.now().toISOString(),
    about: 'How an Evenkeel server is. It holds no names, tokens, labels or contents of resources.',
    ...status,
    process: {
      platform: process.platform,
      architecture: process.arch,
      uptime_seconds: Math.round(process.uptime()),
      memory: process.memoryUsage(),
    },
    jobs: jobs.map(({ last_error, ...job }) => ({ ...job, has_failed: last_error !== null })),
    clusters: clusters.map(describeNameless),
    metrics: await host.metrics.print(),
  }
}

function describeNameless({ cluster, reporters }: ClusterDetail, index: number) {
  return {
    cluster: `cluster ${index + 1}`,
    kind: cluster.kind,
    state: cluster.state,
    kubernetes_version: versionOf(cluster.kubernetes_version),
    benchmark: cluster.benchmark,
    last_evaluated_at: cluster.last_evaluated_at,
    nodes: cluster.nodes,
    silent: cluster.silent,
    counts: cluster.score.counts,
    coverage: cluster.coverage && {
      expected: cluster.coverage.expected,
      evaluated: cluster.coverage.evaluated,
      gaps: cluster.coverage.gaps.length,
    },
    reporters: reporters.map((it) => ({
      scope: it.scope.split('/')[0],
      agent_version: versionOf(it.agent_version),
      last_cycle_at: it.last_cycle_at,
      duration_ms: it.duration_ms,
      is_stale: it.is_stale,
      gaps: it.coverage?.gaps.length ?? null,
    })),
  }
}

/** Agents write it: only what looks like a version is let through. */
function versionOf(text: string | null): string | null {
  return /^v?\d+(\.\d+){0,2}/.exec(text ?? '')?.[0] ?? null
}
