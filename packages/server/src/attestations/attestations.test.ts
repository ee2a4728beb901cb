/** Attestations: which one counts, what a finding says of it, and that a document is only ever a download. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, query, reportedDeployments, type TestApi } from '../testing/api.ts'
import { addCluster, makeCycle, makeFinding, slowMs } from '../testing/world.ts'

let api: TestApi
let otherId: string
beforeAll(async () => {
  api = await openTestApi()
  otherId = (await addCluster(api.world, 'other')).clusterId
  const [first, second] = reportedDeployments
  const findings = [
    makeFinding(first, 'privileged', { evaluation: 'manual', evidence: [] }),
    makeFinding(second, 'privileged'),
    makeFinding(second, 'profiling', { evaluation: 'manual', evidence: [] }),
  ]
  const body = makeCycle([first, second], findings, { sequence: 2 })
  await api.call('POST /api/v1/agent/cycles', { bearer: api.credential, body })
}, slowMs)
afterAll(() => api.world.close())

const base = {
  rule_id: 'privileged',
  cluster_id: null,
  verdict: 'passed',
  statement: 'Looked at all of them.',
  until: null,
  file: null,
}

async function attest(fields: object = {}) {
  tick(1)
  const answer = await api.call('POST /api/v1/attestations', { body: { ...base, ...fields } })
  expect(answer.statusCode).toBe(201)
  return answer.json()
}

function tick(ms: number): void {
  api.world.clock.now = new Date(api.world.clock.now.getTime() + ms)
}

async function list(search = ''): Promise<{ id: string; state: string }[]> {
  return (await api.call(`GET /api/v1/attestations${search}`)).json()
}

async function found(kql: string): Promise<string[]> {
  const { items } = (await api.call(`GET /api/v1/findings?${query(kql)}`)).json()
  return items.map(
    (it: { resource: { name: string }; rule: { id: string }; attestation?: { verdict: string } }) =>
      `${it.resource.name} ${it.rule.id} ${it.attestation?.verdict}`,
  )
}

const revoke = (id: string) => api.call(`DELETE /api/v1/attestations/${id}`)

test('a manual finding carries the answer and stays manual; the score does not move', async () => {
  const before = (await api.call('GET /api/v1/scores')).json().score
  const { id } = await attest()
  expect(await found('attestation.verdict : *')).toEqual(['api privileged passed'])
  expect(await found('attestation.verdict : failed')).toEqual([])
  expect(await found('result.evaluation : manual and not attestation.verdict : *')).toEqual([
    'web profiling undefined',
  ])
  expect((await api.call('GET /api/v1/scores')).json().score).toEqual(before)
  expect((await revoke(id)).statusCode).toBe(204)
  expect(await found('attestation.verdict : *')).toEqual([])
  expect((await revoke(id)).statusCode).toBe(409)
})

test("the newest counts, a cluster's own before the one for all, and none once its time is over", async () => {
  const forAll = await attest()
  const replaced = await attest({ cluster_id: api.clusterId, verdict: 'passed' })
  const until = new Date(api.world.clock.now.getTime() + 60_000).toISOString()
  const own = await attest({ cluster_id: api.clusterId, verdict: 'failed', until })
  expect(await found('attestation.verdict : failed')).toEqual(['api privileged failed'])
  const states = async () =>
    Object.fromEntries((await list('?rule=privileged')).map(({ id, state }) => [id, state]))
  expect(await states()).toMatchObject({
    [forAll.id]: 'active',
    [replaced.id]: 'replaced',
    [own.id]: 'active',
  })
  tick(120_000)
  expect(await states()).toMatchObject({ [replaced.id]: 'replaced', [own.id]: 'expired' })
  expect(await found('attestation.verdict : *')).toEqual(['api privileged passed'])
  const earlier = new Date(api.world.clock.now.getTime() - 90_000).toISOString()
  const { items } = (
    await api.call(`GET /api/v1/findings?at=${earlier}&${query('attestation.verdict : failed')}`)
  ).json()
  expect(items).toHaveLength(1)
  expect(await list(`?cluster=${otherId}&state=active`)).toEqual([
    expect.objectContaining({ id: forAll.id }),
  ])
  expect((await api.call('GET /api/v1/attestations?cluster=nope')).json()).toMatchObject({
    status: 400,
    field: 'cluster',
  })
  for (const { id } of [forAll, replaced, own]) await revoke(id)
})

test('a document comes back byte for byte, as a download that runs nothing', async () => {
  const content = Buffer.from('<script>alert(1)</script>\0\xff', 'latin1')
  const file = {
    name: '../evil "ü".html',
    media_type: 'text/html',
    content: content.toString('base64'),
  }
  const created = await attest({ rule_id: 'profiling', file })
  expect(created.file).toMatchObject({ name: 'evil "ü".html', bytes: content.length })
  const answer = await api.call(`GET /api/v1/attestations/${created.id}/file`)
  expect(answer.rawPayload.equals(content)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-disposition': `attachment; filename="evil____.html"; filename*=UTF-8''evil%20%22%C3%BC%22.html`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  const without = await attest()
  expect((await api.call(`GET /api/v1/attestations/${without.id}/file`)).statusCode).toBe(404)
})

const document = { name: 'a.pdf', media_type: 'application/pdf', content: 'QUJD' }
test.each([
  [{ rule_id: 'nope' }, '/rule_id'],
  [{ cluster_id: 'nope' }, '/cluster_id'],
  [{ until: '2020-01-01T00:00:00Z' }, '/until'],
  [{ until: 'soon' }, '/until'],
  [{ statement: '' }, '/statement'],
  [{ verdict: 'maybe' }, '/verdict'],
  [{ file: { ...document, content: 'QUJ!' } }, '/file/content'],
  [{ file: { ...document, media_type: 'a\r\nb: c' } }, '/file/media_type'],
])('%j is refused', async (fields, field) => {
  const answer = await api.call('POST /api/v1/attestations', { body: { ...base, ...fields } })
  expect([answer.statusCode, answer.json().field]).toEqual([400, field])
})
