/** Exceptions: what they cover, what becomes of the score, and how they end. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  openTestApi,
  query,
  reportedCycle,
  reportedDeployments,
  type TestApi,
} from '../testing/api.ts'
import { makeCycle, makeFinding, makeResource, slowMs } from '../testing/world.ts'
import { endExpired } from './expire.ts'

let api: TestApi
let sequence = 1
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

const base = { reason: 'Behind a proxy.', category: 'accepted', owner: 'team-a', until: null }

async function create(kql: string, fields: object = {}) {
  return (
    await api.call('POST /api/v1/exceptions', { body: { ...base, query: kql, ...fields } })
  ).json()
}

async function revoke(id: string) {
  expect((await api.call(`DELETE /api/v1/exceptions/${id}`)).statusCode).toBe(204)
}

async function accepted(): Promise<string[]> {
  const { items } = (await api.call(`GET /api/v1/findings?${query('exception.owner : *')}`)).json()
  return items.map(
    (it: { resource: { name: string }; rule: { id: string } }) =>
      `${it.resource.name} ${it.rule.id}`,
  )
}

async function report(cycle: ReturnType<typeof makeCycle>) {
  sequence += 1
  const answer = await api.call('POST /api/v1/agent/cycles', {
    bearer: api.credential,
    body: { ...cycle, sequence },
  })
  expect(answer.statusCode).toBe(200)
}

test('a preview says what would be covered, and changes nothing', async () => {
  const answer = await api.call('POST /api/v1/exceptions/preview', {
    body: { query: 'rule.id : privileged' },
  })
  expect(answer.json()).toMatchObject({
    findings: 2,
    failed: 1,
    score: { counts: { failed: 2 } },
    score_after: { counts: { failed: 1 } },
  })
  expect(await accepted()).toEqual([])
})

test('what it accepts says so, and the score is shown both ways until it is revoked', async () => {
  const exception = await create('rule.id : privileged')
  expect(exception).toMatchObject({ state: 'active', findings: 2, failed: 1, created_by: 'admin' })
  expect(await accepted()).toEqual(['api privileged', 'web privileged'])
  const { items } = (
    await api.call(`GET /api/v1/findings?${query('exception.reason : proxy')}`)
  ).json()
  expect(items[0].exception).toEqual({ reason: 'Behind a proxy.', owner: 'team-a', until: null })
  const scores = (await api.call('GET /api/v1/scores')).json()
  expect(scores).toMatchObject({
    score: { counts: { failed: 2 } },
    accepted: { failed: 1, score: { counts: { failed: 1 } } },
  })
  await revoke(exception.id)
  expect(await accepted()).toEqual([])
  expect((await api.call('GET /api/v1/scores')).json().accepted).toBeUndefined()
  expect((await api.call(`DELETE /api/v1/exceptions/${exception.id}`)).statusCode).toBe(404)
})

test('findings that come later come under it, and leave it with what it was about', async () => {
  const [first, second] = reportedDeployments
  const exception = await create('resource.labels.tier : test and result.evaluation : failed')
  expect(exception.findings).toBe(0)
  const labelled = { ...second, labels: { tier: 'test' } }
  await report(makeCycle([first, labelled], reportedCycle.findings))
  expect(await accepted()).toEqual(['web profiling'])
  const later = makeResource('later', { labels: { tier: 'test' } })
  const findings = [...reportedCycle.findings, makeFinding(later, 'anonymous')]
  await report(makeCycle([first, labelled, later], findings))
  expect(await accepted()).toEqual(['later anonymous', 'web profiling'])
  await report(reportedCycle)
  expect(await accepted()).toEqual([])
  await revoke(exception.id)
})

test('one that runs out lets its findings go', async () => {
  const until = new Date(api.world.clock.now.getTime() + 60_000).toISOString()
  await create('rule.id : profiling', { until })
  expect(await accepted()).toEqual(['web profiling'])
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 120_000)
  // At once for whoever looks, and in the counts with the next look of the server.
  expect(await accepted()).toEqual([])
  expect(await endExpired(api.world.host)).toBe(1)
  expect(await endExpired(api.world.host)).toBe(0)
  expect((await api.call('GET /api/v1/scores')).json().accepted).toBeUndefined()
  const audit = (await api.call('GET /api/v1/audit')).json().items
  expect(audit[0]).toMatchObject({ actor: 'evenkeel', action: 'an exception expired' })
  const list = (await api.call('GET /api/v1/exceptions')).json()
  expect(list).toContainEqual(expect.objectContaining({ state: 'expired', findings: 0 }))
})

test('a scope may be a rule with a pattern of its resources', async () => {
  const scope = { rule: 'priv*', resource: 'Deployment/payments/*', cluster: 'prod' }
  const preview = await api.call('POST /api/v1/exceptions/preview', { body: scope })
  expect(preview.json()).toMatchObject({ findings: 1, failed: 1, warnings: [] })
  const answer = await api.call('POST /api/v1/exceptions', { body: { ...base, ...scope } })
  expect(await accepted()).toEqual(['api privileged'])
  await revoke(answer.json().id)
})

test.each([
  [{ rule: 'x' }, '/rule'],
  [{ query: undefined, resource: 'x' }, '/query'],
  [{ query: '' }, '/query'],
  [{ query: '  ' }, '/query'],
  [{ query: 'a:b c:d' }, 'q'],
  [{ query: 'first_seen : x' }, 'q'],
  [{ until: '2020-01-01T00:00:00Z' }, '/until'],
  [{ until: 'tomorrow' }, '/until'],
  [{ reason: '' }, '/reason'],
  [{ category: 'because' }, '/category'],
])('%j is refused', async (fields, field) => {
  const answer = await api.call('POST /api/v1/exceptions', {
    body: { ...base, query: 'rule.id : x', ...fields },
  })
  expect([answer.statusCode, answer.json().field]).toEqual([400, field])
})
