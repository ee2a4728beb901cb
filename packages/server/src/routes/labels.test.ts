/** Labels of resources: which keys there are, and their values beside findings that ask for them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApi, query, type TestApi } from '../testing/api.ts'
import { slowMs } from '../testing/world.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
}, slowMs)
afterAll(() => api.world.close())

test('the keys of labels are told with how many resources carry them', async () => {
  const answer = await api.call('GET /api/v1/labels')
  expect(answer.json()).toEqual([{ key: 'app', resources: 1 }])
})

test.each([
  ['', undefined],
  ['&labels=app,none', { app: 'api' }],
  ['&labels=constructor', {}],
])('findings say the labels that are asked for by "%s"', async (more, labels) => {
  const of = query('resource.name : api and rule.id : privileged')
  const { items } = (await api.call(`GET /api/v1/findings?${of}${more}`)).json()
  expect(items[0].resource.labels).toEqual(labels)
})
