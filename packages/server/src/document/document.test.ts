/** The API document says everything of every endpoint, and a linter finds nothing in it. */
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'
import { operations, tags } from './operations.ts'

interface Operation {
  operationId: string
  summary?: string
  tags?: string[]
  security: object[]
  requestBody?: { content: Record<string, { example?: unknown }> }
  responses: Record<string, object>
}
let api: TestApi
let text: string
let listed: [key: string, operation: Operation][]
beforeAll(async () => {
  api = await openTestApi()
  text = (await api.call('GET /openapi.json')).body
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Operation>> }
  listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  )
}, slowMs)
afterAll(() => api.world.close())

test('a linter finds nothing', async () => {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source: text, absoluteRef: '/openapi.json', config })
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer} ${message}`),
  ).toEqual([])
})

test('every endpoint is described in document/operations.ts, and nothing else is', () => {
  expect(listed.map(([key]) => key).filter((key) => !Object.hasOwn(operations, key))).toEqual([])
  const known = new Set(listed.map(([key]) => key))
  expect(Object.keys(operations).filter((key) => !known.has(key))).toEqual([])
})

test('every endpoint has an id of its own, a heading that is explained, and says what may go wrong', () => {
  const ids = listed.map(([, operation]) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [key, operation] of listed) {
    const [tag = ''] = operation.tags ?? []
    expect([key, Object.keys(tags).includes(tag)]).toEqual([key, true])
    const isPublic = operation.security.length === 0
    if (!isPublic) expect(Object.keys(operation.responses)).toContain('401')
    expect(Object.keys(operation.responses).some((it) => it.startsWith('2'))).toBe(true)
  }
})

test('every body has an example, but for the cycle of an agent, which is long', () => {
  const without = listed.filter(
    ([, { requestBody }]) =>
      requestBody && Object.values(requestBody.content).some((it) => it.example === undefined),
  )
  expect(without.map(([key]) => key)).toEqual(['POST /api/v1/agent/cycles'])
})

test('what the document calls public, and nothing else, answers without a login', async () => {
  for (const [key, { security }] of listed) {
    const answer = await api.call(key.replace(/\{\w+\}/g, 'x'), { isLoggedIn: false })
    const isOpen = answer.statusCode !== 401 || key.endsWith('POST /api/v1/session')
    expect([key, isOpen]).toEqual([key, security.length === 0])
  }
})
