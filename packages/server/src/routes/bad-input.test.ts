/** Mistakes and attacks: each gets a sentence, none a 500. */
import { hash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { damagedBodyType } from '@evenkeel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyId, reportedCycle as cycle, openTestApi, query, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

function askDiff(payload: string | Buffer, headers: Record<string, string>) {
  const authorization = `Bearer ${api.credential}`
  return api.world.app.inject({
    method: 'POST',
    url: '/api/v1/agent/diff',
    payload,
    headers: { authorization, 'content-type': 'application/json', ...headers },
  })
}

describe('bad input', () => {
  test.each([
    [
      `GET /api/v1/findings?${query('a:b c:d')}`,
      { status: 400, field: 'q', position: { start: 5, end: 6 } },
    ],
    [`GET /api/v1/findings?${query('first_seen : x')}`, { status: 400, field: 'q' }],
    ['GET /api/v1/findings?sort=nope', { status: 400, field: 'sort' }],
    ['GET /api/v1/findings?group=nope', { status: 400, field: 'group' }],
    ['GET /api/v1/findings?group=rule.id,rule.id,rule.id,rule.id', { status: 400 }],
    ['GET /api/v1/findings?cursor=nope', { status: 400, field: 'cursor' }],
    ['GET /api/v1/findings?limit=0', { status: 400, detail: 'querystring limit must be >= 1.' }],
    ['GET /api/v1/findings/x', { status: 400, field: 'id' }],
    [
      'GET /api/v1/export?format=pdf',
      {
        status: 400,
        detail: 'querystring format must be equal to one of the allowed values: json, ndjson, csv.',
      },
    ],
    ['GET /api/v1/scores?cluster=x', { status: 404 }],
    ['GET /api/v1/findings?at=soon', { status: 400, field: 'at' }],
    ['GET /api/v1/diff', { status: 400, field: 'from' }],
    ['GET /api/v1/diff?from=now', { status: 400, field: 'from' }],
    ['GET /api/v1/diff?from=now-1d&to=x', { status: 400, field: 'to' }],
    ['GET /api/v1/findings?at=2020', { status: 400, detail: 'The history reaches back 400 days.' }],
    ['GET /nothing', { status: 404, detail: 'There is nothing at GET /nothing.' }],
  ])('%s', async (line, expected) => {
    const answer = await api.call(line)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ ...expected, request_id: expect.any(String) })
  })

  test.each([
    ['two resources of one id', { ...cycle, keys: [...cycle.keys, ...cycle.keys] }, 400],
    ['a time that is none', { ...cycle, sequence: 9, started_at: 'soon' }, 400],
    ['a missing field', { ...cycle, keys: undefined }, 400],
    ['a number as text', { ...cycle, sequence: '9' }, 400],
  ])('a cycle with %s', async (_, body, status) => {
    const answer = await api.call('POST /api/v1/agent/cycles', { bearer: api.credential, body })
    expect(answer.statusCode).toBe(status)
  })

  test('a body may come as gzip, and must be what it says', async () => {
    const send = (payload: Buffer, encoding: string) =>
      askDiff(payload, { 'content-encoding': encoding })
    const text = JSON.stringify({ scope: 'kube-api', sequence: 5, keys: [] })
    expect((await send(gzipSync(text), 'gzip')).statusCode).toBe(200)
    expect((await send(Buffer.from(text), 'gzip')).statusCode).toBe(400)
    expect((await send(Buffer.from(text), 'br')).statusCode).toBe(415)
  })

  test('a body that was damaged on its way is told from a wrong one, and each answer has its digest', async () => {
    const body = JSON.stringify({ scope: 'kube-api', sequence: 5, keys: [] })
    const digestOf = (it: string) => `sha-256=:${hash('sha256', it, 'base64')}:`
    const send = (payload: string | Buffer, headers: Record<string, string>) =>
      askDiff(payload, { 'unencoded-digest': digestOf(body), ...headers })
    for (const answer of [
      await send(body, {}),
      await send(gzipSync(body), { 'content-encoding': 'gzip' }),
    ]) {
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['unencoded-digest']).toBe(digestOf(answer.body))
    }
    const packed = gzipSync(body)
    packed[20] = (packed[20] ?? 0) ^ 1
    for (const answer of [
      await send(body.replace('5', '7'), {}),
      await send(packed, { 'content-encoding': 'gzip' }),
    ])
      expect(answer.json()).toMatchObject({ status: 400, type: damagedBodyType })
  })

  test(
    'fuzzed queries, sorts, groups, cursors and fields never end in a 500',
    async () => {
      const parts = [
        'a',
        'rule.id',
        ' : ',
        '*',
        '"',
        '(',
        ')',
        '{',
        '}',
        '\\',
        '>',
        'now-1d',
        'first_seen',
        '\0',
        '\ud800',
        '💥',
        ',',
        '-',
        'resource.labels.',
        "'",
        ';--',
        '%',
      ]
      const soup = fc
        .array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 3 })), {
          maxLength: 8,
        })
        .map((it) => it.join(''))
      const name = fc.constantFrom(
        'q',
        'sort',
        'group',
        'cursor',
        'limit',
        'fields',
        'prefix',
        'cluster',
        'search',
        'format',
        'namespace',
      )
      const path = fc.constantFrom(
        '/findings',
        '/facets',
        '/export',
        '/resources',
        '/scores',
        '/fields/rule.id/values',
      )
      await fc.assert(
        fc.asyncProperty(
          path,
          fc.dictionary(name, soup, { maxKeys: 3 }),
          soup,
          async (url, values, segment) => {
            const search = Object.entries(values)
              .map(([key, value]) => `${key}=${encode(value)}`)
              .join('&')
            expect((await api.call(`GET /api/v1${url}?${search}`)).statusCode).toBeLessThan(500)
            expect(
              (await api.call(`GET /api/v1/fields/${encode(segment)}/values`)).statusCode,
            ).toBeLessThan(500)
            expect(
              (await api.call(`GET /api/v1/resources/${encode(segment)}`)).statusCode,
            ).toBeLessThan(500)
          },
        ),
        { numRuns: 200 },
      )
    },
    slowMs,
  )

  test(
    'cursors of every shape never end in a 500',
    async () => {
      const value = fc.oneof(
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.constant('2026-03-10T10:00:00.000Z'),
        fc.constant(anyId),
        fc.constant('\0'),
      )
      const signatures = fc.constantFrom(
        '-result.evaluation,-rule.severity,-changed_at',
        'rule.id',
        '',
        'rule.id,resource.name',
      )
      await fc.assert(
        fc.asyncProperty(
          signatures,
          fc.array(value, { maxLength: 5 }),
          async (signature, values) => {
            const cursor = Buffer.from(JSON.stringify([signature, ...values])).toString('base64url')
            for (const rest of ['', '&sort=rule.id', '&group=rule.id,resource.name']) {
              expect(
                (await api.call(`GET /api/v1/findings?cursor=${cursor}${rest}`)).statusCode,
              ).toBeLessThan(500)
            }
            expect(
              (await api.call(`GET /api/v1/resources?cursor=${cursor}`)).statusCode,
            ).toBeLessThan(500)
          },
        ),
        { numRuns: 150 },
      )
    },
    slowMs,
  )

  test(
    'fuzzed bodies never end in a 500',
    async () => {
      const paths = [
        '/agent/enrol',
        '/agent/diff',
        '/agent/cycles',
        '/clusters',
        '/session',
        '/exceptions',
        '/exceptions/preview',
      ]
      const mutated = fc
        .tuple(fc.constantFrom(...Object.keys(cycle)), fc.jsonValue())
        .map(([key, value]) => ({ ...cycle, sequence: 50, [key]: value }))
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...paths),
          fc.oneof(fc.jsonValue(), mutated),
          async (path, body) => {
            const bearer =
              path === '/agent/enrol'
                ? api.enrolmentToken
                : path.startsWith('/agent')
                  ? api.credential
                  : undefined
            const payload = JSON.stringify(body)
            const answer = await api.world.app.inject({
              method: 'POST',
              url: `/api/v1${path}`,
              payload,
              headers: {
                'content-type': 'application/json',
                ...(bearer && { authorization: `Bearer ${bearer}` }),
              },
              ...(!bearer && { cookies: api.world.cookies }),
            })
            expect(answer.statusCode).toBeLessThan(500)
          },
        ),
        { numRuns: 200 },
      )
    },
    slowMs,
  )
})

function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
