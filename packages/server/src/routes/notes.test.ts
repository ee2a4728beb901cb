/** Assigning findings and commenting on them. */
import { commentsMax } from '@evenkeel/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, query, reportedCycle, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
let id = ''
beforeAll(async () => {
  api = await openTestApi()
  id = (await find('rule.id : privileged and resource.name : api'))[0]?.id ?? ''
}, slowMs)
afterAll(() => api.world.close())

interface Row {
  id: string
  assignee?: string
  resource: { name: string }
}

async function find(kql: string): Promise<Row[]> {
  return (await api.call(`GET /api/v1/findings?${query(kql)}`)).json().items
}
const assign = (kql: string, assignee: string | null) =>
  api.call('POST /api/v1/assignments', { body: { query: kql, assignee } })
const comment = (text: string) =>
  api.call(`POST /api/v1/findings/${id}/comments`, { body: { text } })
const notes = async () => (await api.call(`GET /api/v1/findings/${id}/notes`)).json()

test('what is assigned is found, counted and sorted by who has it, until it is taken back', async () => {
  expect((await assign('rule.id : privileged', ' anna ')).json()).toEqual({
    changed: 2,
    unchanged: 0,
  })
  expect((await assign('resource.name : api', 'anna')).json()).toEqual({ changed: 1, unchanged: 1 })
  await assign(`resource.name : web and rule.id : privileged`, 'team "b"')
  expect((await find('result.assignee : anna')).map((it) => it.assignee)).toEqual(['anna', 'anna'])
  expect(await find('result.assignee : ann*')).toHaveLength(2)
  expect(await find('not result.assignee : *')).toHaveLength(1)
  expect(await find('anna')).toEqual([])
  const facets = (await api.call('GET /api/v1/facets?fields=result.assignee')).json()
  expect(facets.fields[0].values).toEqual(
    expect.arrayContaining([
      { value: 'anna', count: 2 },
      { value: 'team "b"', count: 1 },
      { value: null, count: 1 },
    ]),
  )
  const groups = (await api.call('GET /api/v1/findings?group=result.assignee')).json()
  expect(groups.total).toBe(3)
  const sorted = (await api.call('GET /api/v1/findings?sort=-result.assignee')).json().items
  expect(sorted[0].assignee).toBe('team "b"')
  expect((await assign('result.assignee : anna', null)).json()).toMatchObject({ changed: 2 })
  expect(await find('result.assignee : anna')).toEqual([])
})

test('the next cycle leaves it with whoever has it', async () => {
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 1_000)
  await assign('rule.id : privileged', 'bo')
  const [first] = reportedCycle.findings
  const findings = reportedCycle.findings.map((it) =>
    it === first ? { ...it, evaluation: 'passed' as const } : it,
  )
  const answer = await api.call('POST /api/v1/agent/cycles', {
    bearer: api.credential,
    body: { ...reportedCycle, findings, sequence: 2 },
  })
  expect(answer.statusCode).toBe(200)
  expect(await find('result.assignee : bo')).toHaveLength(2)
})

test('comments stand beside the assignments, latest first, and both are on record', async () => {
  api.world.clock.now = new Date(api.world.clock.now.getTime() + 1_000)
  const text = '<img src=x onerror=alert(1)> **soon**'
  const sent = await comment(`  ${text}\n`)
  expect(sent.statusCode).toBe(201)
  expect((await notes())[0]).toEqual({
    id: sent.json().id,
    at: api.world.clock.now.toISOString(),
    by: 'admin',
    kind: 'comment',
    text,
    assignee: null,
  })
  expect((await notes())[1]).toMatchObject({ kind: 'assigned', assignee: 'bo', by: 'admin' })
  const { items } = (await api.call('GET /api/v1/audit')).json()
  const actions = items.map((it: { action: string }) => it.action)
  expect(actions).toContain('POST /findings/:id/comments')
  const assigned = items.find((it: { action: string }) => it.action === 'POST /assignments')
  expect(assigned.details).toEqual({ query: 'rule.id : privileged', assignee: 'bo' })
})

test.each([
  [() => comment('   '), 400, '/text'],
  [() => comment('x'.repeat(4_001)), 400, '/text'],
  [() => assign('', 'anna'), 400, '/query'],
  [() => assign('a:b c:d', 'anna'), 400, undefined],
  [() => assign('rule.id : x', 'a\u0007b'), 400, '/assignee'],
  [() => assign('rule.id : x', ' '), 400, '/assignee'],
])('what is no comment or assignment is refused %#', async (send, status, field) => {
  const answer = await send()
  expect(answer.statusCode).toBe(status)
  if (field) expect(answer.json().field).toBe(field)
})

test(
  'a finding takes so many comments and no more',
  async () => {
    const already = (await notes()).filter((it: { kind: string }) => it.kind === 'comment').length
    for (let n = already; n < commentsMax; n += 1) await comment(`No. ${n}`)
    const answer = await comment('one more')
    expect(answer.statusCode).toBe(409)
  },
  slowMs,
)
