/** A cycle in parts comes to what the same cycle in one piece does. */
import { gunzipSync } from 'node:zlib'
import { loadRules } from '@evenkeel/benchmarks'
import type { CycleRequest, DiffRequest, Resource, ResourceKey } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { type FakeApi, startFakeApi } from '../../fixtures/fake-api.ts'
import { createLiveEvaluation, joinResults, type LiveEvaluation } from '../cycle/live-evaluation.ts'
import type { CycleResult } from '../cycle/run-cycle.ts'
import { createLiveObjects, type LiveObjects } from '../objects/live-objects.ts'
import { createCycleRows } from '../publisher/cycle-request.ts'
import { createPublisher, type Publisher } from '../publisher/publisher.ts'
import { openSpool } from '../spool/spool.ts'
import { readAgentConfig } from './config.ts'
import { createDelivery } from './delivery.ts'
import { createLogger } from './logger.ts'
import { sendDelta, sendWhole } from './send-cycle.ts'
import type { TaskHost, TaskReport } from './task.ts'

let api: FakeApi | undefined
let publisher: Publisher | undefined

afterEach(async () => {
  await publisher?.close()
  await api?.close()
})

/** Holds keys and rows as the server does, and refuses a cycle whose rows it lacks. */
async function startServer() {
  const held = new Map<string, ResourceKey>()
  const cycles: CycleRequest[] = []
  const lackingOf = ({ keys }: DiffRequest) => {
    const lacking = { resources: [] as string[], findings: [] as [string, string][] }
    for (const { id, hash, findings } of keys) {
      const known = held.get(id)
      const rules = new Map(known?.findings)
      if (known?.hash !== hash) lacking.resources.push(id)
      for (const [rule, it] of findings)
        if (rules.get(rule) !== it) lacking.findings.push([id, rule])
    }
    return lacking
  }
  api = await startFakeApi((line, _count, body) => {
    const raw = Buffer.from(body, 'latin1')
    const request: CycleRequest = JSON.parse((raw[0] === 0x1f ? gunzipSync(raw) : raw).toString())
    const { present = [] } = request
    const lacking = lackingOf(request)
    for (const id of present) if (!held.has(id)) lacking.resources.push(id)
    if (line.endsWith('/diff')) return { body: lacking }
    const sent = new Set(request.findings.map((it) => `${it.resource_id} ${it.rule_id}`))
    const isLost = present.some((id) => !held.has(id))
    if (isLost || lacking.findings.some((pair) => !sent.has(pair.join(' '))))
      return { status: 409, body: lacking }
    cycles.push(request)
    const there = new Set(present)
    if (request.is_complete) for (const id of held.keys()) if (!there.has(id)) held.delete(id)
    for (const id of request.gone) held.delete(id)
    for (const key of request.keys) held.set(key.id, key)
    return { body: { applied: true, findings_changed: 0, resources_changed: 0 } }
  })
  return { held, cycles, url: api.url }
}

/** More than goes in one request. */
const count = 507
const gap = {
  collector: 'kube-api',
  source: 'GET /x',
  reason: 'No.',
  resourceType: 'k8s_object' as const,
  subType: 'Pod',
}
const evaluator = { cluster: { id: 'c', name: 'c' }, kubernetesVersion: '1.34.0' }

function setRole(live: LiveObjects, index: number, resource: string): void {
  live.set('roles', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: `r${index}`, namespace: 'a' },
    rules: [{ apiGroups: ['*'], resources: [resource], verbs: ['get'] }],
  })
}

async function startSending() {
  const server = await startServer()
  publisher = createPublisher({ url: server.url, version: '1', credential: 'x' })
  const live = createLiveObjects()
  for (let index = 0; index < count; index += 1) setRole(live, index, index % 2 ? '*' : 'pods')
  const read = readAgentConfig({}, {})
  if ('mistakes' in read) throw new Error(read.mistakes.join())
  const reports: TaskReport[] = []
  const log = createLogger('error', {})
  const host: TaskHost = {
    task: {
      kind: 'kube-api',
      config: read.config,
      configGaps: [],
      cluster: evaluator.cluster,
      node: 'n',
      version: '1',
      credential: 'x',
    },
    log,
    delivery: createDelivery({
      publisher,
      log,
      spool: await openSpool({ folder: undefined, bytesMax: 0, memoryBytesMax: 0 }),
      onState: () => undefined,
      onFailure: () => undefined,
    }),
    report: (report) => reports.push(report),
  }
  const resources = live.resources()
  const evaluation = createLiveEvaluation({
    ruleSet: loadRules(),
    evaluator,
    gaps: [gap],
    resources,
  })
  return { server, live, host, reports, resources, evaluation }
}

const cycle = { scope: 'kube-api' as const, startedAt: new Date() }
const signal = new AbortController().signal

function wholeOf(evaluation: LiveEvaluation, resources: Resource[]): CycleResult {
  return [...evaluation.parts(resources)].reduce(joinResults)
}

function keysOf(whole: CycleResult) {
  return new Map([...createCycleRows(whole).keys].map((key) => [key.id, key]))
}

test('parts, then the keys of all, leave the server with the whole', async () => {
  const { server, host, reports, resources, evaluation } = await startSending()
  const send = () => sendWhole(host, cycle, evaluation, { resources, signal })
  await send()

  const whole = wholeOf(evaluation, resources)
  expect(server.held).toEqual(keysOf(whole))
  expect(server.cycles.map((it) => it.is_complete)).toEqual([false, false, false, true])
  expect(server.cycles.at(-1)?.findings).toEqual([])
  expect(server.cycles.at(-1)?.coverage).toEqual(whole.coverage)
  expect(reports).toMatchObject([{ kind: 'cycle', summary: { resources: count, gaps: 1 } }])

  // What the server has already is not sent a second time.
  await send()
  expect(server.cycles.slice(4).map((it) => it.is_complete)).toEqual([true])
})

test('what the server lost after its part is sent again with the end', async () => {
  const { server, host, resources, evaluation } = await startSending()
  const [first = '', second = ''] = resources.map(({ id }) => id)
  const changes = {
    take: () => server.cycles.length === 2,
    send: async () => {
      for (const id of [first, second]) server.held.delete(id)
      return new Set<string>()
    },
  }
  await sendWhole(host, cycle, evaluation, { resources, signal, changes })
  expect(server.held).toEqual(keysOf(wholeOf(evaluation, resources)))
  expect(server.cycles.at(-1)?.keys.map(({ id }) => id)).toEqual(
    expect.arrayContaining([first, second]),
  )
})

test('changes between the parts are sent at once, and the whole does not undo them', async () => {
  const { server, live, host, resources, evaluation } = await startSending()
  const last = count - 10
  let parts = 0
  const send = async (present: Set<string>): Promise<Set<string>> => {
    parts += 1
    const sent = new Set<string>()
    // Of the part that was sent, of the one to come, and one that leaves of each.
    setRole(live, parts, 'services')
    setRole(live, last + parts, 'services')
    live.delete('roles', { metadata: { name: `r${parts + 10}`, namespace: 'a' } })
    live.delete('roles', { metadata: { name: `r${count - 10 - parts}`, namespace: 'a' } })
    for (const delta of evaluation.changes(live.resources())) {
      if (!delta) continue
      const { result, gone } = delta
      for (const id of [...gone, ...result.resources.map((it) => it.id)]) sent.add(id)
      await sendDelta(host, { ...cycle, result, delta: { gone } }, { signal, present })
    }
    return sent
  }
  const changes = { take: () => parts < 5, send }
  await sendWhole(host, cycle, evaluation, { resources, signal, changes })
  expect(parts).toBe(5)
  const now = live.resources()
  expect(now).toHaveLength(count - 2 * parts)
  const fresh = createLiveEvaluation({
    ruleSet: loadRules(),
    evaluator,
    gaps: [gap],
    resources: now,
  })
  expect(server.held).toEqual(keysOf(wholeOf(fresh, now)))
  expect(server.cycles.at(-1)).toMatchObject({ is_complete: true, resources: [], findings: [] })
})
