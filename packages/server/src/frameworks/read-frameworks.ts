/** Reads benchmarks and frameworks with what was found, now and at an earlier time. */

import {
  type Attestation,
  type Benchmark,
  type ClusterDetail,
  type ControlResult,
  type FrameworkDetail,
  type FrameworkSummary,
  quoteKql,
  type SeverityTally,
} from '@evenkeel/model'
import { describeClusters } from '../clusters/describe.ts'
import type { AppHost, World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { readCounts } from '../scores/counts.ts'
import { addToTally } from '../scores/tally.ts'
import { openAttestations } from '../storage/attestation-state.ts'
import { type AttestationRow, listAttestations } from '../storage/attestations.ts'
import { listFlowDays } from '../storage/flow-days.ts'
import type { CountRow } from '../storage/score-points.ts'
import { listSeenNodes } from '../storage/seen-nodes.ts'
import { compareBenchmarks, countsOf, isCatalogue } from './catalogues.ts'
import { describeSections, type Held, type Off, scoreOf } from './controls.ts'
import { describeGaps } from './coverage-gaps.ts'
import { computeTrend, type TrendPoint } from './trend.ts'

export interface FrameworkRequest {
  id: string
  clusterId?: string | undefined
  /** As they were then; now where it is not given. */
  at?: Date | undefined
  /** An earlier time to compare with. */
  compare?: Date | undefined
}

/** A framework with the clusters that it was held against. */
export interface HeldFramework {
  benchmark: Benchmark
  detail: FrameworkDetail
  clusters: readonly ClusterDetail[]
  held: Held
}

export async function readFrameworks(
  host: AppHost,
  world: World,
  request: Pick<FrameworkRequest, 'clusterId' | 'at'>,
): Promise<FrameworkSummary[]> {
  const state = await readState(host, world, request)
  const { source } = host.ruleBook
  return [...source.benchmarks].sort(compareBenchmarks).flatMap((benchmark) => {
    const held = hold(host, state, benchmark)
    return held.counts.length === 0 ? [] : [summarize(held)]
  })
}

/** Throws a problem where there is no such framework or cluster. */
export async function readFramework(
  host: AppHost,
  world: World,
  request: FrameworkRequest,
): Promise<HeldFramework> {
  const benchmark = host.ruleBook.source.benchmarks.find((it) => it.id === request.id)
  if (!benchmark) throw new ProblemError(404, `There is no framework "${request.id}".`)
  const state = await readState(host, world, request)
  const held = hold(host, state, benchmark)
  const ids = new Set(held.clusters.map((it) => it.clusterId))
  const clusters = state.clusters.filter((it) => ids.has(it.cluster.id))
  const time = timeOf(request.at, clusters, world.now)
  const score = scoreOf(held)
  const detail: FrameworkDetail = {
    id: benchmark.id,
    name: benchmark.name,
    version: benchmark.version,
    at: time.toISOString(),
    clusters: held.clusters.map((it) => ({ id: it.clusterId, name: it.name })),
    gaps: describeGaps(clusters, world.reach !== null),
    score,
    trend: await readTrend(world, held, time),
    sections: describeSections(held),
  }
  if (!request.compare) return { benchmark, detail, clusters, held }
  const before = await readState(host, world, { ...request, at: request.compare })
  return { benchmark, detail: compareWith(detail, hold(host, before, benchmark)), clusters, held }
}

const trendDays = 30

/** Each rule counts once, as in the score. */
async function readTrend(world: World, held: Held, until: Date): Promise<TrendPoint[]> {
  const placeNos = new Set(held.counts.map((it) => it.placeNo))
  const clusterIds = held.clusters.map((it) => it.clusterId)
  const since = new Date(until.getTime() - trendDays * 86_400_000)
  const flows = await listFlowDays(world.db, { clusterIds, since, until })
  const tally: SeverityTally = {}
  for (const row of held.counts) addToTally(tally, row)
  const end = until.toISOString().slice(0, 10)
  return computeTrend(
    tally,
    end,
    flows.filter((it) => placeNos.has(it.placeNo)),
  )
}

/** Without a time, what is shown is as of the last evaluation. */
function timeOf(at: Date | undefined, clusters: readonly ClusterDetail[], now: number): Date {
  if (at) return at
  const evaluated = clusters.flatMap(({ cluster }) => cluster.last_evaluated_at ?? []).sort()
  return new Date(evaluated.at(-1) ?? now)
}

interface State {
  world: World
  clusterId: string | undefined
  clusters: readonly ClusterDetail[]
  counts: readonly CountRow[]
  findAnswer: Held['findAnswer']
  at: Date | undefined
}

async function readState(
  host: AppHost,
  world: World,
  { clusterId, at }: { clusterId?: string | undefined; at?: Date | undefined },
): Promise<State> {
  if (clusterId !== undefined && !world.clusters.some((it) => it.clusterId === clusterId)) {
    throw new ProblemError(404, `There is no cluster ${clusterId}.`)
  }
  const [all, counts, answers] = await Promise.all([
    describeClusters(host, world),
    readCounts({ ...world, at }, clusterId),
    listAttestations(world.db),
  ])
  const nodes = await readHidden(world, all)
  const isWanted = (id: string) => clusterId === undefined || id === clusterId
  const book = openAttestations(answers, at ?? new Date(world.now))
  return {
    world,
    clusterId,
    at,
    clusters: nodes.filter(({ cluster }) => isWanted(cluster.id)),
    counts: counts.filter((it) => isWanted(it.clusterId)),
    findAnswer: (ruleId, id) => {
      const row = book.find(ruleId, id)
      return row && describeAnswer(row)
    },
  }
}

/** With only those silent nodes of which nothing is known either. */
async function readHidden(world: World, clusters: readonly ClusterDetail[]) {
  const silent = clusters.filter((it) => it.silent_nodes.length > 0).map((it) => it.cluster.id)
  const seen = new Set(
    (await listSeenNodes(world.db, silent)).map((it) => `${it.clusterId} ${it.node}`),
  )
  return clusters.map((it) => ({
    ...it,
    silent_nodes: it.silent_nodes.filter((node) => !seen.has(`${it.cluster.id} ${node}`)),
  }))
}

/** Of the state, what belongs to one framework. */
function hold(host: AppHost, state: State, benchmark: Benchmark): Held {
  const isOfAll = isCatalogue(benchmark, host.ruleBook.source)
  const { book } = state.world
  const counts = countsOf(benchmark, { book, counts: state.counts }, isOfAll)
  const counted = new Set(counts.map((it) => it.clusterId))
  const clusters = state.clusters
    .filter(({ cluster }) => {
      if (cluster.last_evaluated_at === null) return false
      return isOfAll || cluster.benchmark === benchmark.id || counted.has(cluster.id)
    })
    .map(({ cluster, silent_nodes }) => ({
      clusterId: cluster.id,
      name: cluster.name,
      hiddenNodes: silent_nodes.length,
    }))
  const parts = [
    ...(isOfAll ? [] : [`rule.benchmark.id : ${quoteKql(benchmark.id)}`]),
    ...(state.clusterId === undefined ? [] : [`cluster.id : ${quoteKql(state.clusterId)}`]),
  ]
  return {
    benchmark,
    book,
    counts,
    clusters,
    findAnswer: state.findAnswer,
    offOf: (ruleId) => listOff(state, clusters, ruleId),
    queryOf: (ruleId) => [`rule.id : ${quoteKql(ruleId)}`, ...parts].join(' and '),
  }
}

/** One entry for each setting. Of an earlier time only what stands as it stood then. */
function listOff({ world, at }: State, clusters: Held['clusters'], ruleId: string): Off[] {
  const bySetting = new Map<string, Off>()
  for (const { clusterId, name } of clusters) {
    const state = world.settings.get(clusterId)?.get(ruleId)?.state
    if (state?.value !== 'disabled') continue
    const { id, updated_by: by, updated_at: since, reason } = state.from
    if (at && since > at.toISOString()) continue
    const off = bySetting.get(id) ?? { by, since, reason, clusters: [] }
    off.clusters.push(name)
    bySetting.set(id, off)
  }
  return [...bySetting.values()]
}

function summarize(held: Held): FrameworkSummary {
  const { id, name, version } = held.benchmark
  const controls = describeSections(held).flatMap((it) => it.controls)
  return {
    id,
    name,
    version,
    clusters: held.clusters.length,
    score: scoreOf(held),
    controls: countResults(controls),
  }
}

export function countResults(controls: readonly { result: ControlResult }[]) {
  const none = { failed: 0, unknown: 0, manual: 0, passed: 0 }
  const counts = { ...none, not_applicable: 0, listed: 0, disabled: 0 }
  for (const { result } of controls) {
    counts[result === 'not-applicable' ? 'not_applicable' : result] += 1
  }
  return counts
}

/** Where nothing was evaluated then, no result is told of it. */
function compareWith(detail: FrameworkDetail, before: Held): FrameworkDetail {
  const earlier = before.counts.length === 0 ? [] : describeSections(before)
  return {
    ...detail,
    score_before: scoreOf(before),
    sections: detail.sections.map((section, index) => ({
      ...section,
      controls: section.controls.map((control, place) => {
        const result = earlier[index]?.controls[place]?.result
        return result ? { ...control, before: result } : control
      }),
    })),
  }
}

/** Of those that count. */
function describeAnswer(row: AttestationRow): Attestation {
  const { fileName, fileType, fileBytes, fileSha256 } = row
  return {
    id: row.attestationId,
    rule_id: row.ruleId,
    cluster_id: row.clusterId,
    verdict: row.verdict,
    statement: row.statement,
    until: row.until?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    state: 'active',
    file:
      fileName !== null && fileType !== null && fileBytes !== null && fileSha256 !== null
        ? { name: fileName, media_type: fileType, bytes: fileBytes, sha256: fileSha256 }
        : null,
  }
}
