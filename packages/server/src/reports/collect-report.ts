/** Collects what a report shows from what is stored; nothing is asked of a cluster. */

import { type ClusterDetail, type FrameworkControl, severityOrder } from '@evenkeel/model'
import { countResults, type HeldFramework, readFramework } from '../frameworks/read-frameworks.ts'
import type { AppHost, World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listExceptions } from '../storage/exceptions.ts'
import { countAcceptedOf, countKinds, type ReportScope } from '../storage/report-rows.ts'
import { findReportBefore } from '../storage/reports.ts'
import { collectRows } from './collect-rows.ts'
import type {
  ReportChanges,
  ReportCluster,
  ReportControl,
  ReportData,
  ReportException,
} from './report-data.ts'

export interface ReportRequest {
  frameworkId: string
  clusterId: string | undefined
  at: Date | undefined
}

/** Of each control, as many failed and as many unknown findings are printed. */
export const rowsMax = 50
const topMax = 10

/** Throws a problem where there is no such framework or cluster. */
export async function collectReport(
  host: AppHost,
  world: World,
  { frameworkId, clusterId, at }: ReportRequest,
): Promise<ReportData> {
  const framework = await readFramework(host, world, { id: frameworkId, clusterId, at })
  const { detail, held } = framework
  if (held.clusters.length === 0) {
    throw new ProblemError(404, `Nothing was held against ${detail.name} ${detail.version} yet.`)
  }
  const placeNos = [...new Set(held.counts.map((it) => it.placeNo))].sort((a, b) => a - b)
  const clusterIds = held.clusters.map((it) => it.clusterId)
  const scope: ReportScope = { placeNos, clusterIds, at }
  const rows = await collectRows(world, scope, rowsMax)
  const controls = detail.sections.flatMap((it) => it.controls)
  const cluster = world.clusters.find((it) => it.clusterId === clusterId)
  return {
    product: `Evenkeel ${host.version}`,
    framework: { id: detail.id, name: detail.name, version: detail.version },
    scope: cluster ? `Cluster ${cluster.name}` : nameAll(detail.clusters, world.reach !== null),
    cluster: cluster ? { id: cluster.clusterId, name: cluster.name } : null,
    at: detail.at,
    rulesVersion: host.ruleBook.source.version,
    gaps: detail.gaps,
    score: detail.score,
    results: countResults(controls),
    excepted: sumByRule(controls, (it) => it.excepted),
    trend: detail.trend,
    topFailures: listTop(controls),
    sections: detail.sections.map(({ number, title, score, controls: own }) => ({
      number,
      title,
      score: score.value,
      results: countResults(own),
      controls: own.map((it) => describeControl(host, framework, it, rows.get(it.rule) ?? [])),
    })),
    exceptions: await describeExceptions(world, scope),
    clusters: framework.clusters.map(describeCluster),
    kinds: await countKinds(world.db, clusterIds),
    changes: await readChanges(host, world, { frameworkId, clusterId, at: new Date(detail.at) }),
    rowsMax,
    url: host.publicUrl(),
  }
}

function nameAll(clusters: readonly { name: string }[], isPart: boolean): string {
  const names = clusters.map((it) => it.name)
  const listed = names.length > 4 ? `${names.length} clusters` : names.join(', ')
  if (isPart) return `What its maker sees of ${listed || 'no cluster'}`
  return names.length === 1 ? `Cluster ${listed}` : `All clusters${listed && `: ${listed}`}`
}

/** A rule under several numbers counts once. */
function sumByRule(controls: readonly FrameworkControl[], of: (it: FrameworkControl) => number) {
  const byRule = new Map(controls.map((it) => [it.rule, of(it)]))
  return [...byRule.values()].reduce((sum, it) => sum + it, 0)
}

function listTop(controls: readonly FrameworkControl[]): ReportData['topFailures'] {
  const rank = (it: FrameworkControl) => (it.severity ? severityOrder.indexOf(it.severity) : -1)
  const byRule = new Map(controls.map((it) => [it.rule, it]))
  return [...byRule.values()]
    .filter((it) => it.counts.failed > 0)
    .sort((a, b) => rank(b) - rank(a) || b.counts.failed - a.counts.failed)
    .slice(0, topMax)
    .map(({ number, title, severity, counts }) => ({
      number,
      title,
      severity,
      failed: counts.failed,
    }))
}

function describeControl(
  host: AppHost,
  { held, benchmark }: HeldFramework,
  control: FrameworkControl,
  rows: ReportControl['rows'],
): ReportControl {
  const rule = held.book.rules.get(control.rule)?.rule
  const { number, title, severity, profile, assessment, result, counts, excepted, query } = control
  return {
    number,
    title,
    rule: control.rule,
    severity,
    profile,
    assessment,
    result,
    counts,
    excepted,
    ...(control.off && { off: control.off }),
    query,
    description: rule?.description ?? '',
    remediation: rule?.remediation ?? '',
    mapped: listMapped(host, rule?.controls ?? [], benchmark.id),
    attestation: control.attestation,
    rows,
  }
}

/** The frameworks' own requirements that the rule gives evidence for. */
function listMapped(
  { ruleBook: { source } }: AppHost,
  controls: readonly { benchmark: string; number: string }[],
  ownId: string,
): string[] {
  const mapped = controls
    .filter((it) => it.benchmark !== ownId && source.frameworks.has(it.benchmark))
    .map(({ benchmark, number }) => {
      const name = source.benchmarks.find((it) => it.id === benchmark)?.name ?? benchmark
      return `${name} ${number}`
    })
  return [...new Set(mapped)].sort()
}

async function describeExceptions(world: World, scope: ReportScope): Promise<ReportException[]> {
  const accepted = await countAcceptedOf(world.db, scope)
  const failed = new Map(accepted.map((it) => [it.exceptionId, it.failed]))
  return (await listExceptions(world.db))
    .filter((it) => failed.has(it.exceptionId))
    .map((it) => ({
      query: it.query,
      reason: it.reason,
      category: it.category,
      owner: it.owner,
      by: it.decidedBy ?? it.createdBy,
      until: it.until?.toISOString() ?? null,
      failed: failed.get(it.exceptionId) ?? 0,
    }))
}

function describeCluster({ cluster, reporters }: ClusterDetail): ReportCluster {
  const { coverage, nodes } = cluster
  return {
    name: cluster.name,
    provider: cluster.provider ?? 'unknown',
    version: cluster.kubernetes_version ?? 'unknown',
    nodes: `${nodes.reporting} of ${nodes.expected}`,
    evaluatedAt: cluster.last_evaluated_at ?? '',
    coverage: coverage ? `${coverage.evaluated} of ${coverage.expected}` : 'none',
    reporters: reporters.map((it) => ({
      scope: it.scope,
      version: it.agent_version ?? 'unknown',
      at: it.last_cycle_at ?? '',
      isStale: it.is_stale,
    })),
  }
}

interface ChangesOf {
  frameworkId: string
  clusterId: string | undefined
  at: Date
}

/** Held against the time of the report before, as the history has it now. */
async function readChanges(
  host: AppHost,
  world: World,
  { frameworkId, clusterId, at }: ChangesOf,
): Promise<ReportChanges | null> {
  const before = await findReportBefore(world.db, { frameworkId, clusterId, at })
  if (!before) return null
  const request = { id: frameworkId, clusterId, at, compare: before.at }
  const { detail } = await readFramework(host, world, request)
  return {
    since: before.at.toISOString(),
    reportId: before.reportId,
    score: detail.score_before?.value ?? null,
    items: detail.sections.flatMap((section) =>
      section.controls.flatMap(({ number, title, result, before: earlier }) =>
        earlier === undefined || earlier === result
          ? []
          : [{ number, title, before: earlier, after: result }],
      ),
    ),
  }
}
