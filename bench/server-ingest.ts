/** Ingest: a cycle of 200,000 findings of which 2 % changed, beside writing all of them again. */
import { findingId } from '../packages/benchmarks/src/index.ts'
import { diffCycle, ingestCycle } from '../packages/server/src/ingest/ingest.ts'
import { resourceUuid } from '../packages/server/src/ingest/plan.ts'
import { evaluationCode, severityCode } from '../packages/server/src/storage/codes.ts'
import { insertChanges, upsertFindings } from '../packages/server/src/storage/cycle-rows.ts'
import {
  addBenchCluster,
  type Landscape,
  makeCycle,
  makeLandscape,
  measure,
  openBenchWorld,
} from './_server-world.ts'

const count = Number(process.env.BENCH_FINDINGS ?? 200_000)
const changedShare = 0.02

const world = await openBenchWorld()
const clusterId = await addBenchCluster(world, 'bench')
const landscape = makeLandscape(world, count)

/** How long a reader waits at the most while something else runs. */
async function longestWait(other: Promise<unknown>): Promise<{ reads: number; longestMs: number }> {
  let isDone = false
  const done = other.finally(() => {
    isDone = true
  })
  let [reads, longestMs] = [0, 0]
  while (!isDone) {
    const { wallMs } = await measure(() => world.get('/api/v1/findings?limit=50'))
    reads += 1
    longestMs = Math.max(longestMs, wallMs)
    await new Promise((go) => setTimeout(go, readEveryMs))
  }
  await done
  return { reads, longestMs }
}

const readEveryMs = 200
const firstCycle = makeCycle(landscape, 1)
const loading = measure(() => ingestCycle(world.host, clusterId, firstCycle))
const wait = await longestWait(loading)
const first = await loading

const changed = new Set(
  landscape.findings.map((_, index) => index).filter((index) => index % (1 / changedShare) === 0),
)
const turned: Landscape = {
  resources: landscape.resources,
  findings: landscape.findings.map((finding, index) =>
    changed.has(index)
      ? { ...finding, evaluation: finding.evaluation === 'failed' ? 'passed' : 'failed' }
      : finding,
  ),
}
const cycle = makeCycle(turned, 2, changed)
// As it arrives: the bodies are text, and both calls hold all keys.
const diffText = JSON.stringify({ scope: cycle.scope, sequence: cycle.sequence, keys: cycle.keys })
const cycleText = JSON.stringify(cycle)
const second = await measure(async () => {
  await diffCycle(world.host, clusterId, JSON.parse(diffText))
  return await ingestCycle(world.host, clusterId, JSON.parse(cycleText))
})
const unchanged = await measure(async () =>
  ingestCycle(world.host, clusterId, makeCycle(turned, 3, new Set())),
)

/** What a server without hashes does: every row again, and a row of history for each. */
const book = await world.host.ruleBook.current()
const naive = await measure(() =>
  world.host.db.transaction().execute(async (db) => {
    const context = { clusterId, scope: 'kube-api', at: new Date() }
    const rows = landscape.findings.map((row) => {
      const place = world.host.ruleBook.placeOf(book, row.rule_id, 'cis-kubernetes-1.12')
      return {
        id: findingId(clusterId, row.resource_id, row.rule_id),
        resource_id: resourceUuid(clusterId, row.resource_id),
        rule_no: place?.ruleNo ?? 0,
        place_no: place?.placeNo ?? 0,
        evaluation: evaluationCode(row.evaluation),
        severity: severityCode(row.severity),
        held_lifecycle: null,
        own_severity: null,
        lifecycle: null,
        reason: row.reason,
        evidence: row.evidence,
      }
    })
    await insertChanges(
      db,
      context,
      rows.map(({ id, evaluation }) => ({ id, kind: 'changed', evaluation })),
    )
    await upsertFindings(db, context, rows)
  }),
)
await world.close()

const line = (name: string, { cpuSeconds, wallMs }: { cpuSeconds: number; wallMs: number }) =>
  console.log(
    `${name.padEnd(44)} ${cpuSeconds.toFixed(2).padStart(7)} s CPU ${(wallMs / 1000).toFixed(2).padStart(7)} s wall`,
  )
console.log(`${count} findings, ${world.kind} database`)
line('first load, with a reader beside', first)
console.log(
  `the reader came in ${wait.reads} times and waited ${wait.longestMs.toFixed(0)} ms at the most`,
)
line('diff and cycle, 2 % changed', second)
line('cycle, nothing changed', unchanged)
line('baseline: write every row and its history', naive)
console.log(`ratio baseline / 2 % changed: ${(naive.cpuSeconds / second.cpuSeconds).toFixed(1)}`)
