/** The publisher against a server that answers well, badly, or not at all. */
import { hash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { damagedBodyType, type Finding, type Resource, type ResourceKey } from '@evenkeel/model'
import { afterEach, expect, test } from 'vitest'
import { type Answer, type FakeApi, startFakeApi } from '../../fixtures/fake-api.ts'
import type { CycleHead } from './cycle-request.ts'
import { createPublisher, type Publisher } from './publisher.ts'

let api: FakeApi | undefined
let publisher: Publisher | undefined

afterEach(async () => {
  await publisher?.close()
  await api?.close()
})

const enrolled: Answer = {
  body: { cluster: { id: 'c1', name: 'prod' }, credential: 'own-credential' },
}
const applied: Answer = { body: { applied: true, findings_changed: 1, resources_changed: 1 } }
const lacksAll: Answer = {
  body: {
    resources: ['r1', 'gap/k8s_object/apps/Deployment'],
    findings: [
      ['r1', 'rule-a'],
      ['gap/k8s_object/apps/Deployment', 'rule-b'],
    ],
  },
}

const head: CycleHead = {
  scope: 'node/n1',
  sequence: 1,
  is_complete: true,
  gone: [],
  started_at: '2026-01-01T00:00:00Z',
  finished_at: '2026-01-01T00:00:01Z',
  agent: { version: '1', node: 'n1' },
  detected: { benchmark: null, kubernetes_version: null, provider: null },
  coverage: { expected: 1, evaluated: 1, gaps: [] },
}

const finding = (resource: string, rule: string): Finding => ({
  id: `${resource}-${rule}`,
  rule: {
    id: rule,
    name: rule,
    section: 's',
    number: '1',
    benchmark: { id: 'b', version: '1' },
    severity: 'high',
    controls: [],
  },
  resource: {
    id: resource,
    type: 'k8s_object',
    sub_type: 'Pod',
    name: 'x',
    namespace: null,
    owner: null,
    source: null,
  },
  cluster: { id: 'c1', name: 'prod' },
  result: { evaluation: 'failed', reason: null, evidence: [] },
  first_seen: null,
  changed_at: null,
  exception: null,
})

const resource: Resource = {
  id: 'r1',
  type: 'k8s_object',
  subType: 'Pod',
  name: 'x',
  data: { text: 'x'.repeat(2000) },
}
const cycle = {
  resources: [resource],
  findings: [finding('r1', 'rule-a'), finding('gap/k8s_object/apps/Deployment', 'rule-b')],
}

type Answers = Record<string, (count: number) => Answer>

async function start(answers: Answers, credential?: string): Promise<Publisher> {
  api = await startFakeApi((line, count) => {
    const [, path = ''] = /agent\/(\w+)/.exec(line) ?? []
    return answers[path]?.(count) ?? { status: 404, body: {} }
  })
  publisher = createPublisher({
    url: `${api.url}/`,
    version: '1.0.0',
    node: 'n1',
    credential,
    token: async () => 'enrolment-token',
  })
  return publisher
}

const lines = () => api?.requests.map(({ line }) => line.split('/').at(-1))
function bodyOf(index: number): Record<string, unknown> {
  const request = api?.requests[index]
  const raw = Buffer.from(request?.body ?? '', 'latin1')
  const isPacked = request?.headers['content-encoding'] === 'gzip'
  return JSON.parse((isPacked ? gunzipSync(raw) : raw).toString('utf8'))
}

test('enrols, asks what is lacking, and sends that, compressed', async () => {
  const it = await start({ enrol: () => enrolled, diff: () => lacksAll, cycles: () => applied })
  expect(await it.publish(cycle, head)).toEqual(applied.body)
  expect(lines()).toEqual(['enrol', 'diff', 'cycles'])
  expect(api?.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer enrolment-token',
    'Bearer own-credential',
    'Bearer own-credential',
  ])
  expect(api?.requests[2]?.headers['content-encoding']).toBe('gzip')
  const sent = bodyOf(2)
  expect(sent.resources).toHaveLength(2)
  expect(sent.findings).toHaveLength(2)
  expect(sent.keys).toEqual(bodyOf(1).keys)
})

test('sends keys alone where the server has everything', async () => {
  const nothing: Answer = { body: { resources: [], findings: [] } }
  const it = await start({ diff: () => nothing, cycles: () => applied }, 'kept')
  await it.publish(cycle, head)
  expect(bodyOf(1)).toMatchObject({ resources: [], findings: [], scope: 'node/n1' })
  expect(bodyOf(1).keys).toHaveLength(2)
})

test('adds the rows that the server asks for with 409', async () => {
  const it = await start(
    {
      diff: () => ({ body: { resources: [], findings: [] } }),
      cycles: (count) => (count === 1 ? { status: 409, ...lacksAll } : applied),
    },
    'kept',
  )
  await it.publish(cycle, head)
  expect(lines()).toEqual(['diff', 'cycles', 'cycles'])
  expect(bodyOf(2).findings).toHaveLength(2)
})

test('enrols anew when its credential was revoked', async () => {
  const it = await start(
    {
      enrol: () => enrolled,
      diff: (count) => (count === 1 ? { status: 401, body: {} } : lacksAll),
      cycles: () => applied,
    },
    'revoked',
  )
  await it.publish(cycle, head)
  expect(lines()).toEqual(['diff', 'enrol', 'diff', 'cycles'])
})

test('comes back after 429', async () => {
  const busy: Answer = { status: 429, body: {}, headers: { 'retry-after': '0' } }
  const it = await start(
    { diff: (count) => (count === 1 ? busy : lacksAll), cycles: () => applied },
    'kept',
  )
  await it.publish(cycle, head)
  expect(lines()).toEqual(['diff', 'diff', 'cycles'])
})

const digestOf = (text: string) => `sha-256=:${hash('sha256', text, 'base64')}:`

test('each body comes with the digest of its plain text', async () => {
  const it = await start({ enrol: () => enrolled, diff: () => lacksAll, cycles: () => applied })
  await it.publish(cycle, head)
  const digests = [0, 1, 2].map((index) => digestOf(JSON.stringify(bodyOf(index))))
  expect(api?.requests.map(({ headers }) => headers['unencoded-digest'])).toEqual(digests)
})

test('an answer that was damaged on its way is asked for again', async () => {
  const headers = { 'unencoded-digest': digestOf(JSON.stringify(lacksAll.body)) }
  const nothing = { resources: [], findings: [] }
  const it = await start(
    {
      diff: (count) => ({ ...(count === 1 ? { body: nothing } : lacksAll), headers }),
      cycles: () => applied,
    },
    'kept',
  )
  await it.publish(cycle, head)
  expect(lines()).toEqual(['diff', 'diff', 'cycles'])
  expect(bodyOf(2).findings).toHaveLength(2)
})

test('a request that was damaged on its way is sent again', async () => {
  const damaged: Answer = { status: 400, body: { type: damagedBodyType } }
  const it = await start(
    { diff: () => lacksAll, cycles: (count) => (count < 3 ? damaged : applied) },
    'kept',
  )
  expect(await it.publish(cycle, head)).toEqual(applied.body)
  expect(lines()).toEqual(['diff', 'cycles', 'cycles', 'cycles'])
})

const refusals: [name: string, answer: Answer, kind: string, message: RegExp, asked: number][] = [
  ['garbage', { text: '<html>' }, 'unreadable', /no JSON; is the address right/, 1],
  ['another shape', { body: { hello: 1 } }, 'unreadable', /do their versions fit/, 1],
  [
    '400',
    { status: 400, body: { detail: 'keys repeat' } },
    'refused',
    /status 400 \(keys repeat\)/,
    2,
  ],
]

test.each(refusals)(
  'says what %s means, and tries no more than once again',
  async (_, answer, kind, message, asked) => {
    const it = await start({ diff: () => answer }, 'kept')
    await expect(it.publish(cycle, head)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    })
    expect(lines()).toEqual(Array.from({ length: asked }, () => 'diff'))
  },
)

test('says that the token is not accepted', async () => {
  const it = await start({ enrol: () => ({ status: 401, body: { detail: 'unknown token' } }) })
  await expect(it.enrol()).rejects.toMatchObject({
    kind: 'unauthorized',
    message: expect.stringMatching(/does not accept the agent's token \(unknown token\)/),
  })
})

/** Takes bodies of so many keys. */
function startSmall(keysMax: number) {
  const parts: { sequence: number; is_complete: boolean; keys: number; findings: number }[] = []
  const held = new Set<string>()
  const answer = (path: string, body: string): Answer => {
    const raw = Buffer.from(body, 'latin1')
    const request = JSON.parse((raw[0] === 0x1f ? gunzipSync(raw) : raw).toString())
    const keys: ResourceKey[] = request.keys
    const tooLarge: Answer = { status: 413, body: { detail: 'too big' } }
    if (path === 'diff' && keys.length > keysMax) return tooLarge
    const lacking = keys.map(({ id }) => id).filter((id) => !held.has(id))
    if (path === 'diff') return { body: { resources: lacking, findings: [] } }
    if (request.resources.length > keysMax) return tooLarge
    for (const { id } of request.resources) held.add(id)
    const { sequence, is_complete } = request
    parts.push({ sequence, is_complete, keys: keys.length, findings: request.findings.length })
    return applied
  }
  return { parts, held, answer }
}

const many = {
  resources: Array.from({ length: 50 }, (_, index) => ({ ...resource, id: `r${index}` })),
  findings: [],
}

test('sends what is too large in ever smaller pieces, and then what completes it', async () => {
  const small = startSmall(5)
  api = await startFakeApi((line, _count, body) => small.answer(line.split('/').at(-1) ?? '', body))
  publisher = createPublisher({ url: api.url, version: '1', credential: 'kept' })
  await publisher.publish(many, { ...head, sequence: 1000 })
  expect(small.held.size).toBe(50)
  const sequences = small.parts.map(({ sequence }) => sequence)
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b))
  expect(new Set(sequences).size).toBe(sequences.length)
  expect(small.parts.at(-1)).toEqual({ sequence: 1000, is_complete: true, keys: 50, findings: 0 })
  expect(small.parts.slice(0, -1).every((it) => !it.is_complete)).toBe(true)
})

test('says so where even the smallest piece is too large', async () => {
  const it = await start({ diff: () => ({ status: 413, body: { detail: 'too big' } }) }, 'kept')
  await expect(it.publish(cycle, head)).rejects.toMatchObject({
    kind: 'too-large',
    message: expect.stringMatching(/takes no cycle of this size \(too big\); raise its limit/),
  })
})
