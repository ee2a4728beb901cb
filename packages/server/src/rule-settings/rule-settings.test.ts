/** Settings of rules: what counts, what becomes of the score, and that all of it can be taken back. */
import type { CycleRequest, Finding, RuleSetting } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBroken } from '../storage/invariants.ts'
import {
  openTestApi,
  query,
  reportedCycle,
  reportedDeployments,
  type TestApi,
} from '../testing/api.ts'
import { addCluster, makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'

let api: TestApi
let sequence = 1
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const everywhere = { cluster_id: null, cluster_labels: {} }
const reason = 'A sandbox.'

async function set(ruleIds: string[], fields: object): Promise<RuleSetting[]> {
  const body = { ...everywhere, rule_ids: ruleIds, reason, ...fields }
  const answer = await api.call('POST /api/v1/rule-settings', { body })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

async function preview(ruleIds: string[], fields: object) {
  const body = { ...everywhere, rule_ids: ruleIds, ...fields }
  const answer = await api.call('POST /api/v1/rule-settings/preview', { body })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

async function remove(...settings: RuleSetting[]) {
  for (const { id } of settings) {
    expect((await api.call(`DELETE /api/v1/rule-settings/${id}`)).statusCode).toBe(204)
  }
}

async function find(kql: string): Promise<Finding[]> {
  return (await api.call(`GET /api/v1/findings?${query(kql)}&limit=200`)).json().items
}

const names = (findings: Finding[]) =>
  findings.map((it) => `${it.resource.name} ${it.rule.id} ${it.result.evaluation}`).sort()

async function report(cycle: CycleRequest) {
  sequence += 1
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 60_000)
  const body = { ...cycle, sequence }
  const answer = await api.call('POST /api/v1/agent/cycles', { bearer: api.credential, body })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()
}

async function readScore() {
  return (await api.call('GET /api/v1/scores')).json().score
}

async function broken() {
  const found: unknown[] = []
  for await (const it of findBroken(api.world.host.db)) if ('count' in it) found.push(it)
  return found
}

/** Everything but times. */
const plain = ({ changed_at, ...it }: Finding) => it

test('a rule that is turned off leaves lists, counts and scores as the preview said, and comes back', async () => {
  const before = { score: await readScore(), findings: (await find('')).map(plain) }
  const told = await preview(['privileged'], { state: 'disabled' })
  expect(told).toMatchObject({
    leaving: 2,
    leaving_failed: { high: 1 },
    score: before.score,
    clusters: [{ name: 'prod' }],
    open: [],
  })
  const settings = await set(['privileged'], { state: 'disabled' })
  expect(await readScore()).toEqual(told.score_after)
  expect(names(await find(''))).toEqual(['api anonymous passed', 'web profiling failed'])
  const off = await find('lifecycle : disabled')
  expect(names(off)).toEqual(['api privileged failed', 'web privileged unknown'])
  expect(off[0]?.disabled).toMatchObject({ reason, by: 'admin' })
  expect(await broken()).toEqual([])

  const back = await preview(['privileged'], { is_removal: true })
  expect(back).toMatchObject({ returning: 2, returning_failed: { high: 1 } })
  expect(back.open[0]).toMatch(/known after the next evaluation/)
  await remove(...settings)
  expect(await readScore()).toEqual(before.score)
  expect((await find('')).map(plain)).toEqual(expect.arrayContaining(before.findings))
  expect(await broken()).toEqual([])
})

test('another severity counts at once, is marked, and can be taken back', async () => {
  const score = await readScore()
  const told = await preview(['privileged'], { severity: 'low' })
  expect(told).toMatchObject({ leaving: 0, rated_anew: 2 })
  const settings = await set(['privileged'], { severity: 'low' })
  expect(await readScore()).toEqual(told.score_after)
  const [finding] = await find('rule.id : privileged and rule.severity : low')
  expect(finding?.rule).toMatchObject({ severity: 'low', own_severity: 'high' })
  await report(reportedCycle)
  expect(await find('rule.severity : high')).toEqual([])
  await remove(...settings)
  expect(await readScore()).toEqual(score)
  expect((await find('rule.severity : high')).map((it) => it.rule.own_severity)).toEqual([
    undefined,
    undefined,
  ])
  expect(await broken()).toEqual([])
})

test('findings of a rule that is off stay while the agent does not run it, and go with their resource', async () => {
  await report(reportedCycle)
  const score = await readScore()
  const settings = await set(['privileged'], { state: 'disabled' })
  const [deployment, other] = reportedDeployments
  const left = reportedCycle.findings.filter((it) => it.rule_id !== 'privileged')
  await report(makeCycle([deployment, other], left))
  expect(await broken()).toEqual([])
  await remove(...settings)
  expect(await readScore()).toEqual(score)

  const again = await set(['privileged'], { state: 'disabled' })
  await report(
    makeCycle(
      [deployment],
      left.filter((it) => it.resource_id === deployment.id),
    ),
  )
  await remove(...again)
  expect(names(await find('rule.id : privileged'))).toEqual(['api privileged failed'])
  expect(await broken()).toEqual([])
  await report(reportedCycle)
})

test('what an agent sends of a rule that is off counts for nothing until it is on', async () => {
  const settings = await set(['privileged'], { state: 'disabled' })
  const fresh = makeResource('fresh')
  const findings = [...reportedCycle.findings, makeFinding(fresh, 'privileged')]
  await report(makeCycle([...reportedDeployments, fresh], findings))
  expect(names(await find('resource.name : fresh'))).toEqual([])
  expect(names(await find('resource.name : fresh and lifecycle : disabled'))).toHaveLength(1)
  await remove(...settings)
  expect((await find('resource.name : fresh')).map((it) => it.lifecycle)).toEqual(['open'])
  expect(await broken()).toEqual([])
})

test('agents are told what holds for their cluster, and that it changed', async () => {
  const ask = async (headers = {}) =>
    await api.call('GET /api/v1/agent/settings', { bearer: api.credential, headers })
  const first = await ask()
  expect(first.json()).toMatchObject({ disabled: [], parameters: {} })
  const tag = String(first.headers.etag)
  expect((await ask({ 'if-none-match': tag })).statusCode).toBe(304)
  const settings = await set(['privileged'], { state: 'disabled', cluster_id: api.clusterId })
  const told = await ask({ 'if-none-match': tag })
  expect(told.json()).toMatchObject({ disabled: ['privileged'] })
  const answer = await report(reportedCycle)
  expect(answer.settings_version).toBe(told.json().version)
  await remove(...settings)
  expect((await ask()).json().version).toBe(first.json().version)
})

test('a setting holds for the clusters with its labels alone', async () => {
  const { clusterId } = await addCluster(api.world, 'other', { env: 'test' })
  const told = await preview(['privileged'], { state: 'disabled', cluster_labels: { env: 'test' } })
  expect(told).toMatchObject({ leaving: 0, clusters: [] })
  const settings = await set(['privileged'], { state: 'disabled', cluster_labels: { env: 'test' } })
  expect((await find('rule.id : privileged')).length).toBeGreaterThan(0)
  await remove(...settings)
  expect((await api.call(`DELETE /api/v1/clusters/${clusterId}`)).statusCode).toBe(204)
})

test('nobody writes over what they have not seen, and the history tells all', async () => {
  const [setting] = await set(['anonymous', 'profiling'], { severity: 'info' })
  const path = `/api/v1/rule-settings/${setting?.id}`
  const tag = String((await api.call(`GET ${path}`)).headers.etag)
  const values = { state: null, severity: 'low', parameters: {}, reason: 'Better so.' }
  const headers = { 'if-match': tag }
  const changed = await api.call(`PUT ${path}`, { body: values, headers })
  expect(changed.json()).toMatchObject({ severity: 'low', reason: 'Better so.' })
  expect((await api.call(`PUT ${path}`, { body: values, headers })).statusCode).toBe(412)
  expect((await api.call(`DELETE ${path}`, { headers })).statusCode).toBe(412)
  const history = (await api.call('GET /api/v1/rule-settings/history?rule=anonymous')).json()
  expect(history.map((it: { before: unknown; after: unknown }) => [it.before, it.after])).toEqual([
    [
      { state: null, severity: 'info', parameters: {} },
      { state: null, severity: 'low', parameters: {} },
    ],
    [null, { state: null, severity: 'info', parameters: {} }],
  ])
  await remove(...(await api.call('GET /api/v1/rule-settings')).json())
})

test('rules are set by whom has seen all settings, where they say which they saw', async () => {
  const read = async () => String((await api.call('GET /api/v1/rule-settings')).headers.etag)
  const write = async (tag: string | undefined) => {
    const body = { ...everywhere, rule_ids: ['privileged'], severity: 'low', reason }
    const headers = tag === undefined ? {} : { 'if-match': tag }
    return await api.call('POST /api/v1/rule-settings', { body, headers })
  }
  const before = await read()
  const [setting] = await set(['privileged'], { state: 'disabled' })
  const refused = await write(before)
  expect(refused.json()).toMatchObject({ status: 412, field: 'if-match' })
  expect((await api.call('GET /api/v1/rule-settings')).json()).toEqual([setting])
  const written = await write(await read())
  expect(written.json()).toMatchObject([{ state: 'disabled', severity: 'low' }])
  expect((await write(undefined)).statusCode).toBe(200)
  await remove(...written.json())
})

test('tells the last change of each rule', async () => {
  await remove(...(await set(['privileged', 'profiling'], { severity: 'info' })))
  const [setting] = await set(['privileged'], { severity: 'low' })
  const last = (await api.call('GET /api/v1/rule-settings/history?last=true')).json()
  const told = last.filter((it: { rule_id: string }) => /^pr/.test(it.rule_id))
  expect(told).toMatchObject([
    { rule_id: 'privileged', by: 'admin', after: { severity: 'low' } },
    { rule_id: 'profiling', by: 'admin', after: null },
  ])
  if (setting) await remove(setting)
})

test.each<[name: string, body: object, detail: RegExp]>([
  ['no such rule', { rule_ids: ['nothing'], state: 'disabled' }, /There is no rule "nothing"/],
  ['nothing to set', { rule_ids: ['privileged'] }, /Say what to set/],
  ['no reason', { rule_ids: ['privileged'], state: 'disabled', reason: '  ' }, /Say why/],
  ['no such parameter', { rule_ids: ['privileged'], parameters: { a: 1 } }, /has no parameter a/],
  [
    'no such cluster',
    { rule_ids: ['privileged'], state: 'disabled', cluster_id: 'x' },
    /no cluster "x"/,
  ],
])('%s is refused', async (_, body, detail) => {
  const answer = await api.call('POST /api/v1/rule-settings', {
    body: { ...everywhere, reason, ...body },
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().detail).toMatch(detail)
})

test(
  'counts are those of the findings after any sequence of settings, exceptions and cycles',
  async () => {
    const random = createRandom(7)
    const rules = ['anonymous', 'privileged', 'profiling', 'unnumbered']
    const exceptions: string[] = []
    for (let step = 0; step < 30; step += 1) {
      const rule = rules[random(4)] ?? ''
      const settings: RuleSetting[] = (await api.call('GET /api/v1/rule-settings')).json()
      switch (random(6)) {
        case 0:
          await set([rule], {
            state: random(2) ? 'disabled' : 'enabled',
            cluster_id: random(2) ? api.clusterId : null,
          })
          break
        case 1:
          await set([rule], { severity: ['low', 'critical', 'info'][random(3)] })
          break
        case 2:
          await remove(...settings.slice(0, 1))
          break
        case 3: {
          const body = {
            query: `rule.id : ${rule}`,
            reason,
            category: 'accepted',
            owner: 'a',
            until: null,
          }
          exceptions.push((await api.call('POST /api/v1/exceptions', { body })).json().id)
          break
        }
        case 4: {
          const id = exceptions.pop()
          if (id) await api.call(`DELETE /api/v1/exceptions/${id}`)
          break
        }
        default:
          await report(randomCycle(random, settings))
      }
      expect(await broken(), `after step ${step}`).toEqual([])
    }
  },
  slowMs,
)

function createRandom(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** An agent that knows the settings, or one that does not yet. */
function randomCycle(
  random: (below: number) => number,
  settings: readonly RuleSetting[],
): CycleRequest {
  const obeys = random(2) === 0
  const off = new Set(settings.filter((it) => it.state === 'disabled').map((it) => it.rule_id))
  const resources = ['a', 'b', 'c', 'd'].filter(() => random(4) > 0).map((it) => makeResource(it))
  const findings = resources.flatMap((resource) =>
    ['anonymous', 'privileged', 'profiling', 'unnumbered']
      .filter((rule) => random(4) > 0 && !(obeys && off.has(rule)))
      .map((rule) => {
        const evaluation =
          (['failed', 'passed', 'unknown', 'manual'] as const)[random(4)] ?? 'failed'
        return makeFinding(resource, rule, { evaluation })
      }),
  )
  return makeCycle(resources, findings)
}
