/** What a cluster looks like from outside: coverage, reporters, silent nodes, onboarding, score. */

import {
  type ClusterDetail,
  type ClusterSummary,
  type Coverage,
  computeScore,
  type ReporterStatus,
  type SeverityTally,
} from '@evenkeel/model'
import type { AppHost, World } from '../http/host.ts'
import { addToTally } from '../scores/tally.ts'
import {
  type ClusterRow,
  findCluster,
  listClusters,
  listScopes,
  type ScopeRow,
} from '../storage/clusters.ts'
import { sumCounts } from '../storage/score-points.ts'
import { staleSince } from '../storage/staleness.ts'
import { listEnrolledClusters } from '../storage/tokens.ts'

/** Of all gaps of a cluster; the pages of its reporters show the rest. */
const gapsMax = 200

export async function describeClusters(host: AppHost, world: World): Promise<ClusterDetail[]> {
  return await describe(host, world, await listClusters(world.db))
}

export async function describeCluster(
  host: AppHost,
  world: World,
  clusterId: string,
): Promise<ClusterDetail | undefined> {
  const cluster = await findCluster(world.db, clusterId)
  if (!cluster) return undefined
  const [detail] = await describe(host, world, [cluster])
  return detail
}

async function describe(host: AppHost, world: World, clusters: ClusterRow[]) {
  const clusterId = clusters.length === 1 ? clusters[0]?.clusterId : undefined
  const scopes = await listScopes(world.db, clusterId)
  const enrolled = await listEnrolledClusters(host.db)
  const tallies = new Map<string, SeverityTally>()
  const counts = await sumCounts(world.db, ['clusterId', 'severity', 'evaluation'], clusterId)
  for (const row of counts) {
    const tally = tallies.get(row.clusterId) ?? {}
    addToTally(tally, row)
    tallies.set(row.clusterId, tally)
  }
  return clusters.map((cluster) => {
    const own = scopes.filter((scope) => scope.clusterId === cluster.clusterId)
    const tally = tallies.get(cluster.clusterId) ?? {}
    return toDetail(cluster, own, {
      tally,
      isEnrolled: enrolled.has(cluster.clusterId),
      now: host.now(),
    })
  })
}

interface Seen {
  tally: SeverityTally
  isEnrolled: boolean
  now: Date
}

function toDetail(
  cluster: ClusterRow,
  scopes: ScopeRow[],
  { tally, isEnrolled, now }: Seen,
): ClusterDetail {
  const reporters = scopes.map((scope) => toReporter(scope, now))
  const nodeScopes = scopes.filter((scope) => scope.scope.startsWith('node/'))
  const reportingNames = new Set(nodeScopes.map((scope) => scope.scope.slice('node/'.length)))
  const expected = cluster.nodes ?? [...reportingNames]
  const silent = reporters.filter((it) => it.is_stale)
  const stale = new Set(silent.map((it) => it.scope))
  const [silentSince = null] = silent.map((it) => it.last_cycle_at).sort()
  const reporting = expected.filter(
    (name) => reportingNames.has(name) && !stale.has(`node/${name}`),
  )
  const score = computeScore(tally)
  const summary: ClusterSummary = {
    id: cluster.clusterId,
    name: cluster.name,
    kind: cluster.kind,
    provider: cluster.provider,
    kubernetes_version: cluster.kubernetesVersion,
    benchmark: cluster.benchmarkId,
    labels: cluster.labels,
    created_at: cluster.createdAt.toISOString(),
    last_evaluated_at: cluster.lastEvaluatedAt?.toISOString() ?? null,
    nodes: { expected: expected.length, reporting: reporting.length },
    silent: { reporters: silent.length, of: reporters.length, since: silentSince },
    coverage: sumCoverage(scopes),
    state: stateOf(cluster, scopes, { isEnrolled, counts: score.counts }),
    score,
  }
  return {
    cluster: summary,
    reporters,
    silent_nodes: expected.filter((name) => !reportingNames.has(name)),
  }
}

function toReporter(scope: ScopeRow, now: Date): ReporterStatus {
  return {
    scope: scope.scope,
    node: scope.node,
    agent_version: scope.agentVersion,
    last_cycle_at: scope.finishedAt.toISOString(),
    duration_ms: Math.max(0, scope.finishedAt.getTime() - scope.startedAt.getTime()),
    coverage: scope.coverage,
    is_stale: staleSince(scope, now.getTime()) !== undefined,
  }
}

function sumCoverage(scopes: readonly ScopeRow[]): Coverage | null {
  if (scopes.length === 0) return null
  const excluded = new Set(scopes.flatMap(({ coverage }) => coverage.excluded_namespaces ?? []))
  return {
    expected: scopes.reduce((sum, { coverage }) => sum + coverage.expected, 0),
    evaluated: scopes.reduce((sum, { coverage }) => sum + coverage.evaluated, 0),
    gaps: scopes.flatMap(({ coverage }) => coverage.gaps).slice(0, gapsMax),
    ...(excluded.size > 0 ? { excluded_namespaces: [...excluded].sort() } : {}),
  }
}

function stateOf(
  { lastEvaluatedAt }: ClusterRow,
  scopes: readonly ScopeRow[],
  { isEnrolled, counts }: { isEnrolled: boolean; counts: ClusterSummary['score']['counts'] },
): ClusterSummary['state'] {
  const findings = counts.passed + counts.failed + counts.unknown + counts.manual
  // Who sees some namespaces sees no scopes, and perhaps no finding of a cluster that has many.
  const isElsewhere = scopes.length === 0 && lastEvaluatedAt !== null
  if (findings > 0 || isElsewhere) return 'first-finding'
  if (scopes.length > 0) return 'evaluating'
  return isEnrolled ? 'agent-connected' : 'no-contact'
}
