/** The server in this process over chosen findings, with a clock that stands still: what a page shows is the same in every run. */

import {
  type CycleResult,
  createPublisher,
  readSnapshot,
  runCycle,
  sampleSnapshotPath,
} from '../../packages/agent/src/index.ts'
import { loadRules } from '../../packages/benchmarks/src/index.ts'
import { webFolder } from '../../packages/cli/src/web-folder.ts'
import type { Resource } from '../../packages/model/src/index.ts'
import { sessionCookie } from '../../packages/server/src/http/access.ts'
import { readRuleSource } from '../../packages/server/src/server.ts'
import { openRuleBook } from '../../packages/server/src/storage/rule-book.ts'
import { addCluster, openTestWorld } from '../../packages/server/src/testing/world.ts'

export const now = new Date('2026-03-10T10:00:00.000Z')
const dayMs = 86_400_000
const version = '0.1.0'

export interface PagesWorld {
  url: string
  /** Of a session of an admin. */
  cookie: { name: string; value: string; url: string }
  /** The sample's findings as of so many days ago; `keeps` takes part of them, `rename` gives other names. */
  publishSample(
    cluster: AddedCluster,
    daysAgo: number,
    keeps?: Keeps,
    rename?: Rename,
  ): Promise<void>
  addCluster(name: string, labels?: Record<string, string>): Promise<AddedCluster>
  /** A request of the admin's; gives the answer's body. */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>
  close(): Promise<void>
}

export interface AddedCluster {
  clusterId: string
  token: string
}
type Keeps = (resource: { name: string }) => boolean
export type Rename = (resource: Resource) => Resource

export async function openPagesWorld(): Promise<PagesWorld> {
  const webDir = process.env.EVENKEEL_E2E_WEB ?? (await webFolder())
  const world = await openTestWorld('embedded', { webDir, version })
  world.host.ruleBook = await openRuleBook(world.host.db, readRuleSource())
  world.clock.now = now
  const url = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const sequences = new Map<string, number>()
  const nextSequence = (id: string) => {
    const next = (sequences.get(id) ?? 0) + 1
    sequences.set(id, next)
    return next
  }
  return {
    url,
    cookie: { name: sessionCookie, value: world.cookies[sessionCookie] ?? '', url },
    addCluster: (name, labels) => addCluster(world, name, labels),
    async publishSample(cluster, daysAgo, keeps = () => true, rename = (it) => it) {
      const sample = await evaluateSample()
      const at = new Date(now.getTime() - daysAgo * dayMs)
      world.clock.now = at
      const sequence = nextSequence(cluster.clusterId)
      await publish({ url, token: cluster.token }, renamed(kept(sample, keeps), rename), {
        at,
        sequence,
      })
      world.clock.now = now
    },
    async call(method, path, body) {
      const payload = body === undefined ? {} : { payload: body }
      const { cookies } = world
      const answer = await world.app.inject({ method, url: path, cookies, ...payload })
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`)
      return JSON.parse(answer.body || 'null')
    },
    close: () => world.close(),
  }
}

let evaluated: Promise<CycleResult> | undefined

/** Once for all clusters, and as of the clock that stands still. */
function evaluateSample(): Promise<CycleResult> {
  evaluated ??= readSnapshot(sampleSnapshotPath).then(({ header, observations }) =>
    runCycle(observations, { ruleSet: loadRules(), evaluator: { cluster: header.cluster } }),
  )
  return evaluated
}

function kept(sample: CycleResult, keeps: Keeps): CycleResult {
  return {
    ...sample,
    resources: sample.resources.filter(keeps),
    findings: sample.findings.filter(({ resource }) => keeps(resource)),
  }
}

/** Each resource once, so that its findings are about the same one. */
function renamed(cycle: CycleResult, rename: Rename): CycleResult {
  const resources = new Map(cycle.resources.map((it) => [it.id, rename(it)]))
  return {
    ...cycle,
    resources: [...resources.values()],
    findings: cycle.findings.map((it) => {
      const named = resources.get(it.resource.id)
      if (!named) return it
      const { id, name, namespace = null, owner = null } = named
      return { ...it, resource: { ...it.resource, id, name, namespace, owner } }
    }),
  }
}

async function publish(
  server: { url: string; token: string },
  cycle: CycleResult,
  { at, sequence }: { at: Date; sequence: number },
): Promise<void> {
  const { url, token } = server
  const publisher = createPublisher({ url, token: async () => token, version })
  await publisher.publish(cycle, {
    scope: 'kube-api',
    sequence,
    is_complete: true,
    gone: [],
    started_at: new Date(at.getTime() - 20_000).toISOString(),
    finished_at: at.toISOString(),
    agent: { version, node: null, resident_bytes: 64 * 1024 * 1024 },
    detected: {
      benchmark: cycle.detected.benchmark,
      kubernetes_version: cycle.detected.version,
      provider: cycle.detected.provider,
    },
    nodes: cycle.resources.filter((it) => it.subType === 'Node').map((it) => it.name),
    coverage: cycle.coverage,
  })
  await publisher.close()
}
