/** Every endpoint of the API document, asked with what nobody should send: never a 500, and always a sentence. */
import { gzipSync } from 'node:zlib'
import { Problem } from '@evenkeel/model'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyId, openTestApi, reportedCycle, type TestApi } from '../testing/api.ts'
import { type JsonSchema, type Known, textOf, valueFor } from '../testing/nasty-values.ts'
import { slowMs } from '../testing/world.ts'

/** More of them find more: `EVENKEEL_FUZZ_RUNS=500 npx vitest run packages/server/src/document/fuzz`. */
const runs = Number(process.env.EVENKEEL_FUZZ_RUNS ?? 8)

interface Operation {
  parameters?: { name?: string; in?: string; schema?: JsonSchema }[]
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> }
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}
interface Endpoint {
  key: string
  method: string
  path: string
  operation: Operation
}

let api: TestApi
let token: string
let known: Known
let endpoints: Endpoint[]
beforeAll(async () => {
  api = await openTestApi()
  const body = { name: 'fuzz', role: 'admin', expires_at: null }
  token = (await api.call('POST /api/v1/tokens', { body })).json().token
  const { paths } = (await api.call('GET /openapi.json')).json() as {
    paths: Record<string, Record<string, Operation>>
  }
  endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, operation]) => {
      const method = verb.toUpperCase()
      return { key: `${method} ${path}`, method, path, operation }
    }),
  )
  const { items } = (await api.call('GET /api/v1/findings')).json()
  const findings: { id: string; resource: { id: string } }[] = items
  known = {
    id: [...findings.map((it) => it.id), ...findings.map((it) => it.resource.id), 'privileged'],
    cluster: [api.clusterId],
    cluster_id: [api.clusterId],
    rule: ['privileged'],
    rule_id: ['privileged', 'profiling'],
    resource_id: findings.map((it) => it.resource.id),
    scope: ['kube-api', 'node/node-1'],
    field: ['rule.id', 'cluster.name', 'attestation.verdict', 'resource.labels.app'],
    fields: ['rule.id,resource.name', 'id,rule'],
    group: ['rule.id', 'rule.id,resource.name,cluster.name', 'lifecycle'],
    sort: ['-rule.severity', 'resource.name,-changed_at', 'rule.number'],
    by: ['namespace', 'owner', 'framework'],
    file: ['cis-kubernetes-1.12.pdf', 'cis-kubernetes-1.12.csv'],
    framework: ['cis-kubernetes-1.12'],
  }
}, slowMs)
afterAll(() => api.world.close())

test(
  'nothing that is sent to any endpoint ends in a 500, and every refusal is a sentence about a field',
  async () => {
    const failures: string[] = []
    for (const endpoint of endpoints) {
      const property = fc.asyncProperty(requestTo(endpoint), async (request) => {
        const answer = await send(endpoint, request)
        const complaint = complaintOf(answer, request) ?? departureOf(answer, endpoint)
        if (complaint) throw new Error(`${endpoint.key} ${complaint}`)
      })
      const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs })
      if (failed) failures.push(`${errorInstance} for ${JSON.stringify(counterexample)}`)
    }
    expect(failures).toEqual([])
  },
  slowMs * 5,
)

/** What is wrong with the answer; undefined where nothing is. */
function complaintOf(answer: Answer, { body }: Request) {
  const { statusCode, headers } = answer
  if (statusCode >= 500) return `answers ${statusCode}`
  // The rows that a server lacks are no problem.
  if (statusCode < 400 || statusCode === 409) return undefined
  if (!String(headers['content-type']).includes('application/problem+json')) return 'is no problem'
  const problem: unknown = answer.json()
  if (!Value.Check(Problem, problem)) return `is no problem: ${answer.body}`
  const { status, detail, field } = problem
  if (!/[.!?]$/.test(detail)) return `has no sentence: ${detail}`
  // A text that is no JSON, or no address, has no fields.
  const hasFields = !body?.isBroken && !/JSON|URI|gzip/i.test(detail)
  return status === 400 && hasFields && field === undefined
    ? `names no field: ${detail}`
    : undefined
}

const schemas = new Ajv2020({ strict: false })

/** Where an answer is not as the document says that it is. */
function departureOf({ statusCode, headers, body }: Answer, { operation }: Endpoint) {
  if (statusCode >= 300 || statusCode === 204) return undefined
  const said = operation.responses[statusCode]
  if (!said) return `answers ${statusCode}, of which the document does not know`
  const schema = said.content?.['application/json']?.schema
  if (!schema || !String(headers['content-type']).includes('application/json')) return undefined
  const isAsSaid = schemas.validate(schema, JSON.parse(body))
  return isAsSaid ? undefined : `answers otherwise than it says: ${schemas.errorsText()}`
}

test('what was sent left the findings as they are', async () => {
  const { total } = (await api.call('GET /api/v1/findings')).json()
  expect(total).toBeGreaterThanOrEqual(reportedCycle.findings.length)
})

type Answer = Awaited<ReturnType<typeof send>>

interface Request {
  values: Record<string, string>
  search: Record<string, string>
  body?: { text: string; isBroken: boolean } | undefined
  headers: Record<string, string>
}

const visible = fc.string({ unit: 'grapheme-ascii', maxLength: 220 })
const etags = fc.oneof(visible, fc.constantFrom('*', 'W/"x"', '"', ',,,', 'W/'))
const sentHeaders = fc.record(
  { 'idempotency-key': visible, 'if-match': etags, 'if-none-match': etags, range: visible },
  { requiredKeys: [] },
)

function requestTo({ path, operation }: Endpoint): fc.Arbitrary<Request> {
  const parameters = (operation.parameters ?? []).filter((it) => it.in === 'query' && it.name)
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const values = fc.record(Object.fromEntries(names.map((name) => [name, textOf(name, known)])))
  const search = fc.record(
    Object.fromEntries(
      parameters.map(({ name = '', schema = {} }) => [
        name,
        valueFor(schema, name, known).map((it) =>
          typeof it === 'string' ? it : JSON.stringify(it),
        ),
      ]),
    ),
    { requiredKeys: [] },
  )
  return fc
    .tuple(values, search, bodyOf(path, operation), fc.oneof(fc.constant({}), sentHeaders))
    .map(([values, search, body, headers]) => ({
      values,
      headers,
      search: Object.fromEntries(
        Object.entries(search).flatMap(([name, it]) => (it === undefined ? [] : [[name, it]])),
      ),
      body,
    }))
}

const broken = fc
  .constantFrom(
    '',
    '{',
    '[1,',
    'null',
    '"x"',
    '[]',
    '1e999',
    '{"a":1}}',
    `${'['.repeat(5000)}`,
    '\0',
  )
  .map((text) => ({ text, isBroken: true }))

function bodyOf(path: string, { requestBody }: Operation): fc.Arbitrary<Request['body']> {
  const media = Object.values(requestBody?.content ?? {})[0]
  if (!media) return fc.constant(undefined)
  const follows = valueFor(media.schema, '', known).map((it) => ({
    text: JSON.stringify(it) ?? '',
    isBroken: typeof it !== 'object' || it === null || Array.isArray(it),
  }))
  // One field of a message that is right is changed: this gets further in.
  const right = path.endsWith('/cycles') ? { ...reportedCycle, sequence: 7 } : media.example
  if (typeof right !== 'object' || right === null) return fc.oneof(follows, broken)
  const properties = Object.entries(media.schema.properties ?? {})
  const changed = fc
    .constantFrom(...properties)
    .chain(([name, schema]) =>
      valueFor(schema, name, known).map((it) => ({ ...right, [name]: it })),
    )
    .map((it) => ({ text: JSON.stringify(it), isBroken: false }))
  return fc.oneof(
    { arbitrary: changed, weight: 5 },
    { arbitrary: follows, weight: 3 },
    { arbitrary: broken, weight: 1 },
  )
}

async function send(
  { method, path, operation }: Endpoint,
  { values, search, body, headers }: Request,
) {
  const address = path.replace(/\{(\w+)\}/g, (_, name) => encode(values[name] || anyId))
  const query = Object.entries(search).map(([name, value]) => `${name}=${encode(value)}`)
  const isAgent = path.includes('/agent/')
  const bearer = isAgent ? (path.endsWith('enrol') ? api.enrolmentToken : api.credential) : token
  const [type = 'application/json'] = Object.keys(operation.requestBody?.content ?? {})
  const isPacked = isAgent && body !== undefined && body.text.length % 2 === 0
  return await api.world.app.inject({
    method: method as 'GET',
    url: `${address}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    headers: {
      ...headers,
      authorization: `Bearer ${bearer}`,
      ...(body && { 'content-type': type }),
      ...(isPacked && { 'content-encoding': 'gzip' }),
    },
    ...(body && { payload: isPacked ? gzipSync(body.text) : body.text }),
  })
}

/** Of any text, halves of pairs too, which encodeURIComponent refuses. */
function encode(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}
