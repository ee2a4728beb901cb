/** Exceptions that wait for somebody's word, and the file that they travel in. */
import { parseExceptionsYaml } from '@evenkeel/server/exceptions-file'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApi, query, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
const tokens: Record<string, string> = {}
beforeAll(async () => {
  api = await openTestApi()
  for (const role of ['viewer', 'operator', 'editor']) {
    const body = { name: role, role, expires_at: null }
    tokens[role] = (await api.call('POST /api/v1/tokens', { body })).json().token
  }
}, slowMs)
afterAll(() => api.world.close())

const base = {
  query: 'rule.id : privileged',
  reason: 'Behind a proxy.',
  category: 'accepted',
  owner: 'team-a',
  until: null,
}
const as = (role: string) => ({ bearer: tokens[role] ?? '' })
const ask = async (role: string, fields: object = {}) =>
  (await api.call('POST /api/v1/exceptions', { ...as(role), body: { ...base, ...fields } })).json()
const decide = (id: string, role: string, body: object) =>
  api.call(`POST /api/v1/exceptions/${id}/decision`, { ...as(role), body })
const approved = { decision: 'approved', note: '' }
const end = (id: string, role: string) => api.call(`DELETE /api/v1/exceptions/${id}`, as(role))
const countAccepted = async () =>
  (await api.call(`GET /api/v1/findings?${query('exception.owner : *')}`)).json().total

describe('approval', () => {
  test('what an operator asks for accepts nothing until an editor approves it', async () => {
    const asked = await ask('operator')
    expect(asked).toMatchObject({ state: 'requested', decided_by: null, findings: 0 })
    expect(await countAccepted()).toBe(0)
    expect((await decide(asked.id, 'operator', approved)).statusCode).toBe(403)
    expect((await decide(asked.id, 'editor', approved)).json()).toMatchObject({
      state: 'active',
      decided_by: 'editor',
      created_by: 'operator',
      findings: 2,
    })
    expect(await countAccepted()).toBe(2)
    expect((await decide(asked.id, 'editor', approved)).statusCode).toBe(409)
    expect((await end(asked.id, 'operator')).statusCode).toBe(403)
    expect((await end(asked.id, 'editor')).statusCode).toBe(204)
    expect(await countAccepted()).toBe(0)
  })

  test('what is denied says why, and stays on record', async () => {
    const { id } = await ask('operator')
    const denied = { decision: 'denied', note: ' ' }
    expect((await decide(id, 'editor', denied)).json()).toMatchObject({ field: '/note' })
    const note = 'Fix it instead.'
    expect((await decide(id, 'editor', { ...denied, note })).json()).toMatchObject({
      state: 'denied',
      note,
    })
    expect(await countAccepted()).toBe(0)
    expect((await decide(id, 'editor', approved)).statusCode).toBe(409)
  })

  test('who asked withdraws it while it waits; what waits runs out too', async () => {
    const { id } = await ask('operator')
    expect((await end(id, 'operator')).statusCode).toBe(204)
    const until = new Date(api.world.clock.now.getTime() + 60_000).toISOString()
    const late = await ask('operator', { until })
    api.world.clock.now = new Date(api.world.clock.now.getTime() + 120_000)
    expect((await decide(late.id, 'editor', approved)).statusCode).toBe(409)
    expect((await end(late.id, 'viewer')).statusCode).toBe(403)
  })
})

describe('the file', () => {
  const send = (role: string, text: string, search = '') =>
    api.world.app.inject({
      method: 'POST',
      url: `/api/v1/exceptions/import${search}`,
      payload: text,
      headers: { 'content-type': 'application/yaml', authorization: `Bearer ${tokens[role]}` },
    })
  const file = (...entries: string[]) =>
    ['version: 1', 'exceptions:', ...entries.map((it) => `  - ${it}`)].join('\n')
  const entry = '{ rule: profiling, reason: "Old, known.", owner: team-a, until: 2030-01-31 }'

  test('comes in as a whole, goes out as it is, and comes in again without doubles', async () => {
    const text = file(entry, '{ query: "rule.severity : low", reason: r, owner: o }')
    expect((await send('editor', text, '?dry_run=true')).json()).toMatchObject({ created: 2 })
    expect(await countAccepted()).toBe(0)
    expect((await send('editor', text)).json()).toEqual({ created: 2, unchanged: 0, warnings: [] })
    expect(await countAccepted()).toBe(1)
    const answer = await api.call('GET /api/v1/exceptions.yaml', as('viewer'))
    expect(answer.headers['content-disposition']).toContain('exceptions.yaml')
    expect(parseExceptionsYaml(answer.body).exceptions.map((it) => it.query)).toEqual(
      expect.arrayContaining(['rule.id : profiling', 'rule.severity : low']),
    )
    expect((await send('editor', answer.body)).json()).toMatchObject({ created: 0, unchanged: 2 })
  })

  test("an operator's file is asked for", async () => {
    const answer = await send('operator', file('{ rule: anonymous, reason: r, owner: o }'))
    expect(answer.json()).toMatchObject({ created: 1, warnings: [expect.stringContaining('wait')] })
    const list = (await api.call('GET /api/v1/exceptions')).json()
    expect(list).toContainEqual(
      expect.objectContaining({ query: 'rule.id : anonymous', state: 'requested' }),
    )
  })

  test.each([
    ['', 'body must NOT have fewer than 1 characters.'],
    ['a: [', 'Line 1: '],
    ['a: 1\na: 2', 'Line 2: Map keys must be unique.'],
    ['version: 1', 'Line 1: It lacks exceptions.'],
    [file(entry, '{ rule: x }'), 'Line 4: /exceptions/1 It lacks reason and owner.'],
    [
      file(entry, '{ query: "a:b c:d", reason: r, owner: o }'),
      'Line 4: /exceptions/1/query Expected',
    ],
    [file(entry, '{ query: "first_seen : x", reason: r, owner: o }'), 'Line 4: /query'],
    [file(entry, '{ rule: x, reason: r, owner: o, until: 2020-01-01 }'), 'Line 4: /until'],
    [`a: &a [x,x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`, 'Line 1: '],
  ])('%j changes nothing', async (text, expected) => {
    const before = (await api.call('GET /api/v1/exceptions')).json().length
    const answer = await send('editor', text)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().detail.replace(/^Line (\d+): {2}/, 'Line $1: ')).toContain(expected)
    expect((await api.call('GET /api/v1/exceptions')).json()).toHaveLength(before)
  })
})
